"""Write one delivery's checked rows: those that land, those in quarantine, and what they count.

Making the delivery appear belongs in `landing.py`.
"""

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
    checked = folder / "checked.parquet"
    rows = checked_rows(table, extract.columns, extract.relation, new_columns=new_columns)
    copy_rows(connection, rows, checked)
    source = f"read_parquet({literal(str(checked))})"
    rejects = _count(connection, extract.rejects) if extract.rejects else 0
    breached = _count(connection, f"{source} where _breaches is not null")
    if breached:
        _refuse_retyped(connection, source, table)
    clean = not breached and not rejects and _keys_unique(connection, source, table)
    if not clean and extract.numbered:
        numbered = {**extract.columns, "_row_number": "BIGINT", "_source_file": "VARCHAR"}
        rows = checked_rows(table, numbered, extract.numbered, new_columns=new_columns)
        connection.execute("set preserve_insertion_order = true")
        copy_rows(connection, rows, checked)
        connection.execute("set preserve_insertion_order = false")
    delivered = _counted(connection, table, source)
    delivered = Counted(rows=delivered.rows + rejects, totals=delivered.totals)
    data = folder / "data.parquet"
    landed = f"read_parquet({literal(str(data))})"
    if clean:
        checked.rename(data)
        none = Counted(rows=0, totals=dict.fromkeys(table.control_totals, Decimal(0)))
        return Written(delivered, _counted(connection, table, landed), none)
    split_rows(connection, checked, table, data, new_columns=new_columns)
    quarantine = folder / "quarantine.parquet"
    quarantine_rows(connection, checked, table, quarantine, rejects=extract.rejects)
    checked.unlink()
    refused = f"read_parquet({literal(str(quarantine))})"
    return Written(
        delivered,
        _counted(connection, table, landed),
        _counted(connection, table, refused, prefix="_total_"),
    )


def copy_rows(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    """Write a query's rows to a Parquet file.

    Raises:
        ReadError: The source failed while it was read, or the disk took no more.
    """
    try:
        connection.execute(f"copy ({query}) to {literal(str(path))} (format parquet)")
    except duckdb.Error as error:
        raise ReadError(str(error).strip().splitlines()[0]) from error


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    row = connection.execute(f"select count(*) from {relation}").fetchone()
    return int(row[0]) if row else 0


def _counted(
    connection: duckdb.DuckDBPyConnection, table: Table, source: str, *, prefix: str = ""
) -> Counted:
    sums = [
        f"coalesce(sum(cast({quote(prefix + name)} as decimal(38, 9))), 0)"
        for name in table.control_totals
    ]
    row = connection.execute(f"select {', '.join(['count(*)', *sums])} from {source}").fetchone()
    rows, *totals = row or (0,)
    named = zip(table.control_totals, totals, strict=True)
    plain = {name: Decimal(f"{Decimal(total).normalize():f}") for name, total in named}
    return Counted(rows=rows, totals=plain)


def _refuse_retyped(connection: duckdb.DuckDBPyConnection, source: str, table: Table) -> None:
    """Stop the table when not one value of a column is of the contract's type."""
    for column in table.columns:
        name, breach = quote(column.name), literal(f",{column.name}:type,")
        row = connection.execute(f"""
            select count(*) filter (contains(',' || _breaches || ',', {breach})), count({name})
            from {source}
        """).fetchone()
        wrong, right = row or (0, 0)
        if wrong >= RETYPED_AT_LEAST and right == 0:
            raise ContractError(
                f"column {column.source_name} was retyped: none of {wrong} values is "
                f"{expected(column)}, as the contract expects"
            )


def _keys_unique(connection: duckdb.DuckDBPyConnection, source: str, table: Table) -> bool:
    keys = ", ".join(quote(name) for name in table.key)
    repeated = f"(select {keys} from {source} group by {keys} having count(*) > 1 limit 1)"
    return _count(connection, repeated) == 0


def greatest_cursor(
    connection: duckdb.DuckDBPyConnection, table: Table, folder: Path
) -> str | None:
    """Return the greatest cursor value that landed, as text; None for a table without one."""
    if table.cursor is None:
        return None
    data = literal(str(folder / "data.parquet"))
    row = connection.execute(
        f"select cast(max({quote(table.cursor)}) as varchar) from read_parquet({data})"
    ).fetchone()
    return row[0] if row else None
