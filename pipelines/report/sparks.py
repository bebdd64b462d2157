"""Small charts of one project, drawn as paths: thousands of pages have them.

They have an honest zero, two labels at the side and the first and last period below.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_compact_decimal

from pipelines.report.numerals import Numerals
from pipelines.report.page import Key, Row

WIDTH, HEIGHT, LEFT, TOP = 300, 110, 42, 8
# How far from the zero another label is at least.
APART = 14


@dataclass(frozen=True)
class Mark:
    """One measure: a line, or bars."""

    column: str
    label: str
    colour: str
    is_bar: bool = False


def spark(
    title: str, says: str, rows: Sequence[Row], numerals: Numerals, *marks: Mark
) -> dict[str, Any] | None:
    """Return what the template draws, None where there is nothing to draw."""
    values = [
        float(row[mark.column]) for mark in marks for row in rows if row[mark.column] is not None
    ]
    low, high = min([0.0, *values]), max([0.0, *values])
    if high == low:
        return None
    scale = (HEIGHT - TOP) / (high - low)

    def y(value: float) -> float:
        return round(HEIGHT - (value - low) * scale, 1)

    return {
        "title": title,
        "says": says,
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "ticks": [
            (y(tick), _short(tick, numerals))
            for tick in dict.fromkeys((low, 0.0, high))
            if tick == 0 or abs(y(tick) - y(0)) >= APART
        ],
        "first": rows[0]["accounting_period"],
        "last": rows[-1]["accounting_period"] if len(rows) > 1 else "",
        "legend": [Key(mark.label, mark.colour, is_line=not mark.is_bar) for mark in marks],
        "series": [
            {
                "colour": mark.colour,
                "is_bar": mark.is_bar,
                "path": _path(mark, rows, y),
            }
            for mark in marks
        ],
    }


def _path(mark: Mark, rows: Sequence[Row], y: Any) -> str:  # noqa: ANN401 - a function of a number
    step = (WIDTH - LEFT) / len(rows)
    drawn, pen = list[str](), "M"
    for place, row in enumerate(rows):
        value = row[mark.column]
        if value is None:
            pen = "M"
            continue
        at = float(value)
        if mark.is_bar:
            left = round(LEFT + step * place + step * 0.1, 1)
            drawn.append(f"M{left} {y(0)}V{y(at)}h{round(step * 0.8, 1)}V{y(0)}Z")
        else:
            drawn.append(f"{pen}{round(LEFT + step * (place + 0.5), 1)} {y(at)}")
            pen = "L"
    return "".join(drawn)


def _short(value: float, numerals: Numerals) -> str:
    return format_compact_decimal(round(value), locale=numerals.locale, fraction_digits=0)
