from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.connectors.records import parse_json, value_at

LINE = {
    "id": "7",
    "user": {"id": "501"},
    "Tracking": [{"Name": "Region", "Option": "North"}, {"Name": "PROJECT", "Option": "BL-1"}],
}


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("1E-05", "0.00001"),
        ("1.5e3", "1500"),
        ("-1.20E1", "-12.0"),
        ("0e5", "0"),
        ("2.5E+02", "250"),
        ("12345678901234567.891e-3", "12345678901234.567891"),
    ],
)
def test_an_exponent_is_written_out_digit_for_digit(written: str, plain: str) -> None:
    assert parse_json(written, where="here") == plain


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, places=6),
    st.integers(-20, 20),
)
def test_a_number_with_an_exponent_keeps_its_value(mantissa: Decimal, exponent: int) -> None:
    written = f"{mantissa:f}e{exponent}"

    plain = str(parse_json(written, where="here"))

    assert Decimal(plain) == Decimal(written)
    assert "e" not in plain


@pytest.mark.parametrize("written", ["7.10", "0.1", "1" * 40, "-0.0"])
def test_a_number_without_an_exponent_is_not_touched(written: str) -> None:
    assert parse_json(written, where="here") == written


def test_a_text_that_looks_like_a_number_with_an_exponent_stays_a_text() -> None:
    assert parse_json('["1E-05", "1.5e3"]', where="here") == ["1E-05", "1.5e3"]


@pytest.mark.parametrize("written", ["1e999999999", "1E-100", "1e99999999999999999999"])
def test_an_exponent_that_no_column_holds_is_not_written_out(written: str) -> None:
    assert parse_json(written, where="here") == written


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("id", "7"),
        ("user.id", "501"),
        ("user.name", None),
        ("id.name", None),
        ("Tracking[Name=Project].Option", "BL-1"),
        ("Tracking[Name=Region].Option", "North"),
        ("Tracking[Name=Product].Option", None),
        ("user[Name=Project].Option", None),
        ("Absent[Name=Project].Option", None),
    ],
)
def test_a_path_leads_to_a_value_or_to_nothing(path: str, value: str | None) -> None:
    assert value_at(LINE, path) == value
