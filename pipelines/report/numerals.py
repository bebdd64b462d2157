"""Write figures as the company's locale writes them, with the exact value beside them."""

import datetime as dt
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import NumberPattern, format_compact_currency, parse_pattern
from markupsafe import Markup

NONE = Markup('<span class="none">–</span>')
PATTERNS = {
    "money": "#,##0",
    "cents": "#,##0.00",
    "hours": "#,##0",
    "days": "#,##0",
    "count": "#,##0",
    "number": "#,##0.0",
    "index": "0.00",
    "share": "#,##0.0 %",
    "change": "+#,##0.0 %;-#,##0.0 %",
    "days_change": "+#,##0.0;-#,##0.0",
}


class Numerals:
    """How one company writes numbers, money and days."""

    def __init__(self, locale: str, currency: str) -> None:
        self.locale = Locale.parse(locale, sep="-")
        self.currency = currency
        self._patterns: dict[str, NumberPattern] = {
            kind: parse_pattern(pattern) for kind, pattern in PATTERNS.items()
        }

    def show(self, value: Any, kind: str = "text") -> Markup:  # noqa: ANN401 - a cell of any type
        """Return a value as people read it; as programs read it, it stands in the markup."""
        if value is None or value == "":
            return NONE
        if kind in self._patterns or kind == "compact":
            return Markup('<data value="{}">{}</data>').format(_exact(value), self.plain(value, kind))
        if isinstance(value, dt.date):
            return Markup('<time datetime="{}">{}</time>').format(
                value.isoformat(), self.plain(value, kind)
            )
        if kind == "state":
            return Markup('<span class="state {0}">{1}</span>').format(
                str(value), str(value).replace("_", " ")
            )
        if kind == "code":
            return Markup("<code>{}</code>").format(value)
        return Markup.escape(self.plain(value, kind))

    def plain(self, value: Any, kind: str = "text") -> str:  # noqa: ANN401 - a cell of any type
        """Return a value as text."""
        if value is None:
            return "–"
        if kind == "compact":
            return self._compact(value)
        if kind in self._patterns:
            number = self._patterns[kind].apply(Decimal(value), self.locale)
            return number.replace("-", "\N{MINUS SIGN}", 1)
        if isinstance(value, dt.datetime):
            return format_datetime(value, "medium", locale=self.locale)
        if isinstance(value, dt.date):
            return format_date(value, "medium", locale=self.locale)
        if isinstance(value, bool):
            return "yes" if value else "no"
        return str(value).replace("_", " ") if kind == "words" else str(value)

    def _compact(self, value: Decimal) -> str:
        written = format_compact_currency(
            value, self.currency, locale=self.locale, fraction_digits=1
        )
        return written.replace("-", "\N{MINUS SIGN}", 1)

    def for_charts(self) -> dict[str, Any]:
        """Return how axes write numbers."""
        symbols = self.locale.number_symbols["latn"]
        return {
            "decimal": symbols["decimal"],
            "thousands": symbols["group"],
            "grouping": [3],
            "currency": ["", ""],
            "minus": "\N{MINUS SIGN}",
        }


def _exact(value: Any) -> str:  # noqa: ANN401 - a number of any type
    if not isinstance(value, Decimal):
        return str(value)
    whole = format(value, "f")
    return whole.rstrip("0").rstrip(".") if "." in whole else whole
