"""The nightly: every asset and every gate in one run, on the company's schedule."""

import logging

import dagster as dg

from pipelines.defs.automation.executors import config_of_jobs, executor_of
from pipelines.lib.company import company
from pipelines.lib.runs.json_lines import NAME, json_logger
from pipelines.lib.runs.outcome import JOB
from pipelines.lib.runs.progress import ProgressHandler
from sources.configuration import Settings


def progress_logger(context: dg.InitLoggerContext) -> logging.Logger:
    """Return the logger that shows a run's progress, one line for every step."""
    del context
    logger = logging.getLogger("evenkeel.progress")
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    logger.handlers = [ProgressHandler()]
    return logger


def on_its_day(settings: Settings, name: str, job: str, cron: str) -> dg.ScheduleDefinition:
    """Return the schedule of a job that asks sources for the day on which it ticks.

    It ticks in the company's time zone, and is off until someone turns it on.
    """

    @dg.schedule(
        name=name,
        job_name=job,
        cron_schedule=cron,
        execution_timezone=settings.company.time_zone,
        default_status=dg.DefaultScheduleStatus.STOPPED,
    )
    def tick(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        return dg.RunRequest(partition_key=f"{context.scheduled_execution_time:%Y-%m-%d}")

    return tick


@dg.definitions
def automation() -> dg.Definitions:
    """Return the nightly job and its schedule."""
    settings = company()
    nightly = dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all(),
        executor_def=executor_of(settings),
        config=config_of_jobs(settings),
        description="Pull, load, build, judge and publish.",
    )
    schedule = on_its_day(settings, "nightly_schedule", JOB, settings.schedule.cron)
    return dg.Definitions(
        jobs=[nightly],
        schedules=[schedule],
        loggers={
            "progress": dg.LoggerDefinition(progress_logger),
            NAME: dg.LoggerDefinition(json_logger),
        },
    )
