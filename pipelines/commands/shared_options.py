"""What commands share: the configuration they work on, and the options that several have."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from pipelines.lib.company import company
from pipelines.lib.dbt import AUDIENCES
from sources.configuration import Settings
from sources.errors import ConfigurationError
from sources.settings import configuration_path

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Audience = Annotated[str, typer.Option(help="portfolio, finance or people.")]


def named_configuration() -> Path:
    """Return the configuration; a person who runs a nightly names a company, or stands in it.

    Raises:
        ConfigurationError: There is none.
    """
    path = configuration_path()
    if path is None:
        raise ConfigurationError(
            "no evenkeel.toml in this folder; name one with --config or EVENKEEL_CONFIG, "
            "or make a demo company: evenkeel demo FOLDER"
        )
    return path


def named_company() -> Settings:
    """Return the company of the configuration that is named.

    Raises:
        ConfigurationError: There is none, or it is not valid.
    """
    named_configuration()
    return company()


def checked_audience(audience: str) -> str:
    """Return the audience.

    Raises:
        ConfigurationError: There is no such audience.
    """
    if audience not in AUDIENCES:
        raise ConfigurationError(f"--audience: found {audience!r}, allowed: {', '.join(AUDIENCES)}")
    return audience


def day_of(option: str, text: str) -> dt.date | None:
    """Return the day an option names; None where it is empty.

    Raises:
        ConfigurationError: It is no day.
    """
    if not text:
        return None
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        raise ConfigurationError(
            f"{option}: found {text!r}, expected a day as YYYY-MM-DD"
        ) from None
