"""A build that follows on another comes to what one from nothing does, whatever changed."""

import random
from pathlib import Path

import duckdb
import pytest
from billed_time_history import BilledDeliveries
from builders import seeds
from changed_night import edited
from following import copy_warehouse, run_dbt
from nightly import Build, Company
from time_chain import TimeChain
from time_history import Deliveries
from work_chain import WorkChain
from work_history import WorkDeliveries

from sources.configuration import Settings

pytestmark = pytest.mark.warehouse


@pytest.mark.parametrize("seed", seeds(5, 10))
def test_time_entries_are_worth_and_listed_the_same_however_they_were_built(
    time: TimeChain, seed: int
) -> None:
    company = BilledDeliveries(random.Random(seed))  # noqa: S311 - a history that can be made again
    time.begin_anew()
    company.work()
    time.night(company)
    for _ in range(8):
        company.days_pass()
        time.night(company)
    for affected in ("int_time_entries__affected", "int_billable_time__affected"):
        ((entries,),) = time.rows(affected, "count(*)")
        assert entries <= len(company.latest)


@pytest.mark.parametrize("seed", seeds(2, 6))
def test_what_follows_from_time_is_the_same_however_it_was_built(
    work: WorkChain, seed: int
) -> None:
    company = WorkDeliveries(random.Random(seed))  # noqa: S311 - a history that can be made again
    work.begin_anew()
    for _ in range(6):
        company.work()
    work.night(company)
    for _ in range(8):
        company.days_pass()
        work.night(company)


def test_a_night_rebuilds_what_was_delivered_and_nothing_else(time: TimeChain) -> None:
    company = Deliveries(random.Random(1))  # noqa: S311 - a history that can be made again
    time.begin_anew()
    for _ in range(5):
        company.work()
    time.night(company)
    company.nights += 1
    company.edit()
    time.night(company)
    edited = company.versions[-1]["time_entry_id"]
    assert time.rows("int_time_entries__affected", "time_entry_id") == [(edited,)]


def test_a_build_follows_on_a_whole_one_and_none_on_a_part_of_one(
    nothing: Settings, every_kind: Build, tmp_path: Path
) -> None:
    assert every_kind.code == 0
    warehouse = copy_warehouse(nothing, tmp_path)
    asked = "select model_version, is_complete, follows_last_build from built.state"
    with duckdb.connect(str(warehouse)) as connection:
        whole = connection.execute(asked).fetchall()
        kept = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'built'"
        ).fetchall()

    run_dbt(nothing, tmp_path, "run", "--select", "int_time_entries__delivered")

    with duckdb.connect(str(warehouse)) as connection:
        part = connection.execute(asked).fetchall()
    assert whole == [("m", True, False)]
    assert {("loads",), ("int_identities__matched",), ("int_cost_rates__assigned",)} <= set(kept)
    assert part == [("m", False, False)]


@pytest.mark.slow
def test_a_night_that_follows_on_another_is_what_its_deliveries_make(company: Company) -> None:
    company.edit("time_entries", edited)
    company.edit("cost_rates", lambda rows: [{**rows[0], "cost_rate": "99"}, *rows[1:]])
    company.edit("clients", lambda rows: [{**rows[0], "client_name": "Another"}, *rows[1:]])

    night = company.run()

    assert night.code == 0, night.told
    warehouse = company.folder / "var" / "warehouse" / "evenkeel.duckdb"
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert connection.execute(
            "select is_complete, follows_last_build from built.state"
        ).fetchall() == [(True, True)]
        ((affected, entries),) = connection.execute(
            "select (select count(*) from intermediate.int_time_entries__affected), "
            "(select count(*) from intermediate.int_time_entries__valued)"
        ).fetchall()
    assert 0 < affected < entries
    ended = company.ask("replay", "current")
    assert ended.code == 0, ended.told
