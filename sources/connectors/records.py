"""Turn JSON records into rows of text by the contract's paths, no digit of a number touched."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sources.contract import Table
from sources.errors import ContractError, ReadError

Record = Mapping[str, object]

# No column holds more than 38 digits, and a few bytes must not become a gigabyte of zeros.
LONGEST_EXPONENT = len("99")


def parse_json(text: str, *, where: str) -> object:
    """Parse JSON, keeping every number as the text it was written in, without an exponent.

    Raises:
        ReadError: It is not JSON; a page of HTML is called by its name.
    """
    try:
        return json.loads(text, parse_float=_without_exponent, parse_int=str)
    except json.JSONDecodeError as error:
        start = text.lstrip()[:60].replace("\n", " ")
        what = "HTML" if start[:1] == "<" else "no JSON"
        raise ReadError(f"{where}: expected JSON, found {what}: {start!r} ({error})") from error
    except RecursionError as error:
        start = text.lstrip()[:60].replace("\n", " ")
        raise ReadError(
            f"{where}: expected JSON of records, found lists or records nested too deep to read: "
            f"{start!r}"
        ) from error


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
    """Return the value at a dotted path, or None where a step is absent.

    A step is a name, as both are in `user.id`, or the first of a list's records with a value, such
    as `Tracking[Name=Project]`; letter case does not count in that value.
    """
    value: object = record
    for step in path.split("."):
        name, _, condition = step.rstrip("]").partition("[")
        value = value.get(name) if isinstance(value, Mapping) else None
        if condition:
            value = _first_with(value, *condition.split("="))
    return value


def top_level(path: str) -> str:
    """Return the record's own key that a path begins with."""
    return path.split(".", maxsplit=1)[0].split("[", maxsplit=1)[0]


def write_records(records: list[Record], table: Table, path: Path, *, within: str = "") -> set[str]:
    """Write records as Parquet of text columns: the contract's, and any top-level new one.

    An optional column that no record has is left out.

    Args:
        records: The records.
        table: The contract.
        path: Where to write them.
        within: The path, with its dot, of what holds the fields asked for in each record.

    Returns:
        The keys that were seen: the top-level ones, and the whole paths of those within.
    """
    top = {key for record in records for key in record}
    seen = top | (_keys_within(records, within) if within else set())
    known = {top_level(column.source_name) for column in table.columns}
    new = sorted(top - known - set(table.ignored))
    told = [
        c for c in table.columns if not (c.optional and seen) or _key(c.source_name, within) in seen
    ]
    names = [*dict.fromkeys(column.source_name for column in told), *new]
    arrays = [
        pa.array([_text(value_at(row, name)) for row in records], pa.string()) for name in names
    ]
    pq.write_table(pa.Table.from_arrays(arrays, names=names), path)
    return seen


def check_seen(table: Table, seen: set[str], *, where: str, within: str = "") -> None:
    """Check that every column of the contract occurred, unless the source leaves nulls out.

    Args:
        table: The contract.
        seen: The keys that `write_records` saw; empty where there were no records.
        where: What messages call the source.
        within: As for `write_records`.

    Raises:
        ContractError: A column is in no record.
    """
    if not seen:
        return
    wanted = [c for c in table.columns if c.required or not (table.omits_nulls or c.optional)]
    missing = [c.source_name for c in wanted if _key(c.source_name, within) not in seen]
    if missing:
        found = ", ".join(sorted(seen))
        raise ContractError(f"{where}: column {', '.join(missing)} is missing; found {found}")


def _keys_within(records: list[Record], within: str) -> set[str]:
    """Return the whole paths of what occurs in the records' inner record."""
    inner = (record.get(within.removesuffix(".")) for record in records)
    return {f"{within}{key}" for fields in inner if isinstance(fields, Mapping) for key in fields}


def _key(path: str, within: str) -> str:
    """Return the key by which a path is seen: its own within what was asked for, else its first."""
    return path if within and path.startswith(within) else top_level(path)


def _first_with(value: object, name: str, wanted: str) -> object:
    """Return the first record of a list whose `name` is `wanted`."""
    records = value if isinstance(value, list) else []
    alike = (each for each in records if isinstance(each, Mapping))
    return next((r for r in alike if str(r.get(name)).casefold() == wanted.casefold()), None)


def _without_exponent(number: str) -> str:
    """Return `1E-05` as `0.00001`, exactly; an exponent beyond any column's digits stays."""
    exponent = number.lower().partition("e")[2].lstrip("+-0")
    stays = "e" not in number.lower() or len(exponent) > LONGEST_EXPONENT
    return number if stays else f"{Decimal(number):f}"


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return None
    return _of_characters(
        value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    )


def _of_characters(text: str) -> str:
    """Return the text with the mark of a broken character for each half of one that is alone."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
