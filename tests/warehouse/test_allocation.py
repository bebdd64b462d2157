"""Allocation of generated contracts: parts add up, are fair to a cent, and stay where they are."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from revenue_books import Books
from revenue_chain import RevenueChain

pytestmark = pytest.mark.warehouse

CENT = Decimal("0.01")
SIGNED = dt.date(2026, 1, 1)
Parts = dict[tuple[str, int, str], Decimal]


@dataclass(frozen=True)
class Version:
    """A version of a contract: its price and its obligations' stand-alone prices, in cents."""

    modification: str
    price: int
    obligations: dict[str, int]


def parts(chain: RevenueChain, contracts: list[list[Version]]) -> Parts:
    """Return what each obligation of each version of each contract was allocated."""
    books = Books()
    for place, versions in enumerate(contracts):
        for number, version in enumerate(versions, start=1):
            day = SIGNED + dt.timedelta(days=number)
            kind = version.modification
            books.version(str(place), number, day, version.price * CENT, modification_type=kind)
            for name, weight in version.obligations.items():
                days = (SIGNED, SIGNED)
                books.obligation(str(place), number, name, "hours", days, weight * CENT)
    chain.run(books.tables, as_of=SIGNED)
    found = chain.rows(
        "int_obligation_prices__allocated",
        "contract_id, version_number, performance_obligation_id, allocated_amount",
    )
    return {row[:3]: row[3] for row in found}


cents = st.integers(min_value=1, max_value=10**9)


@st.composite
def contracts(draw: st.DrawFn) -> list[Version]:
    """Return a contract of up to four versions."""
    obligations = {f"P{number}": draw(cents) for number in range(1, draw(st.integers(1, 5)) + 1)}
    price = draw(cents)
    versions = [Version("original", price, dict(obligations))]
    for _ in range(draw(st.integers(0, 3))):
        modification = draw(st.sampled_from(["separate_contract", "cumulative_catch_up", "mixed"]))
        price += draw(cents)
        if modification == "separate_contract":
            obligations[f"P{len(obligations) + 1}"] = draw(cents)
        else:
            obligations = {name: draw(cents) for name in obligations}
        versions.append(Version(modification, price, dict(obligations)))
    return versions


many = st.lists(contracts(), min_size=1, max_size=12)


@settings(max_examples=12, deadline=None)
@given(sold=many)
def test_parts_are_the_price_fair_to_a_cent_and_kept_by_separate_contracts(
    chain: RevenueChain, sold: list[list[Version]]
) -> None:
    found = parts(chain, sold)

    for place, versions in enumerate(sold):
        for number, version in enumerate(versions, start=1):
            held = {name: found[str(place), number, name] for name in version.obligations}
            assert sum(held.values()) == version.price * CENT
            if version.modification == "separate_contract":
                before = versions[number - 2].obligations
                kept = {name: found[str(place), number - 1, name] for name in before}
                assert {name: held[name] for name in before} == kept
                continue
            weights = sum(version.obligations.values())
            for name, weight in version.obligations.items():
                exact = Fraction(version.price * weight, weights)
                assert abs(Fraction(held[name]) * 100 - exact) < 1


@settings(max_examples=4, deadline=None)
@given(sold=many)
def test_the_order_of_the_rows_does_not_matter(
    chain: RevenueChain, sold: list[list[Version]]
) -> None:
    turned = [
        [Version(v.modification, v.price, dict(reversed(v.obligations.items()))) for v in versions]
        for versions in sold
    ]

    assert parts(chain, sold) == parts(chain, turned)
