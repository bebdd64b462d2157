"""What the demo company is asked to be: its size, its years, its seed."""

import datetime as dt
from dataclasses import dataclass

from sources.errors import ConfigurationError

LAST_DAY = dt.date(2026, 6, 30)
MOST_PEOPLE, MOST_YEARS = 1_000_000, 10


@dataclass(frozen=True)
class Plan:
    """One company; equal plans make equal bytes.

    Raises:
        ConfigurationError: No company can be made of it.
    """

    people: int = 120
    years: int = 3
    seed: int = 7
    last_day: dt.date = LAST_DAY

    def __post_init__(self) -> None:
        """Refuse what can not be."""
        for name, found, most in (
            ("--people", self.people, MOST_PEOPLE),
            ("--years", self.years, MOST_YEARS),
        ):
            if not 1 <= found <= most:
                raise ConfigurationError(f"{name}: found {found}, expected 1 to {most}")

    @property
    def first_day(self) -> dt.date:
        """The first day that anything is recorded for."""
        return self.last_day.replace(year=self.last_day.year - self.years) + dt.timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days the company is watched for."""
        return (self.last_day - self.first_day).days + 1
