"""Turn JSON records into rows of text, by the contract's paths, without touching a number's digits."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sources.contract import Table
from sources.errors import ContractError, ReadError

Record = Mapping[str, Any]
BATCH = 20_000


def parse_json(text: str, *, where: str) -> Any:
    """Parse JSON, keeping every number as the text it was written in.

    Raises:
        ReadError: It is not JSON; a page of HTML is called by its name.
    """
    try:
        return json.loads(text, parse_float=str, parse_int=str)
    except json.JSONDecodeError as error:
        start = text.lstrip()[:60].replace("\n", " ")
        what = "HTML" if start[:1] == "<" else "not JSON"
        raise ReadError(f"{where}: expected JSON, found {what}: {start!r} ({error})") from error


def value_at(record: Record, path: str) -> Any:
    """Return the value at a dotted path such as `user.id`, or None where a step is absent."""
    value: Any = record
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def write_records(records: Iterable[Record], table: Table, path: Path) -> tuple[int, set[str]]:
    """Write records as a Parquet file of text columns: the contract's, and any top-level new one.

    Returns:
        The number of rows, and the top-level keys that were seen.
    """
    rows = list(records)
    seen = {key for row in rows for key in row}
    known = {column.source_name.split(".")[0] for column in table.columns}
    paths = [column.source_name for column in table.columns] + sorted(seen - known)
    arrays = [pa.array([_text(value_at(row, name)) for row in rows], pa.string()) for name in paths]
    pq.write_table(pa.Table.from_arrays(arrays, names=paths), path)
    return len(rows), seen


def check_seen(table: Table, seen: set[str], *, rows: int, where: str) -> None:
    """Check that every column of the contract occurred, unless the source leaves nulls out.

    Raises:
        ContractError: A column is in no record.
    """
    if not rows:
        return
    wanted = [c for c in table.columns if c.required or not table.omits_nulls]
    missing = [c.source_name for c in wanted if c.source_name.split(".")[0] not in seen]
    if missing:
        found = ", ".join(sorted(seen))
        raise ContractError(f"{where}: column {', '.join(missing)} is missing; found {found}")


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)
