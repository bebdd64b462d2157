"""Rules of revenue that no public example shows, from contract to posting, to the cent."""

from decimal import Decimal

import pytest
from revenue_books import END, SIGNED, Books, day, one_obligation
from revenue_chain import RevenueChain

pytestmark = pytest.mark.warehouse


def test_what_was_worked_before_the_first_day_earns_nothing(chain: RevenueChain) -> None:
    books = Books()
    for contract, method in (("T", "right_to_invoice"), ("Z", "zero_margin"), ("H", "hours")):
        books.project(contract)
        books.version(contract, 1, SIGNED, None if contract == "T" else 1_000)
        books.obligation(contract, 1, "P1", method, (day(3), END))
        books.work(contract, day(1, 10), 10, 100, billed=300)
        books.work(contract, day(3, 10), 10, 50, billed=200)
        books.estimate(contract, day(3), 40, 200)
    chain.run(books.tables, as_of=day(3, 31))

    assert chain.postings("T") == [("2025-03", "P1", "progress", Decimal(200))]
    assert chain.postings("Z") == [("2025-03", "P1", "progress", Decimal(50))]
    assert chain.postings("H") == [("2025-03", "P1", "progress", Decimal(250))]


def test_time_is_earned_until_its_cap_and_from_where_the_cap_is_raised(
    chain: RevenueChain,
) -> None:
    books = Books()
    books.project("T")
    books.version("T", 1, SIGNED, None, not_to_exceed_amount=1_000)
    books.obligation("T", 1, "P1", "right_to_invoice", (SIGNED, END))
    books.version("T", 2, day(3), None, modification_type="prospective", not_to_exceed_amount=1_300)
    books.obligation("T", 2, "P1", "right_to_invoice", (SIGNED, END))
    books.work("T", day(1, 10), 8, billed=800)
    books.work("T", day(1, 11), 8, billed=500, approval_state="submitted")
    books.work("T", day(2, 10), 8, billed=400)
    books.work("T", day(3, 10), 8, billed=900)
    chain.run(books.tables, as_of=day(3, 31))

    assert chain.postings("T") == [
        ("2025-01", "P1", "progress", Decimal(800)),
        ("2025-02", "P1", "progress", Decimal(200)),
        ("2025-03", "P1", "contract_modification", Decimal(200)),
        ("2025-03", "P1", "progress", Decimal(100)),
    ]


def test_a_concession_is_taken_off_what_time_earns_on_the_day_it_is_made(
    chain: RevenueChain,
) -> None:
    """IFRS 15.51 and 52: a price that is conceded is variable; what was earned catches up."""
    books = Books()
    books.project("T")
    books.version("T", 1, SIGNED, None, not_to_exceed_amount=1_000)
    books.obligation("T", 1, "P1", "right_to_invoice", (SIGNED, END))
    books.work("T", day(1, 10), 8, billed=800)
    books.work("T", day(2, 10), 8, billed=400)
    books.component("T", 1, -150, day(2, 20), component_type="discount")
    books.component("T", 1, -90, day(3, 15), component_type="discount")
    chain.run(books.tables, as_of=day(3, 31))

    assert chain.rows("int_contract_problems__listed", "*") == []
    assert chain.postings("T") == [
        ("2025-01", "P1", "progress", Decimal(800)),
        ("2025-02", "P1", "progress", Decimal(200)),
        ("2025-02", "P1", "variable_consideration", Decimal(-150)),
        ("2025-03", "P1", "variable_consideration", Decimal(60)),
    ]


def test_without_an_estimate_revenue_is_cost_until_there_is_one(chain: RevenueChain) -> None:
    """IFRS 15.45: cost that can be recovered, then progress catches up."""
    books = Books()
    one_obligation(books, "Z", 1_000, "cost_to_cost")
    books.work("Z", day(1, 10), 8, 300)
    books.work("Z", day(2, 10), 8, 100)
    books.estimate("Z", day(3), 0, 400)
    chain.run(books.tables, as_of=day(3, 31))

    assert chain.postings("Z") == [
        ("2025-01", "P1", "progress", Decimal(300)),
        ("2025-02", "P1", "progress", Decimal(100)),
        ("2025-03", "P1", "change_in_estimate", Decimal(100)),
    ]


def test_a_prospective_modification_shares_what_is_not_recognised_by_what_remains(
    chain: RevenueChain,
) -> None:
    """IFRS 15.21(a): 1,000 at 40 %; then 500 more, and a second obligation of 600.

    600 + 500 are shared by 60 % of 1,000 and by 600: 550 each. What remains of the first, 60 hours
    of 100, is measured anew.
    """
    books = Books()
    one_obligation(books, "M", 1_000, "hours")
    books.estimate("M", SIGNED, 100)
    books.work("M", day(2, 10), 40)
    books.version("M", 2, day(3), 1_500, modification_type="prospective")
    books.obligation("M", 2, "P1", "hours", (SIGNED, END), 1_000)
    books.obligation("M", 2, "P2", "ratable", (day(3), day(4, 30)), 600)
    books.work("M", day(3, 10), 30)
    chain.run(books.tables, as_of=day(4, 30))

    assert chain.postings("M") == [
        ("2025-02", "P1", "progress", Decimal(400)),
        ("2025-03", "P1", "progress", Decimal(275)),
        ("2025-03", "P2", "progress", Decimal("279.51")),
        ("2025-04", "P2", "progress", Decimal("270.49")),
    ]


def test_an_approved_version_counts_from_the_day_it_is_both_effective_and_approved(
    chain: RevenueChain,
) -> None:
    books = Books()
    one_obligation(books, "A", 1_000, "hours")
    books.estimate("A", SIGNED, 100)
    books.work("A", day(1, 10), 50)
    books.version(
        "A", 2, day(2), 2_000, modification_type="cumulative_catch_up", approved_date=day(4, 10)
    )
    books.obligation("A", 2, "P1", "hours", (SIGNED, END))
    chain.run(books.tables, as_of=day(4, 30))

    assert chain.postings("A") == [
        ("2025-01", "P1", "progress", Decimal(500)),
        ("2025-04", "P1", "contract_modification", Decimal(500)),
    ]


def test_work_without_a_cost_leaves_its_contract_out_and_no_other(chain: RevenueChain) -> None:
    books = Books()
    for contract in ("C", "H"):
        one_obligation(books, contract, 1_000, "cost_to_cost" if contract == "C" else "hours")
        books.estimate(contract, SIGNED, 100, 1_000)
        books.work(contract, day(1, 10), 50, None)
    chain.run(books.tables, as_of=day(1, 31))

    assert chain.postings("C") == []
    assert chain.postings("H") == [("2025-01", "P1", "progress", Decimal(500))]
    assert chain.rows("int_contract_problems__listed", "finding_code, source_id, found") == [
        (
            "work_without_cost",
            "C P1",
            "no revenue from 2025-01-31 on, 1 rows of work without a cost",
        )
    ]


def test_what_was_wasted_measures_no_progress_and_earns_nothing(chain: RevenueChain) -> None:
    """IFRS 15.B19(a): a quarter is done, whatever redoing it took."""
    books = Books()
    for contract, method in (("C", "cost_to_cost"), ("H", "hours"), ("Z", "zero_margin")):
        one_obligation(books, contract, 1_000, method)
        books.work(contract, day(1, 10), 10, 100)
        books.work(contract, day(1, 11), 5, 50, is_wasted=True)
        books.work(contract, day(1, 12), 5, None, is_wasted=True)
        books.bill(contract, day(1, 13), 70, wasted=True)
        books.bill(contract, day(1, 13), 80, installed=False, wasted=True)
        books.estimate(contract, day(1, 20), 30, 300)
    chain.run(books.tables, as_of=day(1, 31))

    quarter = [
        ("2025-01", "P1", "progress", Decimal(100)),
        ("2025-01", "P1", "change_in_estimate", Decimal(150)),
    ]
    assert (chain.postings("C"), chain.postings("H")) == (quarter, quarter)
    assert chain.postings("Z") == [("2025-01", "P1", "progress", Decimal(100))]
    assert chain.rows("int_contract_problems__listed", "finding_code") == []
