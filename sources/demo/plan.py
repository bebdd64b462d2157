"""What the demo company is asked to be: its size, years and seed, and the day it is seen on."""

import datetime as dt
from dataclasses import dataclass, replace

from sources.demo.faults import Faults
from sources.errors import ConfigurationError

LAST_DAY = dt.date(2026, 6, 30)
NO_FAULTS = Faults()
# The ids of clients, projects and people have five or six digits.
MOST_PEOPLE, MOST_YEARS = 100_000, 10


@dataclass(frozen=True)
class Plan:
    """One company; equal plans make equal bytes.

    Attributes:
        people: How many people ever work for it.
        years: How many years it is watched for, up to `last_day`.
        seed: Another seed makes another company.
        last_day: The day the story ends.
        as_of: The day the company is seen on: nothing that was recorded later is there.
        faults: What is delivered wrongly.

    Raises:
        ConfigurationError: No company can be made of it.
    """

    people: int = 120
    years: int = 3
    seed: int = 7
    last_day: dt.date = LAST_DAY
    as_of: dt.date | None = None
    faults: Faults = NO_FAULTS

    def __post_init__(self) -> None:
        """Refuse what can not be."""
        for name, found, most in (
            ("--people", self.people, MOST_PEOPLE),
            ("--years", self.years, MOST_YEARS),
        ):
            if not 1 <= found <= most:
                raise ConfigurationError(f"{name}: found {found}, expected 1 to {most}")
        if not self.first_day <= self.seen_on <= self.last_day:
            raise ConfigurationError(
                f"--as-of: found {self.seen_on}, expected {self.first_day} to {self.last_day}"
            )

    @property
    def first_day(self) -> dt.date:
        """The first day that anything is recorded for."""
        after = self.last_day + dt.timedelta(days=1)
        is_leap_day = (after.month, after.day) == (2, 29)
        after += dt.timedelta(days=is_leap_day)
        return after.replace(year=after.year - self.years)

    @property
    def seen_on(self) -> dt.date:
        """The day the company is seen on; its last one unless another was named."""
        return self.as_of or self.last_day

    @property
    def days(self) -> int:
        """How many days the story lasts."""
        return (self.last_day - self.first_day).days + 1

    def on(self, day: dt.date) -> "Plan":
        """Return the same company, seen on another day."""
        return replace(self, as_of=day)

    def told(self) -> dict[str, object]:
        """Return what makes this company and no other, for the record."""
        return {
            "people": self.people,
            "years": self.years,
            "seed": self.seed,
            "last_day": self.last_day.isoformat(),
            "fault_rate": self.faults.share,
            "faults": dict(self.faults.shares),
        }
