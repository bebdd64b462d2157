"""Capitalised cost of contracts, from rows to roll-forward and books, to the cent."""

import datetime as dt
from decimal import Decimal

import pytest
from loss_chain import LossChain
from model_chain import Row
from revenue_books import Books, day

pytestmark = pytest.mark.warehouse


def cost(name: str, kind: str, amount: int, days: tuple[dt.date, dt.date]) -> Row:
    """Return a capitalised cost of contract C, incurred on the first of its days."""
    return {
        "system_name": "s",
        "contract_cost_id": name,
        "contract_id": "C",
        "cost_type": kind,
        "incurred_date": days[0],
        "amount": amount,
        "currency_code": "EUR",
        "amortisation_end_date": days[1],
    }


def test_a_commission_is_amortised_over_five_years_and_leaves_nothing(losses: LossChain) -> None:
    """60,000 over five years, one of 366 days: 1,826 days, 1,018.62 in January."""
    books = Books()
    books.contract("C")
    costs = [
        cost("c", "obtain", 60_000, (day(1), day(12, 31, 2029))),
        cost("f", "fulfil", 900, (day(3, 2), day(5, 30))),
    ]
    losses.run({**books.tables, "int_contract_costs__unioned": costs}, as_of=day(12, 31, 2030))

    found = losses.rows(
        "fct_contract_cost_asset",
        "cost_type, accounting_period, opening_asset_functional_amount, "
        "addition_functional_amount, amortisation_functional_amount, "
        "closing_asset_functional_amount",
        "cost_type, accounting_period",
    )
    commission = [row[1:] for row in found if row[0] == "obtain"]
    assert commission[0] == ("2025-01", 0, 60_000, Decimal("1018.62"), Decimal("58981.38"))
    assert sum(row[3] for row in commission) == 60_000
    assert [row[4] for row in commission[59:]] == [0] * 13
    assert [row[1:] for row in found if row[0] == "fulfil"][:3] == [
        ("2025-03", 0, 900, 300, 600),
        ("2025-04", 600, 0, 300, 300),
        ("2025-05", 300, 0, 300, 0),
    ]


def test_a_cost_that_comes_late_is_posted_in_the_open_month(losses: LossChain) -> None:
    books = Books()
    books.contract("C")
    closed = dt.datetime(2025, 2, 3)  # noqa: DTZ001
    losses.run(
        {
            **books.tables,
            "int_contract_costs__unioned": [
                cost("a", "obtain", 590, (day(1), day(2, 28))),
                cost("b", "obtain", 118, (day(1), day(2, 28))),
            ],
            "stg_evenkeel__booked_contract_costs": [
                {
                    "contract_key": "C",
                    "cost_type": "obtain",
                    "entity_code": "E",
                    "accounting_period": "2025-01",
                    "capitalised_to_date_functional_amount": 590,
                    "amortised_to_date_functional_amount": 310,
                }
            ],
            "stg_evenkeel__book_pages": [
                {
                    "table_name": "fct_contract_cost_asset",
                    "entity_code": "E",
                    "accounting_period": "2025-01",
                    "closed_at": closed,
                }
            ],
            "int_period_locks__dated": [
                {
                    "entity_code": "E",
                    "period_code": "2025-01",
                    "lock": "revenue",
                    "is_closed": True,
                    "closed_at": closed,
                }
            ],
        },
        as_of=day(2, 28),
    )

    assert losses.rows(
        "fct_contract_cost_asset",
        "accounting_period, opening_asset_functional_amount, addition_functional_amount, "
        "amortisation_functional_amount, closing_asset_functional_amount",
        "accounting_period",
    )[1] == ("2025-02", 280, 118, 398, 0)
