from decimal import Decimal

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.casting import cast_expression, expected, quote
from sources.contract import Column, Formats


def cast(text: str, column: Column) -> object:
    sql = f"select {cast_expression(column, quote('value'), 'VARCHAR')} from (select ? as value)"
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        row = connection.execute(sql, [text]).fetchone()
    return row[0] if row else None


def column(
    kind: str, *, precision: int = 0, scale: int = 0, formats: Formats | None = None
) -> Column:
    return Column(
        name="value",
        source_name="value",
        type=kind,
        precision=precision,
        scale=scale,
        formats=formats or Formats(),
    )


@given(
    st.decimals(min_value=-(10**6), max_value=10**6, allow_nan=False, places=4),
    st.sampled_from([(".", ","), (",", "."), (".", ""), (",", "")]),
)
def test_a_decimal_is_read_exactly_however_it_is_written(
    number: Decimal, marks: tuple[str, str]
) -> None:
    decimal_mark, grouping_mark = marks
    plain = f"{number:,.4f}" if grouping_mark else f"{number:.4f}"
    written = plain.translate(str.maketrans({",": grouping_mark or ",", ".": decimal_mark}))
    formats = Formats(decimal_mark=decimal_mark, grouping_mark=grouping_mark)

    assert cast(written, column("DECIMAL", precision=18, scale=4, formats=formats)) == number


@given(st.integers(0, 10**6), st.integers(1, 9))
def test_a_digit_too_many_is_refused_and_never_rounded(whole: int, digit: int) -> None:
    assert cast(f"{whole}.00{digit}", column("DECIMAL", precision=18, scale=2)) is None


@pytest.mark.parametrize("text", ["", " ", "1e3", "NaN", "0x10", "1 000", "1,5", "--1", "."])
def test_what_is_no_number_is_none(text: str) -> None:
    assert cast(text, column("DECIMAL", precision=18, scale=2)) is None


@pytest.mark.parametrize("text", ["epoch", "Infinity", "-infinity", "today"])
@pytest.mark.parametrize("kind", ["DATE", "TIMESTAMP"])
def test_a_name_of_a_day_is_no_date(kind: str, text: str) -> None:
    formats = Formats(date="%d.%m.%Y", timestamp="%d.%m.%Y %H:%M")

    assert cast(text, column(kind, formats=formats)) is None


@pytest.mark.parametrize("kind", ["DATE", "TIMESTAMP"])
def test_the_days_that_are_taken_are_told(kind: str) -> None:
    assert expected(column(kind)).endswith(", at least 1900-01-01, at most 2199-12-31")


@pytest.mark.parametrize(
    ("text", "duration", "seconds"),
    [
        ("7:30", "h:mm", 27_000),
        ("-0:15", "h:mm", -900),
        ("7:30:15", "h:mm:ss", 27_015),
        ("PT7H30M", "iso8601", 27_000),
        ("P1DT1S", "iso8601", 86_401),
        ("3600", "seconds", 3_600),
        ("7.50", "hours", 27_000),
        ("P", "iso8601", None),
        ("PT", "iso8601", None),
        ("PT99999999999999999999H", "iso8601", None),
        ("7:75", "h:mm", None),
        ("7:30", "h:mm:ss", None),
        ("8 hrs", "hours", None),
    ],
)
def test_a_duration_is_whole_seconds(text: str, duration: str, seconds: int | None) -> None:
    assert cast(text, column("DURATION", formats=Formats(duration=duration))) == seconds


@pytest.mark.parametrize(
    ("text", "timestamp", "zone", "utc"),
    [
        ("2026-03-29T01:30:00Z", "iso8601", "UTC", "2026-03-29 01:30:00"),
        ("2026-03-29T01:30:00+02:00", "iso8601", "UTC", "2026-03-28 23:30:00"),
        ("2026-03-29T01:30:00.000+0200", "iso8601", "UTC", "2026-03-28 23:30:00"),
        ("2026-03-29 01:30:00+02", "iso8601", "UTC", "2026-03-28 23:30:00"),
        ("2026-10-25 02:30:00", "iso8601", "Europe/Berlin", "2026-10-25 01:30:00"),
        ("2026-01-15 12:00:00", "iso8601", "Europe/Berlin", "2026-01-15 11:00:00"),
        ("2026-07-15 12:00:00", "iso8601", "Europe/Berlin", "2026-07-15 10:00:00"),
        ("/Date(1541176290160+0000)/", "json_date", "UTC", "2018-11-02 16:31:30.160000"),
        ("1541176290160", "epoch_ms", "UTC", "2018-11-02 16:31:30.160000"),
        ("1541176290160", "iso8601_or_epoch_ms", "UTC", "2018-11-02 16:31:30.160000"),
        ("2018-11-02T16:31:30.160Z", "iso8601_or_epoch_ms", "UTC", "2018-11-02 16:31:30.160000"),
        ("31.12.2026 23:59", "%d.%m.%Y %H:%M", "UTC", "2026-12-31 23:59:00"),
    ],
)
def test_an_instant_is_utc_whatever_it_was_written_in(
    text: str, timestamp: str, zone: str, utc: str
) -> None:
    formats = Formats(timestamp=timestamp, time_zone=zone)

    assert str(cast(text, column("TIMESTAMP", formats=formats))) == utc


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-28T23:30:00-05:00", "2026-03-28"),
        ("2026-03-29T04:30:00Z", "2026-03-29"),
        ("2026-03-29T01:30:00.000+0200", "2026-03-29"),
        ("2026-03-29 01:30", "2026-03-29"),
        ("2026-03-29", "2026-03-29"),
        ("2026-02-30T01:30:00Z", None),
        ("2026-03-29T01:30:00 CET", None),
        ("29.03.2026", None),
    ],
)
def test_the_day_of_an_instant_is_the_day_as_written(text: str, day: str | None) -> None:
    found = cast(text, column("DATE", formats=Formats(date="iso8601")))

    assert (None if found is None else str(found)) == day
