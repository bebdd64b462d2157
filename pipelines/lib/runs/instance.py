"""The orchestrator's own state, runs and schedules: SQLite beside the warehouse or PostgreSQL."""

import datetime as dt
import json
import re
from pathlib import Path

import dagster as dg
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from sources.configuration import Settings
from sources.connectors.sql_url import check_url, database_failure
from sources.disk import write_whole
from sources.errors import ConfigurationError
from sources.extract import utc_now
from sources.settings import secret

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
EVENTS = """\
event_log_storage:
  module: pipelines.lib.runs.event_log
  class: PooledSqliteEventLogStorage
  config:
    base_dir: {folder}
"""
# Where the storage of events was before the library was laid out by the flow of data.
FORMER_EVENTS = EVENTS.replace("pipelines.lib.runs.event_log", "pipelines.lib.event_log")
# The orchestrator reads the variable itself: the URL is in no file.
POSTGRES = """\
storage:
  postgres:
    postgres_url:
      env: {variable}
"""
# The orchestrator speaks to no other driver, and SQLAlchemy takes another one if none is named.
DRIVER = "postgresql+psycopg2://"
PATIENCE_SECONDS = 10
# A run begins some seconds before it holds the lock.
BEGINNING = dt.timedelta(minutes=5)


def dagster_home(settings: Settings) -> Path:
    """Return the folder of the orchestrator's state, with its configuration written.

    A configuration that someone wrote themselves stays as it is.

    Raises:
        ConfigurationError: It keeps the state elsewhere than the company's configuration says.
    """
    home = settings.path(settings.storage.state) / "dagster"
    home.mkdir(parents=True, exist_ok=True)
    configuration = home / "dagster.yaml"
    variable = settings.orchestrator.state_url_env
    events = EVENTS.format(folder=json.dumps(str(home.resolve() / "history" / "runs")))
    wanted = CONFIGURATION + (POSTGRES.format(variable=variable) if variable else events)
    found = configuration.read_text("utf-8") if configuration.exists() else FORMER
    if _is_ours(found):
        if found != wanted:
            write_whole(configuration, wanted)
    elif variable and f"env: {variable}" not in found:
        raise ConfigurationError(
            f"{configuration} was written by hand and does not name {variable}, which "
            f"[orchestrator] state_url_env does; put this there, or delete the file:\n"
            f"{POSTGRES.format(variable=variable)}"
        )
    return home


def _is_ours(text: str) -> bool:
    for part in (POSTGRES, EVENTS, FORMER_EVENTS):
        text = re.sub(part.format(variable=r"\w+", folder=r'".*"'), "", text)
    return text in (FORMER, CONFIGURATION)


def open_instance(settings: Settings) -> dg.DagsterInstance:
    """Return the orchestrator's instance for this company.

    Raises:
        ConfigurationError: The variable of its state is not set, or holds no URL of PostgreSQL.
        ReadError: PostgreSQL does not answer, or refuses; no password is told.
    """
    home = str(dagster_home(settings).resolve())
    variable = settings.orchestrator.state_url_env
    if not variable:
        return dg.DagsterInstance.from_config(home)
    _check_postgres(secret(variable), variable)
    return dg.DagsterInstance.from_config(home)


def _check_postgres(url: str, variable: str) -> None:
    """Connect once, so that what is wrong is told in a line; the orchestrator tries many times."""
    check_url(url, variable)
    if not url.startswith(DRIVER):
        raise ConfigurationError(
            f"environment variable {variable} holds the URL of something else; expected {DRIVER}..."
        )
    engine = create_engine(url, connect_args={"connect_timeout": PATIENCE_SECONDS})
    try:
        engine.connect().close()
    except DBAPIError as error:
        raise database_failure(str(error.orig), url=url, where=variable) from None
    finally:
        engine.dispose()


def end_dead_runs(instance: dg.DagsterInstance, run_id: str | None = None) -> list[str]:
    """Mark as failed the runs whose process died, and free what ended runs hold.

    Call it while holding the nightly's lock: then every other run that says it is under way is
    dead. The pool slots of runs that ended, however they did, would make every later run wait.

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
    for holder in _slot_holders(instance) - {run_id or ""}:
        run = instance.get_run_by_id(holder)
        if run is None or run.is_finished:
            instance.event_log_storage.free_concurrency_slots_for_run(holder)
    return [run.run_id for run in dead]


def _slot_holders(instance: dg.DagsterInstance) -> set[str]:
    """Return the runs that hold a slot of a pool, or wait for one."""
    storage = instance.event_log_storage
    pools = [storage.get_concurrency_info(key) for key in storage.get_concurrency_keys()]
    return {each.run_id for pool in pools for each in (*pool.claimed_slots, *pool.pending_steps)}
