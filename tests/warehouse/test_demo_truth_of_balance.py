"""The planted drift, the calm axes and the planted effect of the generated company are found."""

from decimal import Decimal

import pytest
from demo_truth import truth
from nightly import Company

pytestmark = pytest.mark.warehouse

HOURS = ("worked_hours", "governance_hours", "undecided_governance_hours")
TARGET, WIDTH = Decimal("0.013"), Decimal("0.006")
BUREAUCRACY = "administration_bureaucracy"


def story(company: Company) -> dict[str, tuple[Decimal, Decimal]]:
    """Return the load of governance by month, as it was and as it would have been undecided."""
    known = truth(company.folder, "balance_story", ("period",), HOURS)
    return {
        period: (governed / worked, undecided / worked)
        for (period,), (worked, governed, undecided) in known.items()
    }


def states(company: Company, axis: str) -> dict[str, str]:
    rows = company.query(
        f"select accounting_period, balance_state from portfolio_balance where axis = '{axis}'"
    )
    return dict(rows)


def test_the_planted_drift_is_flagged_in_the_month_it_leaves_its_band(generated: Company) -> None:
    loads = {period: load for period, (load, _) in story(generated).items()}
    measured = generated.query(
        "select accounting_period, balance_value from portfolio_balance "
        f"where axis = '{BUREAUCRACY}'"
    )
    found = states(generated, BUREAUCRACY)

    assert dict(measured) == {period: round(load, 6) for period, load in loads.items()}
    left = min(period for period, load in loads.items() if load > TARGET + WIDTH)
    assert left == "2025-03"
    assert [period for period, state in sorted(found.items()) if state == "outside"] == [
        "2025-03",
        "2025-04",
        "2025-05",
        "2025-06",
    ]
    assert found["2025-02"] == "drifting"


@pytest.mark.parametrize("axis", ["partnership_interference", "output_outcome"])
def test_a_calm_axis_stays_inside(generated: Company, axis: str) -> None:
    found = states(generated, axis)

    assert len(found) >= 12
    assert set(found.values()) == {"inside"}


def test_products_keep_to_their_plan_but_for_a_month_of_little_other_revenue(
    generated: Company,
) -> None:
    found = sorted(states(generated, "project_product").values())

    assert len(found) == 24
    assert found[1:] == ["inside"] * 23
    assert found[0] in ("drifting", "inside")


def test_the_planted_effect_lies_in_the_measured_interval(generated: Company) -> None:
    loads = story(generated)
    ((action, decided, *measured),) = generated.query(
        "select action, decision_period, effect_lower_1m, effect_upper_1m, effect_lower_3m, "
        "effect_upper_3m, effect_lower_6m, effect_upper_6m from fct_rebalance_decision "
        f"where axis = '{BUREAUCRACY}'"
    )

    assert (action, decided) == ("One status report a month instead of one a week", "2025-07")
    for place, period in enumerate(("2025-08", "2025-10", "2026-01")):
        load, undecided = loads[period]
        lower, upper = measured[place * 2 : place * 2 + 2]
        assert lower < load - undecided < upper < 0


def test_a_decision_without_effect_is_told_to_have_none(generated: Company) -> None:
    ((lower, upper),) = generated.query(
        "select effect_lower_6m, effect_upper_6m from fct_rebalance_decision "
        "where axis = 'project_product'"
    )

    assert lower < 0 < upper


def test_the_month_of_the_decision_is_a_change_of_level(generated: Company) -> None:
    rows = generated.query(
        "select accounting_period, change_t < 0 from fct_balance_change "
        f"where axis = '{BUREAUCRACY}'"
    )

    assert ("2025-07", True) in rows


def test_recurring_revenue_is_recognised_by_days_but_where_prices_are_shared(
    generated: Company,
) -> None:
    sides = "product_key, transaction_currency_code"
    shared = generated.query(
        f"select distinct {sides} from fct_transaction_price_allocation "
        "where revenue_stream = 'subscription' and allocation_method <> 'single_obligation'"
    )
    rows = generated.query(
        f"select {sides}, max(abs(price_difference_transaction_amount)) "
        "from fct_recurring_revenue_month group by all"
    )

    assert len(rows) > len(shared)
    for *side, difference in rows:
        assert difference < Decimal("0.05") or tuple(side) in shared
