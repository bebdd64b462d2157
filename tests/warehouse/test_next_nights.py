import os
import shutil
import signal
import time
from decimal import Decimal
from pathlib import Path

import pytest
from changed_night import Changed
from nightly import Company
from receivers import webhook

from pipelines.lib.warehouse import nightly_lock
from sources.settings import load_settings

pytestmark = pytest.mark.warehouse


@pytest.mark.slow
def test_a_night_of_changes_equals_a_rebuild_from_nothing(changed: Changed) -> None:
    rebuilt = changed.unread.run()

    assert rebuilt.code == 0, rebuilt.told
    assert changed.company.content() == changed.unread.content()


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


@pytest.mark.slow
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


def test_two_nightlies_at_once_are_one_and_the_second_is_told(company: Company) -> None:
    before, toml = company.current(), company.folder / "evenkeel.toml"
    with toml.open("a", encoding="utf-8") as settings:
        settings.write('\n[alerts]\nchannels_env = ["OPS"]\n')
    with webhook() as hook, nightly_lock(load_settings(toml)):
        watched = Company(company.folder, {"OPS": f"json://127.0.0.1:{hook.port}"})
        ended = watched.run()

    assert ended.code == 1
    assert "another nightly is running (process" in str(ended.outcome["errors"])
    assert company.current() == before
    (told,) = [each for each in hook.messages if "the night failed" in each]
    assert "another nightly is running (process" in told
    assert f"told     OPS #1 ({load_settings(toml).company.name}: the night failed)" in ended.told
    assert (company.folder / "var/state/runs" / ended.outcome["run_id"] / "report.html").exists()


@pytest.mark.slow
def test_a_night_killed_while_it_builds_is_run_again_without_hands(
    company: Company, tmp_path: Path
) -> None:
    before, wanted = company.current(), company.content()
    company.edit("people", lambda rows: [{**rows[0], "person_name": "Ada Weiss"}, *rows[1:]])
    spared = Company(tmp_path / "spared")
    shutil.copytree(company.folder, spared.folder, symlinks=True)
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
    assert spared.run().code == 0
    assert company.content() == spared.content()
    assert company.content() != wanted
    assert not list(company.folder.glob("var/**/.partial-*"))
    assert not list(company.releases.glob(".candidate-*"))


def _kill_group(group: int) -> None:
    os.killpg(group, signal.SIGKILL)
