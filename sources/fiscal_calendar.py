"""The accounting periods of a fiscal calendar: months, or weeks grouped 4-4-5 and its kin."""

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sources.configuration import FiscalCalendar

MONTHS = 12
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
RETAIL_START = 2
WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class AccountingPeriod:
    """One period; both dates belong to it. `code` is the fiscal year and the period's number."""

    code: str
    start_date: dt.date
    end_date: dt.date
    fiscal_year: int
    quarter: int
    number: int


def accounting_periods(settings: FiscalCalendar) -> list[AccountingPeriod]:
    """Return every period from `first_year` to `last_year`, in order.

    A fiscal year is named by the calendar year it ends in, except that a week-based year from
    January or February is named by that year, as retail calendars do (NRF 4-5-4).
    """
    make = _months if settings.kind == "calendar_months" else _weeks
    return [
        period
        for year in range(settings.first_year, settings.last_year + 1)
        for period in make(settings, year)
    ]


def _months(settings: FiscalCalendar, year: int) -> Iterator[AccountingPeriod]:
    first = year * MONTHS + settings.start_month - 1 - (MONTHS if settings.start_month > 1 else 0)
    for position in range(MONTHS):
        start_year, start_month = divmod(first + position, MONTHS)
        last_day = calendar.monthrange(start_year, start_month + 1)[1]
        yield AccountingPeriod(
            code=f"{year}-{position + 1:02d}",
            start_date=dt.date(start_year, start_month + 1, 1),
            end_date=dt.date(start_year, start_month + 1, last_day),
            fiscal_year=year,
            quarter=position // 3 + 1,
            number=position + 1,
        )


def _weeks(settings: FiscalCalendar, year: int) -> Iterator[AccountingPeriod]:
    first = year if settings.start_month <= RETAIL_START else year - 1
    start = _year_end(settings, first) + DAY
    end = _year_end(settings, first + 1)
    pattern = [int(part) for part in settings.kind.split("-")] * 4
    for position, weeks in enumerate(pattern):
        last = position == MONTHS - 1
        stop = end if last else start + weeks * WEEK - DAY
        yield AccountingPeriod(
            code=f"{year}-{position + 1:02d}",
            start_date=start,
            end_date=stop,
            fiscal_year=year,
            quarter=position // 3 + 1,
            number=position + 1,
        )
        start = stop + DAY


def _year_end(settings: FiscalCalendar, year: int) -> dt.date:
    """Return the last day of the week-based year that ends around the start of `year`."""
    month_start = dt.date(year, settings.start_month, 1)
    month_end = month_start - DAY
    weekday = WEEKDAYS.index(settings.year_end_weekday)
    last = month_end - dt.timedelta(days=(month_end.weekday() - weekday) % 7)
    if settings.year_end == "nearest" and month_end - last > dt.timedelta(days=3):
        return last + WEEK
    return last
