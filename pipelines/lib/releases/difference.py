"""What differs between two versions of one table: rows by its key, totals, and by period.

Everything is asked of DuckDB over both versions; counts, sums and a few example rows come back,
never a table. What two releases differ in, and why, belongs in `between.py`.
"""

from decimal import Decimal
from typing import Literal

import duckdb
from pydantic import BaseModel, ConfigDict

from pipelines.lib.releases.both import BALANCES, PERIOD, Both
from pipelines.lib.releases.names import DIMENSIONS, Names

Change = Literal["changed", "added", "removed"]


class Shown(BaseModel):
    """Base of what is found: frozen."""

    model_config = ConfigDict(frozen=True)


class Total(Shown):
    """The sum of one column, before and after."""

    column: str
    before: Decimal
    after: Decimal
    difference: Decimal


class PeriodDifference(Shown):
    """What differs in one accounting period; only totals that differ."""

    accounting_period: str | None
    rows_added: int
    rows_removed: int
    rows_changed: int
    totals: tuple[Total, ...]


class Cell(Shown):
    """One column of an example row, as text."""

    column: str
    before: str | None
    after: str | None


class Example(Shown):
    """One row that differs; `known_as` holds the ids, codes and names that people know it by."""

    change: Change
    key: str | None
    known_as: dict[str, str]
    cells: tuple[Cell, ...]


class TableDifference(Shown):
    """What differs between two versions of a table; totals of every column that adds up."""

    table: str
    key: str | None
    columns_added: dict[str, str]
    columns_removed: dict[str, str]
    columns_retyped: dict[str, tuple[str, str]]
    rows_before: int
    rows_after: int
    rows_added: int
    rows_removed: int
    rows_changed: int
    columns_changed: dict[str, int]
    totals: tuple[Total, ...]
    periods: tuple[PeriodDifference, ...]
    examples: tuple[Example, ...]


def table_difference(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    before: str,
    after: str,
    *,
    names: Names,
    examples: int,
) -> TableDifference:
    """Compare two versions of a table.

    Args:
        connection: A connection that sees both versions and may hold temporary tables.
        table: The table's name, to be told.
        before: The first version's name in SQL.
        after: The second version's name in SQL.
        names: What the keys of other tables are called.
        examples: How many rows to show at most.
    """
    both = Both.of(connection, before, after)
    rows_before, rows_after, totals = _totals(connection, both)
    counts, columns, periods, rows = {}, {}, (), ()
    if both.key is None:
        # Without a key in common no row is the same row: all went and all came.
        counts = {"removed": rows_before, "added": rows_after}
    else:
        connection.execute(both.mark_rows())
        counted = connection.execute(
            "select change, count(*) from differing group by all"
        ).fetchall()
        counts = {change: int(count) for change, count in counted}
        if counts.get("changed"):
            columns = _columns_changed(connection, both)
        periods = _periods(connection, both) if counts and PERIOD in both.shared else ()
        rows = _examples(connection, both, names, examples) if counts else ()
    return TableDifference(
        table=table,
        key=both.key,
        columns_added=both.added,
        columns_removed=both.removed,
        columns_retyped=both.retyped,
        rows_before=rows_before,
        rows_after=rows_after,
        rows_added=counts.get("added", 0),
        rows_removed=counts.get("removed", 0),
        rows_changed=counts.get("changed", 0),
        columns_changed=columns,
        totals=totals,
        periods=periods,
        examples=rows,
    )


def _total(column: str, before: Decimal | int | None, after: Decimal | int | None) -> Total:
    was, now = Decimal(before or 0), Decimal(after or 0)
    return Total(column=column, before=was, after=now, difference=now - was)


def _totals(
    connection: duckdb.DuckDBPyConnection, both: Both
) -> tuple[int, int, tuple[Total, ...]]:
    rows_before, *before = connection.execute(both.sums(both.before)).fetchone() or (0,)
    rows_after, *after = connection.execute(both.sums(both.after)).fetchone() or (0,)
    totals = tuple(
        _total(*each)
        for each in zip(both.summed, before, after, strict=True)
        if PERIOD not in both.shared or not BALANCES.search(each[0])
    )
    return int(rows_before), int(rows_after), totals


def _columns_changed(connection: duckdb.DuckDBPyConnection, both: Both) -> dict[str, int]:
    """Return in how many rows each column differs, where it does."""
    counted = connection.execute(both.changed_columns()).fetchone() or ()
    return {name: int(n) for name, n in zip(both.compared, counted, strict=True) if n}


def _periods(connection: duckdb.DuckDBPyConnection, both: Both) -> tuple[PeriodDifference, ...]:
    found = []
    for period, added, removed, changed, *sums in connection.execute(both.periods()).fetchall():
        half = len(sums) // 2
        totals = [_total(*each) for each in zip(both.summed, sums[:half], sums[half:], strict=True)]
        found.append(
            PeriodDifference(
                accounting_period=period,
                rows_added=added,
                rows_removed=removed,
                rows_changed=changed,
                totals=tuple(total for total in totals if total.difference),
            )
        )
    return tuple(found)


def _examples(
    connection: duckdb.DuckDBPyConnection, both: Both, names: Names, limit: int
) -> tuple[Example, ...]:
    rows = []
    for change, key, *cells in connection.execute(both.examples(limit)).fetchall():
        half = len(cells) // 2
        cells_of = dict(
            zip(both.compared, zip(cells[:half], cells[half:], strict=True), strict=True)
        )
        rows.append((change, key, cells_of))
    called = {
        column: names.called(connection, column, {_latest(cells[column]) for _, _, cells in rows})
        for column in both.references
    }
    return tuple(
        Example(
            change=change,
            key=key,
            known_as={
                DIMENSIONS[column][1]: called[column][value]
                for column in both.references
                if (value := _latest(cells[column])) in called[column]
            }
            | {column: value for column in both.known_by if (value := _latest(cells[column]))},
            cells=tuple(
                Cell(column=column, before=before, after=after)
                for column, (before, after) in cells.items()
                if before != after and (change == "changed" or column not in both.known_by)
            ),
        )
        for change, key, cells in rows
    )


def _latest(cell: tuple[str | None, str | None]) -> str:
    before, after = cell
    return (before if after is None else after) or ""
