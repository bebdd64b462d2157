"""Revenue of generated contracts: never more than the price, and all of it in the end."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from revenue_books import Books
from revenue_chain import RevenueChain

pytestmark = pytest.mark.warehouse

CENT = Decimal("0.01")
SIGNED = dt.date(2025, 1, 1)
LAST = dt.date(2025, 10, 31)
AS_OF = dt.date(2025, 12, 31)
MODIFICATIONS = ("prospective", "cumulative_catch_up", "mixed", "separate_contract")
METHODS = ("cost_to_cost", "hours", "milestones", "ratable", "point_in_time", "zero_margin")

days = st.integers(0, 290).map(lambda number: SIGNED + dt.timedelta(days=number))
cents = st.integers(1, 10**8).map(lambda number: number * CENT)
quarters = st.integers(1, 160).map(lambda number: number * Decimal("0.25"))


def sign(draw: st.DrawFn, books: Books, contract: str) -> dict[str, str]:
    """Add a contract with up to four versions; return how its obligations are recognised."""
    price = draw(cents)
    held = {"P1": (draw(st.sampled_from(METHODS)), draw(cents))}
    changes = sorted(draw(st.lists(days, max_size=3, unique=True)))
    kinds = ["original", *(draw(st.sampled_from(MODIFICATIONS)) for _ in changes)]
    for number, (day, kind) in enumerate(zip([SIGNED, *changes], kinds, strict=True), start=1):
        if kind in ("original", "prospective", "separate_contract"):
            held[f"P{number + 1}"] = (draw(st.sampled_from(METHODS)), draw(cents))
        books.version(contract, number, day, price, modification_type=kind)
        for name, (method, alone) in held.items():
            books.obligation(contract, number, name, method, (SIGNED, LAST), alone)
        price += draw(cents)
    return {name: method for name, (method, _) in held.items()}


def deliver(draw: st.DrawFn, books: Books, contract: str, methods: dict[str, str]) -> None:
    """Add a bonus, work, estimates and milestones of a contract."""
    books.project(contract)
    for day in draw(st.lists(days, max_size=2, unique=True)):
        name = draw(st.sampled_from([None, "P1"]))
        terms = {"price_component_id": f"{contract} {name}", "performance_obligation_id": name}
        books.component(contract, 1, draw(cents), day, **terms)
    for day in draw(st.lists(days, max_size=6)):
        books.work(contract, day, draw(quarters), draw(cents) / 100)
    for day in draw(st.lists(days, max_size=3, unique=True)):
        books.estimate(contract, day, draw(quarters), draw(cents) / 100)
    books.estimate(contract, LAST, 0, 0)
    for name in (name for name, method in methods.items() if method == "milestones"):
        books.milestone(contract, name, Decimal("0.3"), draw(days))
        books.milestone(contract, name, Decimal("0.7"), LAST)


@st.composite
def histories(draw: st.DrawFn) -> Books:
    """Return the books of up to eight contracts, all finished on October 31."""
    books = Books()
    for number in range(draw(st.integers(1, 8))):
        deliver(draw, books, f"C{number}", sign(draw, books, f"C{number}"))
    return books


def by_obligation(chain: RevenueChain) -> dict[tuple[str, str], list[tuple[Any, ...]]]:
    found = defaultdict(list)
    for contract, obligation, *point in chain.rows(
        "int_revenue__accumulated",
        "contract_id, performance_obligation_id, known_on, measured_on, revenue_to_date_amount, "
        "allocated_amount",
    ):
        found[contract, obligation].append(tuple(point))
    return found


@settings(max_examples=15, deadline=None)
@given(books=histories())
def test_revenue_never_exceeds_the_price_and_is_the_price_in_the_end(
    chain: RevenueChain, books: Books
) -> None:
    chain.run(books.tables, as_of=AS_OF)
    assert chain.rows("int_contract_problems__listed", "*") == []

    in_the_end: dict[str, Decimal] = defaultdict(Decimal)
    for (contract, _), points in by_obligation(chain).items():
        for *_, revenue, allocated in points:
            assert 0 <= revenue <= allocated
        assert points[-1][2] == points[-1][3]
        in_the_end[contract] += points[-1][2]
    prices = chain.connection.execute(
        "select contract_id, arg_max(transaction_price, (version_number, valid_from)) "
        f"from {chain.places['int_contract_prices__dated']} group by contract_id"
    ).fetchall()
    assert dict(in_the_end) == dict(prices)


@settings(max_examples=10, deadline=None)
@given(books=histories())
def test_postings_add_up_to_revenue_to_date_and_prices_move_no_cent_between_obligations(
    chain: RevenueChain, books: Books
) -> None:
    chain.run(books.tables, as_of=AS_OF)

    posted: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for contract, obligation, amount in chain.rows(
        "int_revenue__posted", "contract_id, performance_obligation_id, revenue_amount"
    ):
        posted[contract, obligation] += amount
    points = by_obligation(chain)
    in_the_end = {key: rows[-1][2] for key, rows in points.items()}
    assert {key: posted[key] for key in in_the_end} == in_the_end
    assert set(posted) == set(in_the_end)
    for rows in points.values():
        for (known, measured, *_), (later_known, later_measured, *_) in pairwise(rows):
            assert (known, measured) < (later_known, later_measured)
    unequal = chain.connection.execute(
        f"""
        select * from (
            select contract_version_id, valid_from, sum(allocated_amount) as amount
            from {chain.places["int_obligation_prices__allocated"]} group by all
        ) as allocated
        inner join {chain.places["int_contract_prices__dated"]} as prices
            using (contract_version_id, valid_from)
        where amount <> transaction_price
        """
    ).fetchall()
    assert unequal == []


@settings(max_examples=6, deadline=None)
@given(books=histories(), cut=days)
def test_what_comes_later_changes_no_revenue_before_it(
    chain: RevenueChain, books: Books, cut: dt.date
) -> None:
    chain.run(books.tables, as_of=cut)
    then = by_obligation(chain)
    chain.run(books.tables, as_of=AS_OF)
    now = by_obligation(chain)

    for key, rows in then.items():
        changed = set(rows) - set(now[key])
        assert changed <= {row for row in rows if row[0] == row[1] == cut}
