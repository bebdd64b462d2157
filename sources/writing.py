"""Write one delivery's checked rows: those that land, those in quarantine, and what they count.

Making the delivery appear belongs in `landing.py`.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from sources.casting import expected, literal, quote
from sources.checking import checked_rows
from sources.contract import Table
from sources.delivery import Counted
from sources.errors import ContractError, ReadError
from sources.extract import Extract
from sources.parquet import copy_rows
from sources.quarantine import quarantine_rows, split_rows

RETYPED_AT_LEAST = 10


@dataclass(frozen=True)
class Written:
    """The rows and control totals of a delivery, by what became of them."""

    delivered: Counted
    landed: Counted
    quarantined: Counted


def write_rows(
    connection: duckdb.DuckDBPyConnection,
    extract: Extract,
    table: Table,
    folder: Path,
    *,
    new_columns: tuple[str, ...],
) -> Written:
    """Write `data.parquet` and, where rows are refused, `quarantine.parquet`.

    The rows are read once. Only where some break the contract and the source can be read again
    are they read a second time, to tell the lines the bad ones are on.

    Raises:
        ContractError: A column holds no value of its type.
        ReadError: The source failed while it was read, or the rows could not be written.
    """
    checked, data = folder / "checked.parquet", folder / "data.parquet"
    source = f"read_parquet({literal(str(checked))})"
    counted = _copy_checked(connection, extract, table, checked, new_columns=new_columns)
    if counted is None and _is_clean(connection, source, table):
        delivered = _counted(connection, table, source)
        checked.rename(data)
        none = Counted(rows=0, totals=dict.fromkeys(table.control_totals, Decimal(0)))
        return Written(delivered, delivered, none)
    if extract.numbered:
        _copy_numbered(connection, extract, table, checked, new_columns=new_columns)
    _refuse_retyped(connection, source, table)
    delivered = _counted(connection, table, source)
    rejects = count_rows(connection, extract.rejects) if extract.rejects else 0
    delivered = Counted(rows=delivered.rows + rejects, totals=delivered.totals)
    if counted is not None and counted != delivered.rows:
        raise ReadError(
            f"the source holds {counted} rows, {delivered.rows} could be told apart; "
            "expected every quoted value to be closed"
        )
    split_rows(connection, checked, table, data, new_columns=new_columns)
    quarantine = folder / "quarantine.parquet"
    quarantine_rows(connection, checked, table, quarantine, rejects=extract.rejects)
    checked.unlink()
    landed = f"read_parquet({literal(str(data))})"
    refused = f"read_parquet({literal(str(quarantine))})"
    return Written(
        delivered,
        _counted(connection, table, landed),
        _counted(connection, table, refused, prefix="_total_"),
    )


def _copy_checked(
    connection: duckdb.DuckDBPyConnection,
    extract: Extract,
    table: Table,
    checked: Path,
    *,
    new_columns: tuple[str, ...],
) -> int | None:
    """Write the typed rows; return how many there should be where some can not be split."""
    rows = checked_rows(table, extract.columns, extract.relation, new_columns=new_columns)
    try:
        copy_rows(connection, rows, checked)
    except ReadError as error:
        if extract.count is None or not isinstance(error.__cause__, duckdb.InvalidInputException):
            raise
        return extract.count()
    return None


def _copy_numbered(
    connection: duckdb.DuckDBPyConnection,
    extract: Extract,
    table: Table,
    checked: Path,
    *,
    new_columns: tuple[str, ...],
) -> None:
    numbered = {**extract.columns, "_row_number": "BIGINT", "_source_file": "VARCHAR"}
    rows = checked_rows(table, numbered, extract.numbered or "", new_columns=new_columns)
    copy_rows(connection, rows, checked, in_order=True)


def _is_clean(connection: duckdb.DuckDBPyConnection, source: str, table: Table) -> bool:
    """Tell whether no row breaks a rule and no key repeats.

    Keys are compared by hash: two keys with one hash cost a second look, never a lost row.
    """
    keys = ", ".join(quote(name) for name in table.key)
    row = connection.execute(
        f"select count(*), count(_breaches), count(distinct hash({keys})) from {source}"
    ).fetchone()
    rows, breached, different_keys = row or (0, 0, 0)
    return breached == 0 and different_keys == rows


def count_rows(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    """Return the number of rows in a relation."""
    row = connection.execute(f"select count(*) from {relation}").fetchone()
    return int(row[0]) if row else 0


def _counted(
    connection: duckdb.DuckDBPyConnection, table: Table, source: str, *, prefix: str = ""
) -> Counted:
    sums = [
        f"coalesce(sum(cast({quote(prefix + name)} as decimal(38, {table.column(name).scale}))), 0)"
        for name in table.control_totals
    ]
    row = connection.execute(f"select {', '.join(['count(*)', *sums])} from {source}").fetchone()
    rows, *totals = row or (0,)
    named = zip(table.control_totals, totals, strict=True)
    plain = {name: Decimal(f"{Decimal(total).normalize():f}") for name, total in named}
    return Counted(rows=rows, totals=plain)


def _refuse_retyped(connection: duckdb.DuckDBPyConnection, source: str, table: Table) -> None:
    """Stop the table when not one value of a column is of the contract's type."""
    asked = ", ".join(
        f"count(*) filter (contains(',' || _breaches || ',', {literal(f',{column.name}:type,')})), "
        f"count({quote(column.name)})"
        for column in table.columns
    )
    found = connection.execute(f"select {asked} from {source}").fetchone() or ()
    for column, wrong, right in zip(table.columns, found[::2], found[1::2], strict=True):
        if wrong >= RETYPED_AT_LEAST and right == 0:
            raise ContractError(
                f"column {column.source_name} was retyped: none of {wrong} values is "
                f"{expected(column)}, as the contract expects"
            )


def greatest_cursor(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    folder: Path,
    *,
    before: str | None,
    started_at: dt.datetime,
) -> str | None:
    """Return the cursor to go on from, as text; None for a table without one.

    It never goes back behind `before`. Nor does it go beyond the start of the read: one row that
    claims to have changed in the future would hide every change until then.
    """
    if table.cursor is None:
        return None
    kind = table.column(table.cursor).landed_type
    known = "null" if before is None else literal(before)
    greatest = f"greatest(max({quote(table.cursor)}), cast({known} as {kind}))"
    if kind in {"TIMESTAMP", "DATE"}:
        start = literal(started_at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S.%f"))
        # DuckDB's least() passes over nulls, and a table without rows has no cursor yet.
        greatest = (
            f"case when {greatest} is not null "
            f"then least({greatest}, cast(timestamp {start} as {kind})) end"
        )
    data = literal(str(folder / "data.parquet"))
    row = connection.execute(
        f"select cast({greatest} as varchar) from read_parquet({data})"
    ).fetchone()
    return row[0] if row else None
