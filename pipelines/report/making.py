"""What pages are made from: the tables, how figures are written, and which periods count."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from expectations.results import GateRecord
from pipelines.lib.releases.between import ReleaseDifference
from pipelines.lib.releases.release import Release
from pipelines.report.charts import Charts
from pipelines.report.numerals import Numerals
from pipelines.report.page import Row
from pipelines.report.tables import Tables
from sources.configuration import Settings

YEAR = 12


@dataclass(frozen=True)
class Making:
    """What the pages of one audience are made from. `changes` is None for the first release."""

    tables: Tables
    numerals: Numerals
    charts: Charts
    release: Release
    gate: GateRecord
    changes: ReleaseDifference | None

    @classmethod
    def of(
        cls,
        settings: Settings,
        release: Release,
        tables: Tables,
        gate: GateRecord,
        changes: ReleaseDifference | None = None,
    ) -> "Making":
        """Return it for one audience's tables, in the company's locale."""
        numerals = Numerals.of(settings)
        return cls(tables, numerals, Charts(numerals), release, gate, changes)

    @property
    def as_of_date(self) -> dt.date:
        """The day the figures are stated at."""
        return self.release.as_of_date

    @cached_property
    def months(self) -> list[Row]:
        """Every period of the group, oldest first, the running one too."""
        return self.tables.rows("months", as_of_date=self.as_of_date)

    @cached_property
    def over(self) -> list[Row]:
        """The periods that are over; all of them where none is."""
        return [row for row in self.months if row["is_over"]] or self.months

    @cached_property
    def year(self) -> list[Row]:
        """The last twelve periods that are over."""
        return self.over[-YEAR:]

    @property
    def since(self) -> str:
        """The first of them."""
        return str(self.year[0]["accounting_period"]) if self.year else ""

    @property
    def until(self) -> str:
        """The last of them."""
        return str(self.year[-1]["accounting_period"]) if self.year else ""

    def say(self, value: Any, kind: str) -> str:  # noqa: ANN401 - a cell of any type
        """Return a figure as text within a sentence."""
        return self.numerals.plain(value, kind)


def total(rows: Iterable[Row], column: str) -> Decimal | None:
    """Return a sum, not known where a part of it is not, and of no rows."""
    found = [row[column] for row in rows]
    return None if not found or None in found else sum(found, Decimal(0))


def ratio(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """Return a share; of nothing there is none."""
    return None if part is None or not whole else part / whole


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
