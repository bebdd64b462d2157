"""The nightly: every asset and every gate in one process, on the company's schedule."""

import logging

import dagster as dg

from pipelines.lib.company import company
from pipelines.lib.progress import ProgressHandler

JOB = "nightly"


@dg.logger(description="One line for every step, for people who watch a terminal.")
def progress(context: dg.InitLoggerContext) -> logging.Logger:
    """Return the logger that shows a run's progress."""
    del context
    logger = logging.Logger("evenkeel.progress", level=logging.DEBUG)
    logger.addHandler(ProgressHandler())
    return logger


@dg.definitions
def automation() -> dg.Definitions:
    """Return the nightly job and its schedule."""
    settings = company()
    nightly = dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all(),
        executor_def=dg.in_process_executor,
        description="Pull, load, build, judge and publish.",
    )
    schedule = dg.ScheduleDefinition(
        name="nightly_schedule",
        job=nightly,
        cron_schedule=settings.schedule.cron,
        execution_timezone=settings.company.time_zone,
        default_status=dg.DefaultScheduleStatus.STOPPED,
    )
    return dg.Definitions(jobs=[nightly], schedules=[schedule], loggers={"progress": progress})
