"""Write figures as the company's locale writes them, with the exact value beside them."""

import datetime as dt
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import NumberPattern, format_compact_currency, parse_pattern
from markupsafe import Markup, escape

from sources.configuration import Settings

NOT_KNOWN, MINUS = "\N{EN DASH}", "\N{MINUS SIGN}"
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
NUMBERS = {"compact", *PATTERNS}


class Numerals:
    """How one company writes numbers, money and days."""

    def __init__(self, locale: str, currency: str) -> None:
        self.locale = Locale.parse(locale, sep="-")
        self.currency = currency
        self._patterns: dict[str, NumberPattern] = {
            kind: parse_pattern(pattern) for kind, pattern in PATTERNS.items()
        }

    @classmethod
    def of(cls, settings: Settings) -> "Numerals":
        """Return them as the company is configured."""
        return cls(settings.company.locale, settings.company.reporting_currency)

    def show(self, value: Any, kind: str = "text") -> Markup:  # noqa: ANN401 - a cell of any type
        """Return a value as people read it; as programs read it, it stands in the markup."""
        if value is None or value == "":
            return Markup('<span class="none">{}</span>').format(NOT_KNOWN)
        shown, exact = self.plain(value, kind), _exact(value)
        if isinstance(value, dt.date):
            return Markup('<time datetime="{}">{}</time>').format(exact, shown)
        if kind in NUMBERS:
            return Markup('<data value="{}">{}</data>').format(exact, shown)
        return _marked(shown, exact, kind)

    def plain(self, value: Any, kind: str = "text") -> str:  # noqa: ANN401 - a cell of any type
        """Return a value as text."""
        if value is None:
            return NOT_KNOWN
        if isinstance(value, dt.date):
            return format_date(value, "medium", locale=self.locale)
        return self._number(value, kind) if kind in NUMBERS else _said(value, kind)

    def _number(self, value: Decimal, kind: str) -> str:
        if kind == "compact":
            return self._compact(value)
        number = self._patterns[kind].apply(Decimal(value), self.locale)
        return number.replace("-", MINUS, 1).replace(" %", "\N{NO-BREAK SPACE}%")

    def _compact(self, value: Decimal) -> str:
        written = format_compact_currency(
            value, self.currency, locale=self.locale, fraction_digits=1
        )
        return written.replace("-", MINUS, 1)

    def for_charts(self) -> dict[str, Any]:
        """Return how axes write numbers."""
        symbols = self.locale.number_symbols["latn"]
        return {
            "decimal": symbols["decimal"],
            "thousands": symbols["group"],
            "grouping": [3],
            "currency": ["", ""],
            "minus": MINUS,
        }


def _exact(value: Any) -> str:  # noqa: ANN401 - a cell of any type
    if isinstance(value, dt.date):
        return value.isoformat()
    if not isinstance(value, Decimal):
        return str(value)
    whole = format(value, "f")
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


def _said(value: Any, kind: str) -> str:  # noqa: ANN401 - a cell of any type
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).replace("_", " ") if kind in ("words", "state") else str(value)


def _marked(shown: str, exact: str, kind: str) -> Markup:
    if kind == "state":
        return Markup('<span class="state {}">{}</span>').format(exact, shown)
    return Markup("<code>{}</code>").format(shown) if kind == "code" else escape(shown)
