"""The orchestrator's history of runs: what of it is old, and how that is forgotten."""

import datetime as dt
from pathlib import Path

import dagster as dg

from pipelines.lib.runs.instance import open_instance
from sources.configuration import Settings

FINISHED = [
    dg.DagsterRunStatus.SUCCESS,
    dg.DagsterRunStatus.FAILURE,
    dg.DagsterRunStatus.CANCELED,
]


def has_history(settings: Settings) -> bool:
    """Tell whether there is a history that can be looked at."""
    return bool(settings.orchestrator.state_url_env) or _events(settings).is_dir()


def _events(settings: Settings) -> Path:
    return settings.path(settings.storage.state) / "dagster" / "history" / "runs"


def runs_since(settings: Settings, since: dt.datetime) -> tuple[list[str], list[str]]:
    """Return the runs that ended and began before an instant, oldest first, and all others."""
    with open_instance(settings) as instance:
        records = instance.get_run_records(ascending=True)
    old = [
        record.dagster_run.run_id
        for record in records
        if record.dagster_run.status in FINISHED and record.create_timestamp < since
    ]
    return old, [each.dagster_run.run_id for each in records if each.dagster_run.run_id not in old]


def events_of(settings: Settings, run_ids: list[str]) -> list[Path]:
    """Return the files that hold the events of runs; PostgreSQL has none."""
    return [path for each in run_ids for path in sorted(_events(settings).glob(f"{each}.db*"))]


def forget(settings: Settings, run_ids: tuple[str, ...]) -> None:
    """Delete runs and their events from the orchestrator's state."""
    with open_instance(settings) as instance:
        for run_id in run_ids:
            instance.delete_run(run_id)
