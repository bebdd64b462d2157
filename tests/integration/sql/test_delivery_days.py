"""Days of deliveries are asked for again as partitions, in a run and through the daemon."""

import datetime as dt
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import pytest
from databases import Database, entry

from pipelines.defs.ingest.landing import delivery_days, land_table
from pipelines.defs.resources import Nightly
from pipelines.lib.ingest.delivery_days import check_since, today
from pipelines.lib.runs.instance import dagster_home, open_instance
from pipelines.lib.runs.nightly import RANGE_END, RANGE_START
from sources.errors import ConfigurationError
from sources.landing import Landing
from sources.settings import load_settings
from sources.system import tables_of

pytestmark = pytest.mark.integration

REPO = Path(__file__).parents[3]
KEY = dg.AssetKey(["landing_erp", "time_entries"])
COMPANY = """
[company]
name = "Halden & Voss"
time_zone = "Europe/Berlin"
reporting_currency = "EUR"

[[entities]]
code = "HV-DE"
name = "Halden & Voss GmbH"
functional_currency = "EUR"

[[systems]]
name = "erp"
kind = "canonical"
domains = ["time"]
entity = "HV-DE"
tables = ["time_entries"]

[systems.delivery]
connector = "sql"
url_env = "ERP_URL"
look_back_days = 0
"""
BACKFILL = """
mutation Ask($keys: [AssetKeyInput!]!, $days: [String!]!) {
  launchPartitionBackfill(backfillParams: {assetSelection: $keys, partitionNames: $days}) {
    __typename ... on LaunchBackfillSuccess { backfillId } ... on PythonError { message }
  }
}
"""


@pytest.fixture
def company(tmp_path: Path, postgres: Database, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The configuration of a company whose ERP was read once."""
    postgres.create()
    postgres.insert_entries(
        entry(1, updated_at="2026-02-20 09:00:00"),
        entry(2, updated_at="2026-03-02 09:00:00"),
        entry(3, updated_at="2026-03-20 09:00:00"),
    )
    toml = tmp_path / "evenkeel.toml"
    toml.write_text(COMPANY, "utf-8")
    monkeypatch.setenv("EVENKEEL_CONFIG", str(toml))
    monkeypatch.setenv("DAGSTER_HOME", str(dagster_home(load_settings(toml))))
    monkeypatch.setattr("pipelines.defs.resources.company", lambda: load_settings(toml))
    land(toml, day=today(load_settings(toml)).isoformat())
    return toml


def land(toml: Path, *, day: str | None = None, days: dict[str, str] | None = None) -> None:
    """Land the table in a run that asks for a day, or for a range of days by its tags."""
    settings = load_settings(toml)
    (system,) = settings.systems
    (entries,) = tables_of(system)
    table = land_table(system, entries, delivery_days(settings))
    with open_instance(settings) as instance:
        dg.materialize(
            [table],
            resources={"nightly": Nightly()},
            instance=instance,
            partition_key=day,
            tags=days,
        )


def landed(toml: Path) -> list[tuple[str, int]]:
    settings = load_settings(toml)
    landing = Landing(settings.path(settings.storage.landing))
    return [(each.mode, each.landed.rows) for each in landing.deliveries("erp", "time_entries")]


def days_filled(toml: Path) -> set[str]:
    with open_instance(load_settings(toml)) as instance:
        return instance.get_materialized_partitions(KEY)


def test_a_range_of_days_is_read_again_in_one_run(company: Path) -> None:
    before = days_filled(company)

    land(company, days={RANGE_START: "2026-03-01", RANGE_END: "2026-03-04"})

    # Sources say what changed since a day, not until one.
    assert before == {today(load_settings(company)).isoformat()}
    assert landed(company) == [("full", 3), ("incremental", 2)]
    assert days_filled(company) == before | {
        "2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04",
    }  # fmt: skip


def test_a_run_that_names_no_day_reads_what_is_new(company: Path) -> None:
    land(company)

    # The latest instant is read again, since more may have been written in it.
    assert landed(company) == [("full", 3), ("incremental", 1)]


@contextmanager
def orchestrator() -> Iterator[str]:
    """Run the orchestrator with its daemon on loopback; give the address of its GraphQL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = str(Path(sys.executable).with_name("dagster"))
    command = [program, "dev", "-h", "127.0.0.1", "-p", str(port), "-m", "pipelines.definitions"]
    with subprocess.Popen(
        command, cwd=REPO, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as running:  # fmt: skip
        try:
            yield f"http://127.0.0.1:{port}/graphql"
        finally:
            running.terminate()
            try:
                running.wait(60)
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)


def ask(address: str, query: str, **variables: object) -> dict:
    body = json.dumps({"query": query, "variables": variables}).encode()
    request = urllib.request.Request(address, body, {"content-type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        return json.load(answer)["data"]


def until(condition: object, what: str, seconds: int = 300) -> object:
    """Ask again every second until there is an answer."""
    assert callable(condition)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if found := condition():
                return found
        except OSError:
            pass
        time.sleep(1)
    raise TimeoutError(what)


def runs(company: Path, status: dg.DagsterRunStatus) -> Sequence[dg.DagsterRun]:
    """Return the runs that the orchestrator knows in a state."""
    with open_instance(load_settings(company)) as instance:
        return instance.get_runs(dg.RunsFilter(statuses=[status]))


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_daemon_fills_the_days_that_someone_asks_for_in_one_run(company: Path) -> None:
    days = ["2026-03-10", "2026-03-11", "2026-03-12"]
    with orchestrator() as address:
        until(lambda: ask(address, "{ version }"), "the orchestrator")
        asked = ask(address, BACKFILL, keys=[{"path": KEY.path}], days=days)
        until(lambda: set(days) <= days_filled(company), f"the backfill: {asked}")
        # A run has filled its days before it has ended.
        until(lambda: not runs(company, dg.DagsterRunStatus.STARTED), f"its end: {asked}")

    assert asked["launchPartitionBackfill"]["__typename"] == "LaunchBackfillSuccess"
    assert landed(company) == [("full", 3), ("incremental", 1)]
    assert len(runs(company, dg.DagsterRunStatus.SUCCESS)) == 2


@pytest.mark.parametrize("day", ["2010-01-01", "2099-01-01"])
def test_a_day_that_can_not_be_asked_for_is_told(company: Path, day: str) -> None:
    settings = load_settings(company)

    with pytest.raises(ConfigurationError, match=f"--since: found {day}, expected a day from 2018"):
        check_since("--since", settings, dt.date.fromisoformat(day))
