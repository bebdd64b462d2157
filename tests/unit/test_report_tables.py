"""What the report's tables are asked for, and whether what they show adds up."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipelines.report.page import Row
from pipelines.report.pages.receivables import leakage_table
from pipelines.report.tables import WHOLE, open_tables

BECAME = (
    *("rate_discount", "reclass_nonbillable", "write_down", "write_off", "over_cap_unbillable"),
    *("expired_unbilled", "wip_open", "billed_unknown", "billed_value"),
)


def read_by(folder: Path, made: str, query: str, **parameters: str) -> list[Row]:
    """Read a page's query of one made table."""
    with duckdb.connect(str(folder / "portfolio.duckdb")) as written:
        written.execute(made)
    with duckdb.connect() as connection, open_tables(connection, folder, "portfolio") as tables:
        connection.execute(WHOLE)
        return tables.rows(query, **parameters)


def test_a_role_of_two_people_is_not_shown_apart_and_a_part_that_is_unknown_leaves_no_sum(
    tmp_path: Path,
) -> None:
    rows = read_by(
        tmp_path,
        "create table portfolio_person_week as select *, '2026-07' as accounting_period, "
        "0 as governance_hours, 0 as bench_hours, 0 as unrecorded_hours, "
        "null as utilization_net_target from (values "
        "('a', 'Rare', 40, 20, 20), ('b', 'Rare', 40, 20, 20), ('c', 'Known', 40, 30, 30), "
        "('d', 'Known', 40, 30, 30), ('e', 'Known', null, 30, 30), ('f', 'Single', 30, 9, 9)) as "
        "people(person_pseudonym_key, role, capacity_net_hours, billable_hours, recorded_hours)",
        "roles",
        since="2026-07",
        until="2026-07",
    )

    assert [(row["role"], row["people"], row["capacity_net_hours"]) for row in rows] == [
        ("Known", 3, None),
        ("Other roles", 3, 110),
    ]


def test_one_small_role_is_shown_with_the_next_so_that_nobody_is_alone(tmp_path: Path) -> None:
    rows = read_by(
        tmp_path,
        "create table portfolio_person_week as select '2026-07' as accounting_period, "
        "person as person_pseudonym_key, role, 40 as capacity_net_hours, 30 as billable_hours, "
        "30 as recorded_hours, 0 as governance_hours, 0 as bench_hours, 0 as unrecorded_hours, "
        "null as utilization_net_target from (values ('a', 'Single'), ('b', 'Three'), "
        "('c', 'Three'), ('d', 'Three'), ('e', 'Four'), ('f', 'Four'), ('g', 'Four'), "
        "('h', 'Four')) as people(person, role)",
        "roles",
        since="2026-07",
        until="2026-07",
    )

    assert [(row["role"], row["people"]) for row in rows] == [("Four", 4), ("Other roles", 4)]


def test_a_role_that_has_fewer_than_three_people_in_any_week_is_not_shown_apart_by_week(
    tmp_path: Path,
) -> None:
    rows = read_by(
        tmp_path,
        "create table portfolio_plan as select role, make_date(2026, 8, day) as week_start_date, "
        "people, hours as planned_capacity_hours, 10 as hard_demand_hours, "
        "5 as soft_demand_hours, 15 as demand_hours, hours - 15 as capacity_gap_hours "
        "from (values ('Lead', 3, 1, 0), ('Lead', 10, 1, 40), ('Tester', 3, 3, 110), "
        "('Tester', 10, 2, 80), ('Writer', 3, 3, 120), ('Writer', 10, 3, 100)) "
        "as weeks(role, day, people, hours)",
        "plan_roles",
    )

    assert [
        (row["role"], row["week_start_date"].day, row["people"], row["planned_capacity_hours"])
        for row in rows
    ] == [
        ("Other roles", 3, 4, 110),
        ("Other roles", 10, 3, 120),
        ("Writer", 3, 3, 120),
        ("Writer", 10, 3, 100),
    ]
    assert [row["is_one_role"] for row in rows] == [False, False, True, True]
    assert rows[0]["planned_load_share"] == pytest.approx(30 / 110)


def test_what_became_of_the_value_of_time_adds_up_to_it_rejected_time_too(tmp_path: Path) -> None:
    parts = ", ".join(f"{2**at}.00 as {part}_reporting_amount" for at, part in enumerate(BECAME))
    rows = read_by(
        tmp_path,
        "create table fct_realization_waterfall as select '2026-07' as service_period, "
        f"511.00 as standard_value_reporting_amount, {parts}, "
        "200.00 as cash_collected_reporting_amount from range(2)",
        "leakage",
    )

    table = leakage_table(rows)
    (row,) = table.rows
    _, whole, *shown, cash = (row[column.name] for column in table.columns)
    assert whole == sum(shown) == Decimal(2 * 511)
    assert cash == Decimal(400)


def test_commitments_are_those_of_the_period_that_is_asked_for(tmp_path: Path) -> None:
    rows = read_by(
        tmp_path,
        "create table fct_portfolio_reliability as select * from (values "
        "('E', '2026-06', 3, false), ('E', '2026-07', 4, true)) "
        "as made(entity_code, accounting_period, completed_projects, is_running_period)",
        "reliability",
        until="2026-06",
    )

    assert [row["completed_projects"] for row in rows] == [3]
