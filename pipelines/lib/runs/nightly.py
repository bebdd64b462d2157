"""Run the nightly in this process and tell how it ended."""

import datetime as dt
from contextlib import redirect_stdout
from typing import Any

import dagster as dg

from pipelines.lib.company import report_path
from pipelines.lib.ingest.delivery_days import today
from pipelines.lib.runs.ended import tell_end_of
from pipelines.lib.runs.instance import open_instance
from pipelines.lib.runs.json_lines import loggers_of
from pipelines.lib.runs.outcome import JOB, Outcome, outcome_of
from sources.configuration import Settings

RANGE_START, RANGE_END = "dagster/asset_partition_range_start", "dagster/asset_partition_range_end"


def run_nightly(
    definitions: dg.Definitions,
    settings: Settings,
    options: dict[str, Any],
    *,
    since: dt.date | None = None,
) -> Outcome:
    """Run the nightly job to its end.

    Args:
        definitions: The code location.
        settings: The company's configuration.
        options: The fields of the `nightly` resource for this run.
        since: The day from which on changes are read again, besides what is new.

    Returns:
        The outcome; a run that ended well but published nothing has failed. What dbt prints is
        in `nightly.log` of the state folder.
    """
    log = settings.path(settings.storage.state) / "nightly.log"
    now = today(settings).isoformat()
    with open_instance(settings) as instance, log.open("w") as tools, redirect_stdout(tools):
        result = definitions.resolve_job_def(JOB).execute_in_process(
            instance=instance,
            run_config={
                "loggers": {"progress": {}} | loggers_of(settings),
                "resources": {"nightly": {"config": options}},
            },
            partition_key=None if since else now,
            tags={RANGE_START: since.isoformat(), RANGE_END: now} if since else None,
            raise_on_error=False,
        )
        outcome = outcome_of(settings, result.run_id, result.all_events)
        if not report_path(settings, outcome.run_id).exists():
            # A run tells its own end, unless it failed before it had begun.
            tell_end_of(instance, settings, outcome.run_id)
    return outcome
