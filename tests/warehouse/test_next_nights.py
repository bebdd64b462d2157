import os
import shutil
import signal
import time
from decimal import Decimal
from pathlib import Path

import pytest
from nightly import Company

from pipelines.lib.warehouse import nightly_lock
from sources.settings import load_settings

pytestmark = pytest.mark.warehouse
Rows = list[dict[str, str]]


def edited(rows: Rows) -> Rows:
    """Edit one entry, delete one, and add one on a project that nobody described."""
    changed = [{**rows[0], "hours": "7.25", "updated_at": "2026-07-01T08:00:00Z"}, *rows[2:]]
    unknown = {**rows[3], "time_entry_id": "T999999", "project_id": "J99", "invoice_line_id": ""}
    return [*changed, unknown]


def test_a_night_of_changes_equals_a_rebuild_from_nothing(company: Company, tmp_path: Path) -> None:
    company.edit("time_entries", edited)
    company.edit("invoices", lambda rows: [{**rows[0], "due_date": "2026-12-31"}, *rows[1:]])
    rebuilt = company.from_nothing(tmp_path / "rebuilt")

    night, scratch = company.run(), rebuilt.run()

    assert (night.code, scratch.code) == (0, 0), night.told + scratch.told
    assert company.content() == rebuilt.content()
    ((hours, entries),) = company.query(
        "select sum(hours), count(*) from fct_time_entry", audience="people"
    )
    assert entries == len(company.rows("time_entries"))
    assert hours == sum(Decimal(row["hours"]) for row in company.rows("time_entries"))
    assert company.query(
        "select source_id, finding, hours_at_stake > 0 from ctl_unmatched_identity"
    ) == [("J99", "inferred", True)]


ACQUIRED = """
[[systems]]
name = "acquired"
kind = "canonical"
domains = ["time"]
entity = "HV-DE"
tables = ["clients", "projects", "people", "cost_rates", "time_entries"]

[systems.delivery]
connector = "files"
url = "acquired"
settle_seconds = 0
"""


def test_a_second_time_system_with_the_same_ids_adds_its_hours_to_the_same_projects(
    company: Company,
) -> None:
    ((before,),) = company.query("select sum(hours) from fct_project_month")
    acquired = company.folder / "acquired"
    acquired.mkdir()
    for table in ("clients", "projects", "people", "cost_rates", "time_entries"):
        shutil.copy(company.folder / "exports" / f"{table}.csv", acquired)
    columns, *clients = (acquired / "clients.csv").read_text("utf-8").splitlines()
    coloured = [f"{columns},colour", *(f"{client},blue" for client in clients), ""]
    (acquired / "clients.csv").write_text("\n".join(coloured), "utf-8")
    with (acquired / "cost_rates.csv").open("a", encoding="utf-8") as rates:
        rates.write("P99-1,P99,,,many,EUR\n")
    with (company.folder / "evenkeel.toml").open("a", encoding="utf-8") as settings:
        settings.write(ACQUIRED)

    ended = company.run()

    assert ended.code == 0, ended.told
    assert ended.outcome["quarantined_rows"] == {"acquired.cost_rates": 1}
    assert ended.outcome["new_columns"] == {"acquired.clients": "colour"}
    ((hours,),) = company.query("select sum(hours) from fct_project_month")
    assert hours == 2 * before
    entries = company.query(
        "select count(*), count(distinct time_entry_key), count(distinct person_key), "
        "count(distinct project_key) from fct_time_entry",
        "people",
    )
    exported = len(company.rows("time_entries"))
    people, projects = len(company.rows("people")), len(company.rows("projects"))
    assert entries == [(2 * exported, 2 * exported, people, projects)]


def test_a_journal_that_does_not_balance_stops_the_release(company: Company) -> None:
    before = company.current()
    company.edit("gl_lines", lambda rows: [{**rows[0], "debit_amount": "1.00"}, *rows[1:]])

    ended = company.run()

    assert ended.code == 1
    assert company.current() == before
    assert ended.outcome["release_id"] is None
    refused = [r for r in ended.outcome["refusals"] if r["table"] == "marts.ctl_reconciliation"]
    (every_control,) = [r["expectation"] for r in refused]
    assert every_control["name"] == "every control reconciles"
    subjects = {row["subject"] for row in every_control["failing_rows"]}
    assert "exports:G00001" in subjects


def test_a_missing_file_fails_its_table_alone_and_leaves_the_release(company: Company) -> None:
    before = company.current()
    (company.folder / "exports" / "time_entries.csv").unlink()
    company.edit("clients", lambda rows: [{**rows[0], "region": "North"}, *rows[1:]])

    ended = company.run()

    assert ended.code == 1
    (message,) = ended.outcome["errors"].values()
    assert message.startswith("exports.time_entries: no file time_entries* in ")
    assert company.current() == before
    landed = company.folder / "var" / "landing" / "exports" / "clients"
    assert len(list(landed.glob("0*"))) == 2


def test_two_nightlies_at_once_are_one(company: Company) -> None:
    before = company.current()
    with nightly_lock(load_settings(company.folder / "evenkeel.toml")):
        ended = company.run()

    assert ended.code == 1
    assert "another nightly is running (process" in str(ended.outcome["errors"])
    assert company.current() == before


def test_a_night_killed_while_it_builds_is_run_again_without_hands(company: Company) -> None:
    before, wanted = company.current(), company.content()
    company.edit("people", lambda rows: [{**rows[0], "role": "Principal"}, *rows[1:]])
    # Landing is killed in tests/integration/files, publishing in tests/integration/release.
    process = company.start("run", "--as-of", "2026-07-31")
    for line in process.stderr or ():
        if "marts/dim_customer" in line:
            break
    else:
        pytest.fail("the night ended before it built dim_customer")
    time.sleep(0.2)
    _kill_group(process.pid)
    process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe:
            pipe.close()
    assert company.current() == before
    assert company.content() == wanted

    ended = company.run()

    assert ended.code == 0, ended.told
    now = company.content()
    assert now.pop("dim_person") != wanted.pop("dim_person")
    assert now == wanted
    assert not list(company.folder.glob("var/**/.partial-*"))
    assert not list(company.releases.glob(".candidate-*"))


def _kill_group(group: int) -> None:
    os.killpg(group, signal.SIGKILL)
