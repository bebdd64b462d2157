"""Every fault that is planted in the demo company is seen, and no clean row is blamed."""

import csv
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from nightly import Company, Ended

from sources.demo.faults import ROWS, Faults
from sources.demo.plan import Plan
from sources.demo.write import write_demo

pytestmark = pytest.mark.warehouse

# Where there are few rows, a larger share of them.
SHARES = {
    "more_than_a_day": 0.005,
    "closed_project": 0.02,
    "before_joining": 0.03,
    "clock_shift": 0.01,
    "missing_cost_rate": 0.05,
    "overlapping_rates": 0.1,
    "retroactive_rate": 0.1,
    "missing_capacity": 0.1,
    "overlapping_employments": 0.1,
    "overlapping_absences": 0.02,
    "missing_payroll": 0.01,
    "ghost_payroll": 1.0,
    "mojibake": 1.0,
    "misspelled_client": 0.2,
    "reparented_client": 0.2,
    "orphan_client": 0.02,
    "stage_backwards": 0.05,
    "billed_without_time": 0.02,
    "billed_twice": 0.02,
    "milestone_and_time": 0.1,
    "wrong_invoice_currency": 0.02,
    "unbalanced_journal": 0.01,
    "wrong_period": 0.02,
    "unmapped_account": 0.5,
    "missing_fx_rate": 0.05,
    "wrong_fx_rate": 0.03,
    "negative_estimate": 0.03,
}
DAYS = (dt.date(2025, 7, 31), dt.date(2026, 6, 30))
SINGULAR = {"clients": "client", "projects": "project", "people": "person"}
Row = tuple[str, str]


@dataclass(frozen=True)
class Faulty:
    """A company with faults after its night: what was planted, and what was seen of it."""

    ended: Ended
    planted: dict[str, list[set[Row]]]
    seen: dict[str, set[Row]]
    entries: list[tuple[str, int]]
    story: set[Row]
    earning: set[str]


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Faulty:
    """Forty people over two years, delivered on two days and read in one night."""
    folder = tmp_path_factory.mktemp("faulty")
    for day in DAYS:
        plan = Plan(people=40, years=2, as_of=day, faults=Faults(0.002, SHARES))
        write_demo(folder, plan, lambda _: None)
    ended = Company(folder).run(DAYS[-1].isoformat())
    warehouse = folder / "var" / "warehouse" / "evenkeel.duckdb"
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        entries = connection.execute(
            "select time_entry_id, count(*) from marts.fct_time_entry group by all"
        ).fetchall()
        earning = {
            contract
            for (contract,) in connection.execute(
                "select distinct contract_id from marts.fct_revenue_event"
            ).fetchall()
        }
        seen = seen_in(connection)
    return Faulty(ended, planted_in(folder), seen, entries, told_in(folder), earning)


def told_in(folder: Path) -> set[Row]:
    """Return the rows that are findings by the story: clients that got another parent."""
    with (folder / "truth" / "reparented_clients.csv").open(encoding="utf-8") as handle:
        return {("clients", row["client_id"]) for row in csv.DictReader(handle)}


def planted_in(folder: Path) -> dict[str, list[set[Row]]]:
    """Return, by kind, each planted row with the row that shows it, if that is another."""
    planted = defaultdict(list)
    with (folder / "truth" / "planted_faults.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            rows = {
                (row["table_name"], row["source_id"]),
                (row["related_table"], row["related_id"]),
            }
            planted[row["fault"]].append(rows - {("", "")})
    return planted


def seen_in(connection: duckdb.DuckDBPyConnection) -> dict[str, set[Row]]:
    """Return the rows that were refused, found or not matched, by the way they were seen."""
    seen = defaultdict(set)
    for way, table, row in connection.execute(
        """
        select 'finding: ' || finding_code, table_name, source_id from marts.ctl_finding
        union all
        select 'quarantine: ' || reason, table_name, row_key from marts.ctl_quarantine
        union all
        select 'unmatched identity', entity_type, source_id
        from marts.ctl_unmatched_identity where finding = 'inferred'
        """
    ).fetchall():
        seen[way].add((table, row))
    return seen


@pytest.mark.parametrize("kind", sorted(set(ROWS) - {"row_in_two_pages"}))
def test_every_planted_fault_is_seen_where_it_must_be(faulty: Faulty, kind: str) -> None:
    planted = faulty.planted[kind]
    if ROWS[kind].seen_as == "unmatched identity":
        planted = [{(SINGULAR.get(table, table), row) for table, row in rows} for rows in planted]

    unseen = [rows for rows in planted if not rows & faulty.seen[ROWS[kind].seen_as]]

    assert planted
    assert unseen == []


def test_a_row_that_two_files_hold_counts_once(faulty: Faulty) -> None:
    twice = {row for rows in faulty.planted["row_in_two_pages"] for _, row in rows}
    counted = {row: count for row, count in faulty.entries if row in twice}

    assert len(counted) > 10
    assert set(counted.values()) == {1}


def test_no_clean_row_is_refused_or_found(faulty: Faulty) -> None:
    planted = {row for kind in faulty.planted.values() for rows in kind for row in rows}
    planted |= faulty.story
    named_for_another = {"unmatched identity", "finding: work_without_cost"}
    # Managers expect too little: that is the story, not a fault of what was delivered.
    named_for_another |= {"finding: estimate_used_up"}
    blamed = {
        way: rows - planted for way, rows in faulty.seen.items() if way not in named_for_another
    }

    assert {way: rows for way, rows in blamed.items() if rows} == {}


def test_a_contract_whose_work_has_no_cost_earns_nothing_and_others_do(faulty: Faulty) -> None:
    left_out = {row.split()[0] for _, row in faulty.seen["finding: work_without_cost"]}

    assert left_out
    assert not left_out & faulty.earning
    assert len(faulty.earning) > 40


def test_a_nights_end_counts_the_findings(faulty: Faulty) -> None:
    found = [rows for way, rows in faulty.seen.items() if way.startswith("finding: ")]

    assert faulty.ended.outcome["findings"] == sum(len(rows) for rows in found)


def test_books_that_do_not_tie_are_not_published_and_their_journals_are_named(
    faulty: Faulty,
) -> None:
    (refused,) = faulty.ended.outcome["refusals"]
    subjects = {row["subject"] for row in refused["expectation"]["failing_rows"]}
    unbalanced = {row for rows in faulty.planted["unbalanced_journal"] for _, row in rows}

    assert faulty.ended.code == 1
    assert faulty.ended.outcome["release_id"] is None
    assert refused["table"] == "marts.ctl_reconciliation"
    assert refused["expectation"]["name"] == "every control reconciles"
    assert {f"exports:{journal}" for journal in unbalanced} & subjects
