import datetime as dt
import itertools

from hypothesis import given
from hypothesis import strategies as st

from sources.configuration import FiscalCalendar
from sources.fiscal_calendar import WEEKDAYS, accounting_periods


def test_the_retail_year_2023_has_its_53rd_week() -> None:
    nrf = FiscalCalendar(
        kind="4-5-4", start_month=2, year_end="nearest", first_year=2023, last_year=2024
    )

    periods = accounting_periods(nrf)

    assert (periods[0].start_date, periods[11].end_date) == (
        dt.date(2023, 1, 29),
        dt.date(2024, 2, 3),
    )
    assert periods[12].start_date == dt.date(2024, 2, 4)
    assert (periods[11].end_date - periods[11].start_date).days + 1 == 5 * 7


def test_a_year_from_april_is_named_by_the_year_it_ends_in() -> None:
    periods = accounting_periods(FiscalCalendar(start_month=4, first_year=2026, last_year=2026))

    assert (periods[0].code, periods[0].start_date) == ("2026-01", dt.date(2025, 4, 1))
    assert (periods[11].code, periods[11].end_date) == ("2026-12", dt.date(2026, 3, 31))


def test_a_week_based_year_from_october_is_named_by_the_year_it_ends_in() -> None:
    periods = accounting_periods(
        FiscalCalendar(kind="4-4-5", start_month=10, first_year=2024, last_year=2024)
    )

    # Apple's fiscal 2024 ran from 1 October 2023 to 28 September 2024.
    assert (periods[0].start_date, periods[11].end_date) == (
        dt.date(2023, 10, 1),
        dt.date(2024, 9, 28),
    )


@given(
    st.sampled_from(["calendar_months", "4-4-5", "4-5-4", "5-4-4"]),
    st.integers(1, 12),
    st.sampled_from(WEEKDAYS),
    st.sampled_from(["last", "nearest"]),
)
def test_periods_tile_time_without_gap_or_overlap(
    kind: str, month: int, weekday: str, year_end: str
) -> None:
    calendar = FiscalCalendar.model_validate(
        {
            "kind": kind,
            "start_month": month,
            "year_end_weekday": weekday,
            "year_end": year_end,
            "first_year": 2015,
            "last_year": 2030,
        }
    )

    periods = accounting_periods(calendar)

    assert len(periods) == 16 * 12
    for earlier, later in itertools.pairwise(periods):
        assert later.start_date - earlier.end_date == dt.timedelta(days=1)
        assert earlier.start_date < earlier.end_date
    if kind != "calendar_months":
        for first, last in zip(periods[::12], periods[11::12], strict=True):
            assert (last.end_date - first.start_date).days + 1 in {52 * 7, 53 * 7}
