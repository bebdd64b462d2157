from decimal import Decimal

import duckdb
import pytest

from pipelines.lib.releases.difference import TableDifference, table_difference
from pipelines.lib.releases.names import Names

NOTHING = Names({})


def compared(before: str, after: str, *, examples: int = 5) -> TableDifference:
    """Compare two queries' rows."""
    with duckdb.connect() as connection:
        connection.execute(f"create table was as {before}")
        connection.execute(f"create table now as {after}")
        return table_difference(
            connection, "fct_thing", "was", "now", names=NOTHING, examples=examples
        )


def rows(*values: str) -> str:
    """Return the query of rows of a key, a period, an amount and a share."""
    columns = "as rows_(thing_key, accounting_period, cost_amount, cost_share)"
    cast = "cast(cost_amount as decimal(18, 2)) as cost_amount, cast(cost_share as decimal(9, 6))"
    return f"""
        select thing_key, accounting_period, {cast} as cost_share
        from (values {", ".join(values)}) {columns}
    """


def test_rows_are_matched_by_key_and_only_what_adds_up_is_totalled() -> None:
    found = compared(
        rows("('a', '2026-01', 1, 0.5)", "('b', '2026-01', 2, 0.5)", "('c', '2026-02', 4, 1)"),
        rows("('a', '2026-01', 1, 0.5)", "('b', '2026-01', 2.5, 0.5)", "('d', '2026-03', 8, 1)"),
    )

    assert (found.rows_added, found.rows_removed, found.rows_changed) == (1, 1, 1)
    assert found.columns_changed == {"cost_amount": 1}
    (total,) = found.totals
    assert (total.column, total.before, total.after) == ("cost_amount", 7, Decimal("11.5"))
    assert [
        (each.accounting_period, each.rows_added, each.rows_removed, each.rows_changed)
        for each in found.periods
    ] == [("2026-01", 0, 0, 1), ("2026-02", 0, 1, 0), ("2026-03", 1, 0, 0)]
    assert [each.totals[0].difference for each in found.periods] == [Decimal("0.5"), -4, 8]


def test_a_row_that_moved_to_another_period_shows_in_both() -> None:
    found = compared(rows("('a', '2026-01', 1, 0)"), rows("('a', '2026-02', 1, 0)"))

    assert [
        (each.accounting_period, each.rows_changed, each.totals[0].difference)
        for each in found.periods
    ] == [("2026-01", 0, -1), ("2026-02", 1, 1)]


def test_what_stands_at_a_periods_end_is_not_added_up_over_periods() -> None:
    row = "select '{0}' as thing_key, '2026-0{0}' as accounting_period, {1}.0 as closing_amount"
    before = f"{row.format(1, 5)} union all {row.format(2, 7)}"
    found = compared(before, before.replace("7.0", "8.0"))

    assert found.totals == ()
    ((period,),) = ((each.totals for each in found.periods),)
    assert [(each.column, each.difference) for each in period] == [("closing_amount", 1)]


def test_an_example_has_what_people_know_the_row_by_and_what_changed() -> None:
    row = "select 'hash' as line_key, 'L1' as line_id, {} as hours, 'same' as note"
    found = compared(row.format("cast(7.5 as decimal(18, 6))"), row.format("8.000000"))

    (example,) = found.examples
    assert (example.change, example.key, example.known_as) == ("changed", "hash", {"line_id": "L1"})
    (cell,) = example.cells
    assert (cell.column, cell.before, cell.after) == ("hours", "7.50", "8.00")


def test_columns_that_came_went_or_are_of_another_type_are_told_and_do_not_change_rows() -> None:
    found = compared(
        "select 'a' as thing_key, cast(1.5 as decimal(18, 2)) as hours, 1 as went",
        "select 'a' as thing_key, cast(1.5 as decimal(18, 6)) as hours, true as is_new",
    )

    assert found.columns_added == {"is_new": "BOOLEAN"}
    assert found.columns_removed == {"went": "INTEGER"}
    assert found.columns_retyped == {"hours": ("DECIMAL(18,2)", "DECIMAL(18,6)")}
    assert (found.rows_added, found.rows_removed, found.rows_changed) == (0, 0, 0)


def test_a_key_that_is_empty_is_a_key() -> None:
    found = compared(
        rows("(null, '2026-01', 1, 0)", "('a', null, 2, 0)"),
        rows("(null, '2026-01', 3, 0)", "('a', null, 2, 0)"),
    )

    assert (found.rows_added, found.rows_removed, found.rows_changed) == (0, 0, 1)
    assert [example.key for example in found.examples] == [None]


def test_without_a_key_in_common_all_rows_went_and_came() -> None:
    found = compared("select 'a' as old_key, 1 as n", "select 'b' as new_key, 1 as n")

    assert (found.key, found.rows_removed, found.rows_added) == (None, 1, 1)
    assert found.examples == ()


@pytest.mark.parametrize("limit", [0, 2, 3])
def test_examples_are_few_and_of_each_kind(limit: int) -> None:
    changed = [f"('a{n}', '2026-01', {{}}, 0)" for n in range(5)]
    found = compared(
        rows(*(row.format(1) for row in changed), "('gone', '2026-01', 1, 0)"),
        rows(*(row.format(2) for row in changed), "('new', '2026-01', 1, 0)"),
        examples=limit,
    )

    assert [each.change for each in found.examples] == ["added", "changed", "removed"][:limit]


def test_columns_may_be_called_as_what_is_said_of_rows_is() -> None:
    row = "select 'k' as thing_key, '2026-01' as accounting_period, 'r' as row_key, 1 as place, "
    found = compared(f"{row} 'x' as change", f"{row} 'y' as change")

    assert found.columns_changed == {"change": 1}
    assert [(each.change, each.key) for each in found.examples] == [("changed", "k")]
