"""The days of which sources are asked; landed tables are partitioned by them.

A night asks for its own day, which is all that is new. Asking for an earlier day, or for a range
that begins there, reads what changed from its first day on again: sources can be asked since when,
not until when. A row that is as it was lands and is no new version, so nothing is doubled.
"""

import datetime as dt

from sources.configuration import Settings
from sources.errors import ConfigurationError
from sources.fiscal_calendar import accounting_periods


def first_day(settings: Settings) -> dt.date:
    """Return the earliest day that can be asked for: the first accounting period's."""
    return accounting_periods(settings.company.fiscal_calendar)[0].start_date


def today(settings: Settings) -> dt.date:
    """Return the day it is for the company."""
    return dt.datetime.now(tz=settings.zone).date()


def check_since(option: str, settings: Settings, first: dt.date) -> None:
    """Raise ConfigurationError where an option names a day that can not be asked for."""
    earliest, latest = first_day(settings), today(settings)
    if not earliest <= first <= latest:
        raise ConfigurationError(
            f"{option}: found {first}, expected a day from {earliest} to {latest}"
        )


def asked_since(first: dt.date, now: dt.date) -> dt.date | None:
    """Return the day from which on changes are read again; None where only new ones are asked for.

    Args:
        first: The first day that a run asks for.
        now: The day it is for the company.
    """
    return first if first < now else None
