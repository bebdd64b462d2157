from decimal import Decimal

import pytest
from builders import canonical
from hypothesis import given
from hypothesis import strategies as st

from sources.connectors.sql_text import as_text

TABLE = canonical().table("time_entries")
HOURS, FLAG = TABLE.column("hours"), TABLE.column("is_billable")
FIFTEEN_DIGITS = 10**15 - 1


@given(
    digits=st.integers(min_value=-FIFTEEN_DIGITS, max_value=FIFTEEN_DIGITS),
    scale=st.integers(min_value=0, max_value=12),
)
def test_any_decimal_of_fifteen_digits_survives_being_kept_as_a_float(
    digits: int, scale: int
) -> None:
    kept = Decimal(digits).scaleb(-scale)

    (text,) = as_text(HOURS, (float(kept),))

    assert text is not None
    assert "e" not in text.lower()
    assert Decimal(text) == kept


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.30000000000000004, "0.3000000000000000444089209850062616169452667236328125"),
        (float("nan"), "NaN"),
        (float("inf"), "Infinity"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0E-4"), "0.0000"),
        (-0.0, "0"),
        (10**30, "1" + "0" * 30),
        (memoryview(b"ab"), "\N{REPLACEMENT CHARACTER}6162"),
        ({"rate": Decimal("1.10")}, '{"rate": "1.10"}'),
    ],
)
def test_a_value_is_written_without_losing_anything(value: object, text: str) -> None:
    assert list(as_text(HOURS, ("1", value, None))) == ["1", text, None]


def test_a_truth_is_written_as_the_formats_say_where_the_contract_has_one() -> None:
    assert list(as_text(FLAG, (True, 0, Decimal(1), 2))) == ["true", "false", "true", "2"]
    assert list(as_text(HOURS, (True, 0, Decimal(1), 2))) == ["true", "0", "1", "2"]
