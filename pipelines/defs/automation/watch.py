"""Watch over runs and deliveries: what died without a word, what is late, what left its band."""

import dagster as dg

from pipelines.lib.company import company
from pipelines.lib.runs.alerting import tell
from pipelines.lib.runs.alerts import standing
from pipelines.lib.runs.ended import tell_end_of
from pipelines.lib.runs.instance import end_dead_runs
from pipelines.lib.warehouse import WarehouseBusyError, nightly_lock
from sources.extract import utc_now

EVERY_SECONDS = 300


@dg.run_failure_sensor(
    name="failed_runs",
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Tells of runs that could not tell of their own end, because their process died.",
)
def failed_runs(context: dg.RunFailureSensorContext) -> None:
    """Tell how a run ended, unless it has told so itself."""
    tell_end_of(context.instance, company(), context.dagster_run.run_id)


@dg.sensor(
    name="dead_runs",
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Ends runs whose process is gone; the queue would wait for them for ever.",
)
def dead_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """End the runs that say they are under way while nobody holds the nightly's lock."""
    try:
        with nightly_lock(company()):
            dead = end_dead_runs(context.instance)
    except WarehouseBusyError:
        return dg.SkipReason("a run is under way")
    return dg.SkipReason(f"{len(dead)} runs were ended")


@dg.sensor(
    name="alerts",
    minimum_interval_seconds=EVERY_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Tells of what is late or out of balance, each once.",
)
def alerts(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Tell the channels what they were not told yet; no run is asked for."""
    del context
    settings = company()
    found = list(standing(settings, utc_now()))
    made = tell(settings, found)
    reached = sum(not each.failed for each in made)
    return dg.SkipReason(f"{len(found)} alerts stand; {reached} messages were sent")


@dg.definitions
def watch() -> dg.Definitions:
    """Return the sensors that tell; they start with the daemon."""
    company()
    return dg.Definitions(sensors=[failed_runs, dead_runs, alerts])
