"""What is done when a run has ended, however it was started: it is reported and told, once."""

import logging

import dagster as dg

from pipelines.lib.company import report_path
from pipelines.lib.runs.alerting import tell
from pipelines.lib.runs.alerts import of_outcome, standing
from pipelines.lib.runs.outcome import outcome_of
from pipelines.lib.runs.report import write_report
from pipelines.lib.runs.told import told_of
from sources.configuration import Settings
from sources.extract import utc_now

log = logging.getLogger("evenkeel.alerts")


def tell_end_of(instance: dg.DagsterInstance, settings: Settings, run_id: str) -> None:
    """Tell how a run ended, from what it left in the orchestrator's log. Nothing is raised."""
    run = instance.get_run_by_id(run_id)
    if run is None:
        return
    try:
        entries = instance.all_logs(run_id)
        events = [entry.dagster_event for entry in entries if entry.dagster_event]
        outcome = outcome_of(settings, run_id, events, job=run.job_name)
        is_first = not report_path(settings, run_id).exists()
        if is_first:
            write_report(settings, told_of(settings, outcome, entries))
        tell(settings, of_outcome(settings, outcome))
        tell(settings, standing(settings, utc_now()))
        if is_first and settings.lineage.openlineage:
            from pipelines.lib.runs.lineage import send_lineage  # noqa: PLC0415 - only where asked for

            send_lineage(settings, run, list(entries), succeeded=outcome.succeeded)
    except Exception:
        # Whatever is wrong with telling it, the night ended as it did.
        log.exception("the end of run %s could not be told", run_id)
