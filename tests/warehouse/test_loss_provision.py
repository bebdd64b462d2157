"""What contracts are expected to lose, from contract to provision, to the cent."""

import datetime as dt
from decimal import Decimal

import pytest
from loss_chain import LossChain
from revenue_books import END, SIGNED, Books, day, one_obligation

pytestmark = pytest.mark.warehouse


def provisions(losses: LossChain, contract: str) -> list[tuple[str, Decimal, Decimal]]:
    """Return the periods of a contract, the loss that margin shows and the provision."""
    return [
        row[1:]
        for row in losses.rows(
            "fct_loss_provision",
            "contract_key, accounting_period, recognised_loss_functional_amount, "
            "closing_provision_functional_amount",
            "contract_key, accounting_period",
        )
        if row[0] == contract
    ]


def moved(losses: LossChain, contract: str) -> list[tuple[str, Decimal]]:
    """Return the periods in which the provision of a contract moves, and by what."""
    return [
        (period, movement)
        for key, period, movement in losses.rows(
            "fct_loss_provision",
            "contract_key, accounting_period, provision_movement_functional_amount",
            "contract_key, accounting_period",
        )
        if key == contract and movement
    ]


def loss_contract(name: str, end: dt.date = END) -> Books:
    """Return a contract for 1,000 that is measured by cost."""
    books = Books()
    books.contract(name)
    one_obligation(books, name, 1_000, "cost_to_cost", end)
    return books


def test_a_loss_is_provided_for_in_the_year_that_expects_it(losses: LossChain) -> None:
    """Kieso, Intermediate Accounting, problem 18-11: 84,000 gained, then 174,000 lost."""
    books = Books()
    books.contract("N")
    one_obligation(books, "N", 1_890_000, "cost_to_cost", day(12, 31, 2027))
    for year, cost, remaining in (
        (2025, 312_900, 1_177_100),
        (2026, 835_500, 831_600),
        (2027, 927_600, 0),
    ):
        books.work("N", day(12, 1, year), 8, cost)
        books.estimate("N", day(12, 31, year), 0, remaining)
    losses.run(books.tables, as_of=day(12, 31, 2027))

    found = {period: amounts for period, *amounts in provisions(losses, "N")}
    assert found["2025-12"] == [-84_000, 0]
    assert found["2026-12"] == [52_200, 37_800]
    assert found["2027-12"] == [186_000, 0]


def test_what_was_wasted_is_lost_and_measures_nothing(losses: LossChain) -> None:
    """Half is done for 450, and 120 was wasted: of 20 that is lost in all, more shows already."""
    books = loss_contract("W")
    books.estimate("W", SIGNED, 0, 900)
    books.work("W", day(1, 10), 8, 450)
    books.work("W", day(1, 11), 8, 120, is_wasted=True)
    losses.run(books.tables, as_of=day(1, 31))

    assert provisions(losses, "W") == [("2025-01", Decimal(70), Decimal(0))]
    assert losses.rows(
        "fct_loss_provision", "expected_loss_functional_amount, cost_to_date_functional_amount"
    ) == [(Decimal(20), Decimal(570))]


def test_a_provision_is_used_as_the_loss_is_made_and_reversed_as_the_price_rises(
    losses: LossChain,
) -> None:
    books = loss_contract("L")
    books.estimate("L", SIGNED, 0, 1_200)
    books.work("L", day(2, 10), 8, 300)
    books.version("L", 2, day(3, 15), 1_100, modification_type="cumulative_catch_up")
    books.obligation("L", 2, "P1", "cost_to_cost", (SIGNED, END))
    losses.run(books.tables, as_of=day(3, 31))

    assert moved(losses, "L") == [
        ("2025-01", Decimal(200)),
        ("2025-02", Decimal(-50)),
        ("2025-03", Decimal(-75)),
    ]


def test_no_loss_is_told_of_what_is_not_measured(losses: LossChain) -> None:
    books = loss_contract("T")
    books.obligation("T", 1, "P2", "right_to_invoice", (SIGNED, END))
    books.estimate("T", SIGNED, 0, 2_000)
    books.contract("N")
    one_obligation(books, "N", 1_000, "cost_to_cost")
    books.work("N", day(1, 10), 8, 300)
    losses.run(books.tables, as_of=day(1, 31))

    assert losses.rows("fct_loss_provision", "contract_key") == []
