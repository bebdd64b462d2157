"""Write the report of a run as one HTML page that loads nothing from anywhere."""

import datetime as dt
import os
from pathlib import Path

import jinja2

from pipelines.lib.company import report_path
from pipelines.lib.runs.told import RunTold
from sources.configuration import Settings
from sources.disk import write_whole

TEMPLATES = Path(__file__).parents[1] / "templates"
MINUTE, HOUR = 60, 3600


def write_report(settings: Settings, told: RunTold) -> Path:
    """Write the page, whole or not at all; return where it is."""
    path = report_path(settings, told.outcome.run_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, page(settings, told))
    return path


def page(settings: Settings, told: RunTold) -> str:
    """Return the page; all that it tells is escaped."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["lasting"] = lasting

    def local(instant: dt.datetime) -> str:
        return instant.astimezone(settings.zone).strftime("%Y-%m-%d %H:%M:%S")

    def linked(to: Path) -> str:
        return os.path.relpath(to, report_path(settings, told.outcome.run_id).parent)

    environment.filters["local"] = local
    environment.filters["linked"] = linked
    return environment.get_template("run.html").render(run=told, zone=settings.company.time_zone)


def lasting(seconds: float | None) -> str:
    """Return a length of time as people say it."""
    if seconds is None:
        return ""
    if seconds < MINUTE:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < HOUR:
        return f"{whole // MINUTE} min {whole % MINUTE} s"
    return f"{whole // HOUR} h {whole % HOUR // MINUTE} min"
