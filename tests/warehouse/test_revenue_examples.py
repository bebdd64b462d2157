"""The public worked examples of revenue, from contract to posting, to the cent."""

from decimal import Decimal

import pytest
from revenue_books import END, SIGNED, Books, day, one_obligation
from revenue_chain import RevenueChain

pytestmark = pytest.mark.warehouse


def test_uninstalled_materials_earn_their_cost_and_measure_no_progress(
    chain: RevenueChain,
) -> None:
    """R1, ASC 606 example 19: 20 % of 3,500,000 and 1,500,000 for the elevators."""
    books = Books()
    one_obligation(books, "R1", 5_000_000, "cost_to_cost")
    books.estimate("R1", SIGNED, 0, 2_500_000)
    books.bill("R1", day(3), 1_500_000, installed=False)
    books.work("R1", day(3, 20), 8, 500_000)
    chain.run(books.tables, as_of=day(3, 31))

    assert chain.postings("R1") == [("2025-03", "P1", "progress", Decimal(2_200_000))]
    ((share,),) = chain.rows("int_progress__measured", "max(progress_share)")
    assert share == Decimal("0.2")


def modified_contract() -> Books:
    """R2, IFRS 15 example 8: a bonus is judged likely as the contract is modified."""
    books = Books()
    one_obligation(books, "R2", 1_000_000, "cost_to_cost")
    books.component("R2", 1, 0, SIGNED, performance_obligation_id="P1")
    books.estimate("R2", SIGNED, 0, 700_000)
    books.work("R2", day(2, 10), 8, 420_000)
    books.version("R2", 2, day(5), 1_150_000, modification_type="cumulative_catch_up")
    books.obligation("R2", 2, "P1", "cost_to_cost", (SIGNED, END))
    books.component("R2", 1, 200_000, day(5), performance_obligation_id="P1")
    books.estimate("R2", day(5), 0, 400_000)
    return books


def test_a_modification_catches_up_on_the_day_it_is_made(chain: RevenueChain) -> None:
    """Progress is 60 %, then 420 of 820: 91,463.41, where the standard rounds to 91,200."""
    chain.run(modified_contract().tables, as_of=day(5, 31))

    assert chain.postings("R2") == [
        ("2025-02", "P1", "progress", Decimal(600_000)),
        ("2025-05", "P1", "contract_modification", Decimal("91463.41")),
    ]


def test_goods_not_at_their_standalone_price_change_the_price_of_what_remains(
    chain: RevenueChain,
) -> None:
    """R4, IFRS 15 example 5, case B: a credit of 900 at once, then 90 units at 93.33."""
    books = Books()
    one_obligation(books, "R4", 12_000, "units_delivered")
    books.version("R4", 2, day(5), 14_400, modification_type="prospective")
    books.obligation("R4", 2, "P1", "units_delivered", (SIGNED, END), 14_850)
    books.component("R4", 2, -900, day(5), performance_obligation_id="P1", component_type="refund")
    # Shares of the 150 units in all; of the 120 there were before, 60 are half.
    books.milestone("R4", "P1", Decimal("0.4"), day(2, 3))
    books.milestone("R4", "P1", Decimal("0.006667"), day(6, 3))
    books.milestone("R4", "P1", Decimal("0.593333"), day(7, 3))
    chain.run(books.tables, as_of=day(7, 31))

    found = chain.postings("R4")
    assert found[1:] == [
        ("2025-05", "P1", "contract_modification", Decimal(-900)),
        ("2025-06", "P1", "progress", Decimal("106.67")),
        ("2025-07", "P1", "progress", Decimal("9493.33")),
    ]
    assert sum(amount for *_, amount in found) == Decimal(13_500)


def test_cost_to_cost_over_three_years(chain: RevenueChain) -> None:
    """R14: 3.0, 4.5 and 2.5 million."""
    books = Books()
    one_obligation(books, "R14", 10_000_000, "cost_to_cost", day(12, 31, 2027))
    for year, cost, remaining in (
        (2025, 2_400_000, 5_600_000),
        (2026, 3_600_000, 2_000_000),
        (2027, 2_200_000, 0),
    ):
        books.work("R14", day(12, 1, year), 8, cost)
        books.estimate("R14", day(12, 31, year), 0, remaining)
    chain.run(books.tables, as_of=day(12, 31, 2027))

    found = chain.postings("R14")
    by_year = {
        year: sum(amount for period, _, _, amount in found if period.startswith(year))
        for year in ("2025", "2026", "2027")
    }
    assert by_year == {"2025": 3_000_000, "2026": 4_500_000, "2027": 2_500_000}


def test_a_variable_estimate_that_changes_catches_up_what_was_satisfied(
    chain: RevenueChain,
) -> None:
    """R10: 1,820, then 3,580, of which 800 x 35 % = 280 is of obligations satisfied earlier."""
    books = Books()
    one_obligation(books, "R10", 5_000, "hours", day(12, 31, 2026))
    books.component("R10", 1, 200, SIGNED)
    books.estimate("R10", SIGNED, 100)
    books.work("R10", day(6, 2), 35)
    books.component("R10", 1, 1_000, day(1, 1, 2026))
    books.work("R10", day(6, 2, 2026), 55)
    chain.run(books.tables, as_of=day(12, 31, 2026))

    assert chain.postings("R10") == [
        ("2025-06", "P1", "progress", Decimal(1_820)),
        ("2026-01", "P1", "variable_consideration", Decimal(280)),
        ("2026-06", "P1", "progress", Decimal(3_300)),
    ]


def test_a_platform_with_services_is_earned_by_the_month_it_is_used(chain: RevenueChain) -> None:
    """R18: the platform by day, onboarding over three months, migration at a point in time.

    The example counts a month as a twelfth of a year; here a year is its days.
    """
    books = Books()
    books.version("R18", 1, SIGNED, 500_000)
    books.obligation("R18", 1, "A", "ratable", (SIGNED, day(12, 31, 2027)), 420_000)
    books.obligation("R18", 1, "B", "ratable", (SIGNED, day(3, 31)), 60_000)
    books.obligation("R18", 1, "C", "point_in_time", (day(2), day(2, 14)), 20_000)
    chain.run(books.tables, as_of=day(4, 30))

    by_month = {
        month: {
            name: amount for period, name, _, amount in chain.postings("R18") if period == month
        }
        for month in ("2025-01", "2025-02", "2025-03", "2025-04")
    }
    assert by_month["2025-02"]["C"] == Decimal(20_000)
    assert by_month["2025-01"] == {
        "A": Decimal("11890.41"),  # 420,000 x 31 / 1,095
        "B": Decimal("20666.67"),  # 60,000 x 31 / 90
    }
    assert sum(amounts["B"] for amounts in by_month.values() if "B" in amounts) == 60_000
    assert set(by_month["2025-04"]) == {"A"}


def test_a_charge_is_earned_by_cumulative_progress(chain: RevenueChain) -> None:
    """R19: 10 % of 300, then 15 %."""
    books = Books()
    one_obligation(books, "R19", 300, "milestones")
    books.milestone("R19", "P1", Decimal("0.1"), day(1, 20))
    books.milestone("R19", "P1", Decimal("0.05"), day(2, 20))
    books.milestone("R19", "P1", Decimal("0.85"), None)
    chain.run(books.tables, as_of=day(2, 28))

    assert chain.postings("R19") == [
        ("2025-01", "P1", "progress", Decimal(30)),
        ("2025-02", "P1", "progress", Decimal(15)),
    ]


def test_a_change_of_what_was_promised_before_a_modification_stays_with_what_it_was_promised_for(
    chain: RevenueChain,
) -> None:
    """IFRS 15 example 6: 40 more of 200 promised for X and Y are 20 each, none for Z."""
    delivered = {"X": day(7, 1), "Y": day(3, 31, 2026), "Z": day(6, 30, 2026)}
    books = Books()
    books.project("E6")
    books.version("E6", 1, day(7, 1), 1_000)
    books.version("E6", 2, day(11, 30), 1_300, modification_type="prospective")
    for number, names in ((1, "XY"), (2, "XYZ")):
        for name in names:
            days = (day(7, 1), delivered[name])
            books.obligation("E6", number, name, "point_in_time", days, 600)
    books.component("E6", 1, 200, day(7, 1))
    books.component("E6", 1, 240, day(12, 31))
    chain.run(books.tables, as_of=day(7, 31, 2026))

    assert chain.postings("E6") == [
        ("2025-07", "X", "progress", Decimal(600)),
        ("2025-12", "X", "variable_consideration", Decimal(20)),
        ("2026-03", "Y", "progress", Decimal(470)),
        ("2026-06", "Z", "progress", Decimal(450)),
    ]
