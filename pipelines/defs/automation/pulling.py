"""Pull and load one system by itself: on a schedule of its own; and a night when files arrive."""

import dagster as dg

from pipelines.defs.automation.executors import config_of_jobs, executor_of
from pipelines.defs.automation.nightly import on_its_day
from pipelines.defs.ingest.landing import landing_key
from pipelines.defs.ingest.raw import raw_key
from pipelines.lib.company import company
from pipelines.lib.ingest.delivery_days import today
from pipelines.lib.runs.outcome import JOB
from sources.arrivals import arrived
from sources.configuration import Files, Settings, SystemSettings
from sources.errors import SourceError
from sources.system import tables_of

EVERY_SECONDS = 60


def pulled_alone(settings: Settings, system: SystemSettings) -> dg.Definitions:
    """Return the job that pulls and loads one system, and its schedule where it has one."""
    keys = [
        key
        for table in tables_of(system)
        for key in (landing_key(system, table), raw_key(system.kind, table.name))
    ]
    job = dg.define_asset_job(
        f"pull_{system.name}",
        selection=dg.AssetSelection.assets(*keys).without_checks(),
        executor_def=executor_of(settings),
        config=config_of_jobs(settings),
        description=f"Pull {system.name} and load what landed; nothing is built of it.",
    )
    if system.pull.cron is None:
        return dg.Definitions(jobs=[job])
    schedule = on_its_day(settings, f"pull_{system.name}_schedule", job.name, system.pull.cron)
    return dg.Definitions(jobs=[job], schedules=[schedule])


def arrival_sensor(settings: Settings, system: SystemSettings) -> dg.SensorDefinition:
    """Return the sensor that starts a night once a system's new files are all there.

    The cursor is how many deliveries were seen and the state of the last one, so that a delivery
    starts one night, also where files return to what they were before.
    """

    @dg.sensor(
        name=f"deliveries_of_{system.name}",
        job_name=JOB,
        minimum_interval_seconds=EVERY_SECONDS,
        default_status=dg.DefaultSensorStatus.STOPPED,
        description=f"Starts a night when {system.name} has delivered files.",
    )
    def deliveries(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        try:
            state = arrived(system)
        except SourceError as error:
            return dg.SkipReason(f"{system.name} can not be looked at: {error}")
        if state is None:
            return dg.SkipReason("a file may still be being written")
        count, _, seen = (context.cursor or "0:").partition(":")
        if state == seen:
            return dg.SkipReason("nothing new")
        cursor = f"{int(count) + 1}:{state}"
        run = dg.RunRequest(
            run_key=cursor,
            partition_key=today(settings).isoformat(),
            tags={"evenkeel/delivered_by": system.name},
        )
        return dg.SensorResult(run_requests=[run], cursor=cursor)

    return deliveries


@dg.definitions
def pulling() -> dg.Definitions:
    """Return a job for every system, a schedule where it has one, a sensor where it has files."""
    settings = company()
    sensors = [
        arrival_sensor(settings, system)
        for system in settings.systems
        if isinstance(system.delivery, Files)
    ]
    return dg.Definitions.merge(
        *(pulled_alone(settings, system) for system in settings.systems),
        dg.Definitions(sensors=sensors),
    )
