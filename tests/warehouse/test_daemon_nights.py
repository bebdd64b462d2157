"""Nights that the orchestrator's own daemon starts, in processes of their own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import pytest
from changed_night import acquire
from nightly import Company
from receivers import webhook

from pipelines.lib.company import report_path
from pipelines.lib.runs.instance import open_instance
from sources.settings import load_settings

pytestmark = [pytest.mark.warehouse, pytest.mark.slow, pytest.mark.timeout(2400)]
ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 900
TICKS_AFTERWARDS_SECONDS = 45


def tool(name: str, environment: dict[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    command = [str(Path(sys.executable).with_name(name)), *arguments, "-w", "workspace.yaml"]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@contextmanager
def daemon(company: Company, **secrets: str) -> Iterator[None]:
    """Turn the sensor of deliveries on, and run the daemon."""
    home = company.ask("home").told.strip()
    named = {"EVENKEEL_CONFIG": str(company.folder / "evenkeel.toml"), "DAGSTER_HOME": home}
    environment = {**os.environ, **named, **secrets}
    assert tool("dagster", environment, "sensor", "start", "deliveries_of_exports").wait() == 0
    process = tool("dagster-daemon", environment, "run")
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)


def runs_of(company: Company) -> list[dg.DagsterRun]:
    with open_instance(load_settings(company.folder / "evenkeel.toml")) as instance:
        return list(
            instance.get_runs(
                filters=dg.RunsFilter(tags={"dagster/sensor_name": "deliveries_of_exports"})
            )
        )


def wait_for(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < ends, "the daemon did not do it in time"
        time.sleep(2)


def test_a_delivery_starts_one_night_whose_failure_is_told_once(company: Company) -> None:
    before = company.current()
    with (company.folder / "evenkeel.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[alerts]\nchannels_env = ["OPS"]\n')
    (company.folder / "exports" / "people.csv").write_text("nothing\n", "utf-8")

    with webhook() as hook, daemon(company, OPS=f"json://127.0.0.1:{hook.port}"):
        wait_for(lambda: any(run.is_finished for run in runs_of(company)))
        time.sleep(TICKS_AFTERWARDS_SECONDS)

    (run,) = runs_of(company)
    assert run.status == dg.DagsterRunStatus.FAILURE
    assert company.current() == before
    (told,) = [each for each in hook.messages if "the night failed" in each]
    assert "exports.people: column" in told


def steps_of(company: Company, run: dg.DagsterRun) -> list[tuple[str, float, float]]:
    """Return the steps of a run that landed tables: their system, and when they began and ended."""
    with open_instance(load_settings(company.folder / "evenkeel.toml")) as instance:
        steps = instance.get_run_step_stats(run.run_id)
    return [
        (step.step_key.partition("__")[0], step.start_time or 0, step.end_time or 0)
        for step in steps
        if step.step_key.startswith("landing_")
    ]


def test_systems_are_asked_side_by_side_and_each_for_one_table_after_the_other(
    company: Company,
) -> None:
    before = company.current()
    acquire(company)
    with (company.folder / "evenkeel.toml").open("a", encoding="utf-8") as settings:
        settings.write(
            '\n[orchestrator]\nexecutor = "multiprocess"\n'
            "[orchestrator.executor_config]\nmax_concurrent = 2\n"
            "[orchestrator.executor_config.start_method.forkserver]\n"
            'preload_modules = ["pipelines.definitions", "dagster_dbt"]\n'
        )

    with daemon(company):
        wait_for(lambda: any(run.is_finished for run in runs_of(company)))

    (run,) = runs_of(company)
    steps = steps_of(company, run)
    overlapping = {
        (one[0], other[0])
        for one in steps
        for other in steps
        if one is not other and one[1] < other[2] and other[1] < one[2]
    }
    assert run.status == dg.DagsterRunStatus.SUCCESS
    assert company.current() != before
    assert {system for system, *_ in steps} == {"landing_exports", "landing_acquired"}
    assert {frozenset(pair) for pair in overlapping} == {
        frozenset({"landing_exports", "landing_acquired"})
    }
    assert report_path(load_settings(company.folder / "evenkeel.toml"), run.run_id).exists()
