"""Turn JSON records into rows of text by the contract's paths, no digit of a number touched."""

import json
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sources.contract import Column, Table
from sources.errors import ContractError, ReadError

Record = Mapping[str, object]


def parse_json(text: str, *, where: str) -> object:
    """Parse JSON, keeping every number as the text it was written in.

    Raises:
        ReadError: It is not JSON; a page of HTML is called by its name.
    """
    try:
        return json.loads(text, parse_float=str, parse_int=str)
    except json.JSONDecodeError as error:
        start = text.lstrip()[:60].replace("\n", " ")
        what = "HTML" if start[:1] == "<" else "no JSON"
        raise ReadError(f"{where}: expected JSON, found {what}: {start!r} ({error})") from error


def as_records(value: object, *, where: str) -> list[Record]:
    """Return a JSON value as a list of records.

    Raises:
        ReadError: It is not a list, or something in it is no record.
    """
    if not isinstance(value, list):
        raise ReadError(f"{where}: expected a list of records, found {json.dumps(value)[:60]}")
    records: list[Record] = []
    for each in value:
        if not isinstance(each, dict):
            raise ReadError(f"{where}: expected a record, found {json.dumps(each)[:60]}")
        records.append(each)
    return records


def value_at(record: Record, path: str) -> object:
    """Return the value at a dotted path such as `user.id`, or None where a step is absent."""
    value: object = record
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def write_records(records: list[Record], table: Table, path: Path) -> set[str]:
    """Write records as Parquet of text columns: the contract's, and any top-level new one.

    An optional column that no record has is left out.

    Returns:
        The top-level keys that were seen.
    """
    seen = {key for record in records for key in record}
    known = {_top_level(column) for column in table.columns}
    new = sorted(seen - known - set(table.ignored))
    told = [c for c in table.columns if not (c.optional and seen) or _top_level(c) in seen]
    names = [column.source_name for column in told] + new
    arrays = [
        pa.array([_text(value_at(row, name)) for row in records], pa.string()) for name in names
    ]
    pq.write_table(pa.Table.from_arrays(arrays, names=names), path)
    return seen


def check_seen(table: Table, seen: set[str], *, where: str) -> None:
    """Check that every column of the contract occurred, unless the source leaves nulls out.

    Args:
        table: The contract.
        seen: The top-level keys of all records; empty where there were none.
        where: What messages call the source.

    Raises:
        ContractError: A column is in no record.
    """
    if not seen:
        return
    wanted = [c for c in table.columns if c.required or not (table.omits_nulls or c.optional)]
    missing = [column.source_name for column in wanted if _top_level(column) not in seen]
    if missing:
        found = ", ".join(sorted(seen))
        raise ContractError(f"{where}: column {', '.join(missing)} is missing; found {found}")


def _top_level(column: Column) -> str:
    return column.source_name.split(".")[0]


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False)
