"""The sample company's closed months, after a night that changed much of what lies behind them."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest
from changed_night import Changed
from nightly import Company, Ended

pytestmark = pytest.mark.warehouse
Table = tuple[str, str]


def stating_tables(company: Company) -> list[Table]:
    """Return the tables that tell of periods, each with an audience that may read it."""
    release = json.loads((company.releases / "current" / "release.json").read_text("utf-8"))
    books = {page["table"] for page in book(company)["pages"]}
    return sorted((name, release["audiences"][name][0]) for name in books)


def book(company: Company) -> dict:
    """Return the first book of a company."""
    (path, *_) = sorted(company.releases.glob("[0-9]*/books/book.json"))
    return json.loads(path.read_text("utf-8"))


def closed_rows(company: Company, table: Table) -> list[tuple]:
    """Return the rows of a table in the months that are closed."""
    name, audience = table
    states = company.query(
        "select entity_code, accounting_period from ctl_period_status "
        "group by all having bool_and(lock_state = 'closed')"
    )
    path = company.releases / "current" / f"{audience}.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute(
            "create temp table closed (entity_code varchar, accounting_period varchar)"
        )
        connection.executemany("insert into closed values (?, ?)", states)
        return connection.execute(
            f"from {name} semi join closed using (entity_code, accounting_period) order by all"
        ).fetchall()


def test_every_table_of_a_closed_month_is_as_it_was(
    first_night: tuple[Company, Ended], changed: Changed
) -> None:
    before = first_night[0]
    tables = stating_tables(before)

    published = {table: closed_rows(before, table) for table in tables}

    assert sum(bool(rows) for rows in published.values()) >= 8
    for table, rows in published.items():
        assert closed_rows(changed.company, table) == rows, table


def test_what_changed_for_closed_months_is_posted_in_the_open_one_by_cause(
    changed: Changed,
) -> None:
    found = changed.company.query(
        "select lock, adjustment_cause, min(accounting_period), max(accounting_period), "
        "sum(posting_count) > 0 from ctl_prior_period_adjustment group by all order by all"
    )
    ((last_closed,),) = changed.company.query(
        "select max(accounting_period) from ctl_period_status where lock_state = 'closed'"
    )

    assert {row[:2] for row in found} >= {("cost", "late_time"), ("cost", "edited_time")}
    assert all(row[2] > last_closed and row[4] for row in found)


def test_hours_that_came_late_are_counted_once(changed: Changed) -> None:
    hours = "select sum(hours) from {}"
    worked = changed.company.query(hours.format("fct_time_entry"), audience="people")

    assert changed.company.query(hours.format("fct_project_month")) == worked
    assert changed.company.query(hours.format("fct_project_cost"), audience="people") == worked


def test_published_and_adjustments_are_what_closed_months_come_to_now(changed: Changed) -> None:
    drift = changed.company.query(
        "select count(*), count(*) filter (adjustment_functional_amount <> 0), "
        "sum(abs(published_functional_amount + adjustment_functional_amount "
        "- computed_functional_amount)) from ctl_drift"
    )
    controls = changed.company.query(
        "select control_id, count(*) filter (status <> 'reconciled') from ctl_reconciliation "
        "where control_id in ('C15', 'C16') group by all order by all"
    )

    ((periods, drifted, missed),) = drift
    assert periods > drifted > 0
    assert missed == 0
    assert controls == [("C15", 0), ("C16", 0)]


def test_a_book_that_was_changed_or_is_gone_ends_the_night(
    first_night: tuple[Company, Ended], tmp_path: Path
) -> None:
    shutil.copytree(first_night[0].folder, tmp_path / "company", symlinks=True)
    company = Company(tmp_path / "company")
    shutil.rmtree(company.folder / "var" / "warehouse")
    before = company.current()
    (index,) = company.releases.glob("[0-9]*/books/book.json")
    index.write_text(index.read_text("utf-8").replace('"rows": ', '"rows":  '), "utf-8")

    ended = company.run()

    assert ended.code != 0
    (told,) = ended.outcome["errors"].values()
    assert "book.json was changed after it was published" in told
    assert company.current() == before
