import os
import shutil
import signal
import time
from dataclasses import dataclass
from decimal import Decimal

import pytest
from nightly import Company, Ended

from pipelines.lib.warehouse import nightly_lock
from sources.settings import load_settings

pytestmark = pytest.mark.warehouse
Rows = list[dict[str, str]]


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


def edited(rows: Rows) -> Rows:
    """Edit one entry, delete one, and add one on a project that nobody described."""
    changed = [{**rows[0], "hours": "7.25", "updated_at": "2026-07-01T08:00:00Z"}, *rows[2:]]
    unknown = {**rows[3], "time_entry_id": "T999999", "project_id": "J99", "invoice_line_id": ""}
    return [*changed, unknown]


def acquire(company: Company) -> None:
    """Add a time system with the ids of the first, a new column and a rate that is no number."""
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


@dataclass(frozen=True)
class Changed:
    """A company after a night of changes, and the same one built from nothing."""

    company: Company
    night: Ended
    rebuilt: Company
    hours_before: Decimal
    exported: Rows


@pytest.fixture(scope="module")
def changed(
    first_night: tuple[Company, Ended], tmp_path_factory: pytest.TempPathFactory
) -> Changed:
    """The sample company the night after it bought one that keeps its time likewise."""
    folder = tmp_path_factory.mktemp("changed")
    shutil.copytree(first_night[0].folder, folder / "company", symlinks=True)
    company = Company(folder / "company")
    ((hours,),) = company.query("select sum(hours) from fct_project_month")
    acquire(company)
    exported = company.rows("time_entries")
    company.edit("time_entries", edited)
    company.edit("invoices", lambda rows: [{**rows[0], "due_date": "2026-12-31"}, *rows[1:]])
    rebuilt = company.from_nothing(folder / "rebuilt")
    night, scratch = company.run(), rebuilt.run()
    assert (night.code, scratch.code) == (0, 0), night.told + scratch.told
    return Changed(company, night, rebuilt, hours, exported)


def test_a_night_of_changes_equals_a_rebuild_from_nothing(changed: Changed) -> None:
    assert changed.company.content() == changed.rebuilt.content()


def test_changes_of_time_are_in_the_marts_and_a_stranger_is_told(changed: Changed) -> None:
    company = changed.company
    ((hours, entries),) = company.query(
        "select sum(hours), count(*) from fct_time_entry where system_name = 'exports'",
        audience="people",
    )

    assert entries == len(company.rows("time_entries"))
    assert hours == sum(Decimal(row["hours"]) for row in company.rows("time_entries"))
    assert company.query(
        "select source_id, finding, hours_at_stake > 0 from ctl_unmatched_identity "
        "where finding = 'inferred' and entity_type = 'project'"
    ) == [("J99", "inferred", True)]


def test_a_second_time_system_with_the_same_ids_adds_its_hours_to_the_same_projects(
    changed: Changed,
) -> None:
    company = changed.company
    assert changed.night.outcome["quarantined_rows"] == {"acquired.cost_rates": 1}
    assert changed.night.outcome["new_columns"] == {"acquired.clients": "colour"}
    ((acquired,),) = company.query(
        "select sum(hours) from fct_time_entry where system_name = 'acquired'", "people"
    )
    assert acquired == changed.hours_before
    entries = company.query(
        "select count(*), count(distinct time_entry_key), count(distinct person_key), "
        "count(distinct project_key) from fct_time_entry",
        "people",
    )
    both = len(company.rows("time_entries")) + len(changed.exported)
    people, projects = len(company.rows("people")), len(company.rows("projects"))
    # One project more: the one that nobody described.
    assert entries == [(both, both, people, projects + 1)]


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


@pytest.mark.slow
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
