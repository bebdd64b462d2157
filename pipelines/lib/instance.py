"""The orchestrator's own state: runs and schedules, in SQLite beside the warehouse."""

from pathlib import Path

import dagster as dg

from sources.configuration import Settings

CONFIGURATION = """\
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


def dagster_home(settings: Settings) -> Path:
    """Return the folder of the orchestrator's state, with its configuration written."""
    home = settings.path(settings.storage.state) / "dagster"
    home.mkdir(parents=True, exist_ok=True)
    configuration = home / "dagster.yaml"
    if not configuration.exists():
        configuration.write_text(CONFIGURATION, "utf-8")
    return home


def open_instance(settings: Settings) -> dg.DagsterInstance:
    """Return the orchestrator's instance for this company."""
    return dg.DagsterInstance.from_config(str(dagster_home(settings).resolve()))
