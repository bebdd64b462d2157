"""The orchestrator's own state: runs and schedules, in SQLite beside the warehouse."""

import datetime as dt
from pathlib import Path

import dagster as dg

from sources.configuration import Settings
from sources.disk import write_whole
from sources.extract import utc_now

# What it was before runs were ended that take too long.
FORMER = """\
telemetry:
  enabled: false
nux:
  enabled: false
concurrency:
  pools:
    default_limit: 1
  runs:
    max_concurrent_runs: 1
"""
CONFIGURATION = f"""\
{FORMER}run_monitoring:
  enabled: true
  start_timeout_seconds: 600
  max_runtime_seconds: 43200
"""
# A run begins some seconds before it holds the lock.
BEGINNING = dt.timedelta(minutes=5)


def dagster_home(settings: Settings) -> Path:
    """Return the folder of the orchestrator's state, with its configuration written."""
    home = settings.path(settings.storage.state) / "dagster"
    home.mkdir(parents=True, exist_ok=True)
    configuration = home / "dagster.yaml"
    if not configuration.exists() or configuration.read_text("utf-8") == FORMER:
        write_whole(configuration, CONFIGURATION)
    return home


def open_instance(settings: Settings) -> dg.DagsterInstance:
    """Return the orchestrator's instance for this company."""
    return dg.DagsterInstance.from_config(str(dagster_home(settings).resolve()))


def end_dead_runs(instance: dg.DagsterInstance, run_id: str | None = None) -> list[str]:
    """Mark as failed the runs whose process died, and free what they hold.

    Call it while holding the nightly's lock: then every other run that says it is under way is
    dead, and the pool slots it claimed would make every later run wait for ever.

    Args:
        instance: The orchestrator's instance.
        run_id: The run that holds the lock; without one, runs that have just begun are spared.

    Returns:
        The ids of the runs that were ended.
    """
    under_way = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED]
    begun = utc_now() - BEGINNING
    dead = [
        record.dagster_run
        for record in instance.get_run_records(filters=dg.RunsFilter(statuses=under_way))
        if record.dagster_run.run_id != run_id and (run_id or record.update_timestamp < begun)
    ]
    for run in dead:
        instance.report_run_failed(run, "its process died; a later run found it so")
        instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
    return [run.run_id for run in dead]
