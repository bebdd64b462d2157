"""What clients owe is made of.

What the words mean is in `words.py`.
"""

from pipelines.lib.provenance.composition.exact import exactly, posted, posted_share
from pipelines.lib.provenance.composition.words import (
    BOOKS,
    CURRENCY,
    Beside,
    Measure,
    Measures,
    Parts,
    Rule,
    of_the_row,
)

AGING, MOVEMENTS = "fct_ar_aging", "fct_receivable_movement"
OPEN = "open_transaction_amount"
DOCUMENT = ("system_name", "invoice_id")


def _invoiced(name: str, column: str) -> Beside:
    """Return what an invoice says of itself, beside what is open of it."""
    where = "other.movement_type = 'invoiced'"
    return Beside(name, f"other.{column}", MOVEMENTS, DOCUMENT, where)


def _of_what_is_open(measure: str, *rules: Rule, beside: tuple[Beside, ...] = ()) -> Measure:
    return Measure((Parts(AGING, measure, ("ar_aging_key",)),), rules=rules, beside=beside)


def _at_closing_rate(books: str) -> Measure:
    own = f"figure.{CURRENCY} = figure.{books}_currency_code"
    rate = f"figure.{books}_closing_fx_rate"
    return _of_what_is_open(
        OPEN,
        Rule(posted(f"figure.{OPEN}"), "what is open, which is in that currency", own),
        Rule(
            posted(exactly(f"figure.{OPEN}", rate)),
            "what is open at the period's closing rate",
            f"{rate} is not null",
        ),
    )


def _in_books(books: str) -> Measure:
    """Return what is open as the books have it, at the rate of the day of issue."""
    own = f"figure.{CURRENCY} = figure.{books}_currency_code"
    rate = f"figure.{books}_fx_rate"
    stated = posted_share(
        f"figure.{OPEN}", "abs(figure.stated_functional)", "abs(figure.stated_open)"
    )
    return _of_what_is_open(
        OPEN,
        Rule(posted(f"figure.{OPEN}"), "what is open, which is in that currency", own),
        Rule(
            stated,
            "what is open at the rate that the invoice's system has it at",
            f"figure.{books}_fx_rate_type = 'stated'",
        ),
        Rule(
            posted(exactly(f"figure.{OPEN}", rate)),
            "what is open at the rate of the day of issue",
            f"{rate} is not null",
        ),
        beside=(
            _invoiced("stated_open", "stated_open_transaction_amount"),
            _invoiced("stated_functional", "stated_open_functional_amount"),
        ),
    )


def _disputed(books: str) -> Measure:
    shared = posted_share(
        f"figure.open_{books}_amount",
        "abs(figure.disputed_transaction_amount)",
        f"abs(figure.{OPEN})",
    )
    rule = Rule(
        shared,
        "what is open, by the share of it that is disputed",
        "figure.disputed_transaction_amount is not null",
    )
    return _of_what_is_open("disputed_transaction_amount", rule)


def _aging() -> Measures:
    until = "part.movement_date <= figure.as_of_date"
    movements = Parts(MOVEMENTS, "movement_transaction_amount", DOCUMENT, where=until)
    booked = "open_functional_amount"
    without_tax = Rule(
        "case when figure.total = 0 or figure.net = 0 or sign(figure.total) <> sign(figure.net) "
        f"then figure.{booked} "
        f"else {posted_share(f'figure.{booked}', 'abs(figure.net)', 'abs(figure.total)')} end",
        "what is open, by the invoice's net amount in its total",
    )
    difference = {"open_at_closing_rate_functional_amount": 1, booked: -1}
    return {
        "open_reporting_amount": _in_books("reporting"),
        booked: _in_books("functional"),
        OPEN: Measure((movements,)),
        "open_without_tax_functional_amount": _of_what_is_open(
            booked,
            without_tax,
            beside=(
                _invoiced("net", "net_transaction_amount"),
                _invoiced("total", "movement_transaction_amount"),
            ),
        ),
        **{f"open_at_closing_rate_{books}_amount": _at_closing_rate(books) for books in BOOKS},
        "exchange_difference_functional_amount": of_the_row(AGING, "ar_aging_key", **difference),
        **{f"disputed_{books}_amount": _disputed(books) for books in BOOKS},
        "disputed_transaction_amount": Measure(),
    }


def receivable_tables() -> dict[str, Measures]:
    """Return what the tables of what clients owe are made of."""
    return {
        AGING: _aging(),
        MOVEMENTS: {
            name: Measure()
            for name in (
                "movement_transaction_amount",
                "invoiced_functional_amount",
                "net_transaction_amount",
                "stated_open_transaction_amount",
                "stated_open_functional_amount",
            )
        },
    }
