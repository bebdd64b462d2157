"""What is paid by use, from records of use to events, to the cent."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from closing_chain import ClosingChain
from loss_chain import LossChain
from model_chain import Row, Value
from revenue_books import END, SIGNED, Books, day

pytestmark = pytest.mark.warehouse


def use(number: int, day: dt.date, quantity: Decimal | int, **terms: Value) -> Row:
    """Return a record of use of P1 of contract U, at half a euro each."""
    return {
        "system_name": "s",
        "usage_record_id": f"U{number}",
        "contract_id": "U",
        "performance_obligation_id": "P1",
        "usage_date": day,
        "quantity": quantity,
        "unit_price": Decimal("0.5"),
        "currency_code": "EUR",
        **terms,
    }


def line(name: str, day: dt.date, amount: int) -> Row:
    """Return an invoice line of contract U."""
    return {
        "system_name": "s",
        "invoice_line_id": name,
        "contract_key": "U",
        "entity_code": "E",
        "invoice_date": day,
        "period_code": f"{day:%Y-%m}",
        "invoice_state": "posted",
        "has_service_window": False,
        "net_amount": amount,
        "net_functional_amount": amount,
    }


def books_of_use() -> Books:
    """Return a contract that is paid by use alone."""
    books = Books()
    books.contract("U")
    books.version("U", 1, SIGNED, None)
    books.obligation("U", 1, "P1", "usage", (SIGNED, END))
    return books


def events(losses: LossChain) -> list[tuple[Any, ...]]:
    """Return the source, period, method and amount of all revenue."""
    return losses.rows(
        "fct_revenue_event",
        "source_id, accounting_period, revenue_method, revenue_functional_amount",
        "source_id",
    )


def test_use_is_earned_on_its_day_and_not_again_when_it_is_billed(losses: LossChain) -> None:
    tables = {
        **books_of_use().tables,
        "int_usage_records__unioned": [
            use(1, day(1, 10), 100),
            use(2, day(2, 10), Decimal("0.004")),
            use(3, day(2, 11), 40, invoice_line_id="c"),
        ],
        "int_invoice_lines__converted": [
            line("a", day(1, 5), 30),
            line("b", day(2, 3), 50),
            line("c", day(1, 9), 20),
        ],
    }
    losses.run(tables, as_of=day(2, 28))

    assert events(losses) == [
        ("U1", "2025-01", "usage", Decimal(50)),
        ("U2", "2025-02", "usage", Decimal("0.002")),
        ("U3", "2025-02", "usage", Decimal(20)),
        ("a", "2025-01", "as_invoiced", Decimal(30)),
    ]


def test_without_records_of_use_its_lines_are_earned_as_they_are_invoiced(
    losses: LossChain,
) -> None:
    lines = [line("a", day(1, 5), 30), line("b", day(2, 3), 50)]
    losses.run({**books_of_use().tables, "int_invoice_lines__converted": lines}, as_of=day(2, 28))

    assert events(losses) == [
        ("a", "2025-01", "as_invoiced", Decimal(30)),
        ("b", "2025-02", "as_invoiced", Decimal(50)),
    ]


def test_late_use_of_a_closed_month_is_posted_in_the_open_one(
    closings: ClosingChain, tmp_path: Path
) -> None:
    def valued(number: int, quantity: int, landed_at: dt.datetime) -> Row:
        return {
            **use(number, day(1, 10), quantity),
            "is_earned": True,
            "contract_version_id": "U-1",
            "contract_key": "U",
            "entity_code": "E",
            "period_code": "2025-01",
            "functional_currency_code": "EUR",
            "reporting_currency_code": "EUR",
            "functional_fx_rate": 1,
            "reporting_fx_rate": 1,
            "usage_transaction_amount": Decimal(quantity) / 2,
            "usage_functional_amount": Decimal(quantity) / 2,
            "usage_reporting_amount": Decimal(quantity) / 2,
            "landed_at": landed_at,
            "row_hash": f"{number} {quantity}",
        }

    closed = {
        "system_name": "s",
        "period_event_id": "1",
        "entity_code": "E",
        "period_start_date": day(1),
        "lock": "all",
        "event_type": "closed",
        "occurred_at": dt.datetime(2025, 2, 3),  # noqa: DTZ001
    }
    early, late = dt.datetime(2025, 2, 1), dt.datetime(2025, 2, 9)  # noqa: DTZ001
    closings.begin(tmp_path)
    for number, records in enumerate(
        (
            [valued(1, 100, early), valued(2, 10, early)],
            [valued(1, 120, late), valued(2, 10, early), valued(3, 8, late)],
        )
    ):
        closings.night(
            tmp_path,
            {"int_usage__valued": records, "int_period_events__unioned": [closed]},
            as_of=day(2, 10 + number),
            published_at=dt.datetime(2025, 2, 4 + 7 * number),  # noqa: DTZ001
        )

    assert closings.rows(
        "fct_revenue_event",
        "source_id, accounting_period, adjustment_cause, revenue_functional_amount",
        "source_id, accounting_period",
    ) == [
        ("U1", "2025-01", None, Decimal(50)),
        ("U1", "2025-02", "edited_document", Decimal(10)),
        ("U2", "2025-01", None, Decimal(5)),
        ("U3", "2025-02", "late_document", Decimal(4)),
    ]
    assert closings.rows("int_control_c15__measured", "sum(a_value - b_value)")[0][0] == 0
