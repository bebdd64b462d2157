"""Generated histories of plans, deliveries of tasks and cost: what was known then stays.

Whatever is delivered later, a past period's earned value is what was known by its last day,
packages add up to their project to the cent, and every figure follows from plan, tasks and cost.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from value_chain import ValueChain
from value_history import LAST, History, last_day

pytestmark = pytest.mark.warehouse


def cents(amount: Fraction) -> Decimal:
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def told(chain: ValueChain) -> dict[tuple, tuple]:
    """Return every row but for what says which period is running."""
    columns = [
        name
        for (name,) in chain.connection.execute(
            "select column_name from duckdb_columns() where database_name = 'evenkeel' "
            "and table_name = 'fct_project_evm_period' order by column_index"
        ).fetchall()
        if name != "is_running_period"
    ]
    rows = chain.rows("fct_project_evm_period", ", ".join(columns))
    key, period = columns.index("project_evm_period_key"), columns.index("accounting_period")
    return {(row[period], row[key]): row for row in rows}


def check_sums(chain: ValueChain) -> None:
    wrong = [
        row
        for row in chain.rows(
            "int_control_c20__measured", "check_name, accounting_period, a_value, b_value"
        )
        if row[2] != row[3]
    ]
    assert wrong == []
    amounts = ", ".join(
        f"{name}_{books}_amount"
        for books in ("functional", "reporting")
        for name in ("planned_value", "earned_value", "budget_at_completion")
    )
    for row in chain.rows("fct_project_evm_period", amounts):
        for planned, earned, budget in (row[:3], row[3:]):
            assert budget is None or 0 <= planned <= budget
            assert earned is None or 0 <= earned <= budget


def check_schedule(chain: ValueChain) -> None:
    curves: dict[str, list[Fraction]] = {}
    for key, _, amount in chain.rows(
        "fct_project_baseline",
        "baseline_key, planned_period_number, planned_cost_to_date_functional_amount",
    ):
        curves.setdefault(key, []).append(Fraction(amount))
    for key, earned, found, duration in chain.rows(
        "fct_project_evm_period",
        "baseline_key, earned_value_functional_amount, earned_schedule_periods, "
        "planned_duration_periods",
    ):
        if found is None:
            continue
        curve, value = [Fraction(0), *curves[key]], Fraction(earned)
        if value >= curve[-1]:
            expected = Fraction(duration)
        else:
            passed = max((n for n, planned in enumerate(curve) if planned < value), default=0)
            step = curve[passed + 1] - curve[passed]
            expected = passed + ((value - curve[passed]) / step if value else Fraction(0))
        assert abs(Fraction(found) - expected) <= Fraction(1, 10**6)


def check_formulas(chain: ValueChain) -> None:
    names = ("budget_at_completion", "planned_value", "earned_value", "actual_cost", "eac_cpi")
    columns = ", ".join(f"{name}_functional_amount" for name in names)
    for bac, _, ev, ac, eac, cpi, way in chain.rows(
        "fct_project_evm_period", f"{columns}, cpi, ev_technique"
    ):
        if way == "progress_by_cost":
            assert (eac, cpi) == (None, None)
        elif ev and ac:
            assert eac == cents(Fraction(bac) * Fraction(ac) / Fraction(ev))
            assert abs(Fraction(cpi) - Fraction(ev) / Fraction(ac)) <= Fraction(1, 10**6)


@pytest.mark.parametrize("seed", range(8))
def test_what_was_known_then_stays_and_packages_are_their_project(
    value_chain: ValueChain, seed: int
) -> None:
    history = History(seed)
    before: dict[tuple, tuple] = {}
    for month in range(0, LAST, 2):
        value_chain.run(history.known(last_day(month)), as_of=last_day(month))
        check_sums(value_chain)
        check_schedule(value_chain)
        check_formulas(value_chain)
        now = told(value_chain)
        # A later plan, estimate or delivery changes no row of a period that is over.
        assert {key: now.get(key) for key in before} == before
        before = now
    assert before


def test_histories_tell_projects_by_packages_and_by_cost(value_chain: ValueChain) -> None:
    techniques: set[str] = set()
    for seed in range(8):
        value_chain.run(History(seed).known(last_day(LAST - 1)), as_of=last_day(LAST - 1))
        rows = value_chain.rows("fct_project_evm_period", "distinct ev_technique", "1")
        techniques |= {row[0] for row in rows}
    assert {"mixed", "progress_by_cost"} <= techniques
