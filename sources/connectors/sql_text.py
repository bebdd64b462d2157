"""Values of database drivers as text that loses nothing: what `casting.py` then reads."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal

from sources.contract import Column

FLOAT_DIGITS = 15
TEXT = {str, type(None)}
SECOND, MIDNIGHT = dt.timedelta(seconds=1), dt.time()
NOT_TEXT = "\N{REPLACEMENT CHARACTER}"


def as_text(column: Column, values: Sequence[object]) -> Iterable[str | None]:
    """Return a column's values as text, null as None."""
    if TEXT.issuperset(map(type, values)):
        return values  # pyright: ignore[reportReturnType]
    return [None if value is None else _text(column, value) for value in values]


def _text(column: Column, value: object) -> str:
    match value:
        case bool() | int() | float() | Decimal():
            text = _number_text(column, value)
        case dt.datetime() | dt.timedelta():
            text = _time_text(column, value)
        case bytes() | bytearray() | memoryview():
            # Nobody said what characters they are: the mark makes the row break its contract.
            text = NOT_TEXT + bytes(value).hex()
        case dict() | list():
            text = json.dumps(value, default=str, ensure_ascii=False)
        case _:
            text = str(value)
    return text


def _number_text(column: Column, value: float | Decimal) -> str:
    if column.type == "BOOLEAN" and value in {0, 1}:
        # Databases without a boolean type keep these two numbers.
        return column.formats.true_value if value else column.formats.false_value
    match value:
        case bool():
            text = str(value).lower()
        case Decimal():
            text = f"{value:f}"
        case float():
            text = _decimal_text(value)
        case _:
            text = str(value)
    return text


def _decimal_text(value: float) -> str:
    """Return the decimal that a float was made from, or its exact value where none is known.

    Any decimal of 15 digits survives being kept as a float; a longer one has lost digits, and its
    exact value has more of them than a contract's scale allows.
    """
    told = f"{value:.{FLOAT_DIGITS}g}"
    exact = Decimal(told) if float(told) == value else Decimal(value)
    whole = exact == exact.to_integral_value() if exact.is_finite() else False
    return str(int(exact)) if whole else f"{exact:f}"


def _time_text(column: Column, value: dt.datetime | dt.timedelta) -> str:
    if isinstance(value, dt.timedelta):
        seconds, rest = divmod(value, SECOND)
        return f"PT{seconds}S" if not rest else str(value)
    if column.type == "DATE" and value.time() == MIDNIGHT:
        return value.date().isoformat()
    return value.isoformat(sep=" ")
