"""Generated histories of plans, deliveries of tasks and cost: what was known then stays.

Whatever is delivered later, a past period's earned value is what was known by its last day,
packages add up to their project to the cent, and every figure follows from plan, tasks and cost.
"""

import datetime as dt
import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from model_chain import months
from value_chain import ValueChain

pytestmark = pytest.mark.warehouse

TECHNIQUES = ("0/100", "50/50", "physical_percent", "level_of_effort", "units_complete", None)
Rows = list[dict[str, Any]]
CALENDAR: Rows = [dict(row) for row in months(dt.date(2026, 12, 31))]
LAST = 9  # The months of a history.


def cents(amount: Fraction) -> Decimal:
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def last_day(month: int) -> dt.date:
    return CALENDAR[month]["period_end_date"]


def code(month: int) -> str:
    return str(CALENDAR[month]["period_code"])


class History:
    """A project in pounds of a company that reports in euros, with all that is delivered of it."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)  # noqa: S311
        self.baselines: Rows = []
        self.planned: Rows = []
        self.tasks: Rows = []
        self.costs: Rows = []
        self.estimates: Rows = []
        self.entries: Rows = []
        first = dt.date(2025, 1, 1)
        self._plan(1, first - dt.timedelta(days=self.draw.randint(0, 9)))
        if self.draw.random() < 0.6:
            self._plan(2, first + dt.timedelta(days=self.draw.randint(40, 120)))
        self._deliver()
        self._work()

    def _plan(self, version: int, approved: dt.date) -> None:
        name = f"V{version}"
        self.baselines.append(
            {
                "system_name": "s",
                "baseline_id": name,
                "project_id": "J",
                "version_number": version,
                "approved_date": approved,
            }
        )
        for month in range(self.draw.randint(3, 8)):
            flat = self.draw.random() < 0.25
            self.planned.append(
                {
                    "system_name": "s",
                    "baseline_id": name,
                    "currency_code": "GBP",
                    "period_start_date": CALENDAR[month]["period_start_date"],
                    "planned_hours": Decimal(10),
                    "planned_cost_amount": Decimal(
                        0 if flat and month else self.draw.randint(1, 99_999)
                    )
                    / 100,
                }
            )

    def _deliver(self) -> None:
        tasks = [
            {
                "system_name": "s",
                "task_id": f"T{number}",
                "project_id": "J",
                "task_name": f"Task {number}",
                "budget_hours": Decimal(self.draw.randint(1, 999)) / 4,
                "is_deleted": False,
                "earned_value_technique": self.draw.choice(TECHNIQUES),
                "start_date": dt.date(2025, 1, 1) + dt.timedelta(days=self.draw.randint(0, 60)),
                "end_date": dt.date(2025, 4, 1) + dt.timedelta(days=self.draw.randint(0, 150)),
            }
            for number in range(self.draw.randint(1, 6))
        ]
        days = sorted(self.draw.sample(range(20, 270), self.draw.randint(1, 6)))
        for number, day in enumerate(days, start=1):
            landed = dt.datetime(2025, 1, 1, 2, tzinfo=dt.UTC) + dt.timedelta(days=day)
            landed = landed.replace(tzinfo=None)
            for task in tasks:
                share = Decimal(self.draw.randint(0, 100)) / 100
                state = "done" if share == 1 else "open" if share else "planned"
                self.tasks.append(
                    {
                        **task,
                        "progress_share": share,
                        "state": state,
                        "delivery_number": number,
                        "landed_at": landed,
                    }
                )

    def _work(self) -> None:
        for number in range(self.draw.randint(1, 30)):
            month = self.draw.randrange(LAST)
            day = last_day(month).replace(day=self.draw.randint(1, 28))
            amount = Decimal(self.draw.randint(0, 5_000_000)) / 10_000
            self.costs.append(
                {
                    "project_cost_key": str(number),
                    "system_name": "s",
                    "source_table": "time_entries",
                    "source_id": f"E{number}",
                    "project_key": "j",
                    "entity_code": "UK",
                    "cost_class": "labour",
                    "accounting_period": code(month),
                    "service_date": day,
                    "hours": 1,
                    "uncosted_hours": 0,
                    "functional_currency_code": "GBP",
                    "reporting_currency_code": "EUR",
                    "cost_functional_amount": amount,
                    "cost_reporting_amount": amount * Decimal("1.17"),
                }
            )
            self.entries.append(
                {
                    "system_name": "s",
                    "time_entry_id": f"E{number}",
                    "task_name": f"task {self.draw.randint(0, 8)} ",
                }
            )
        for number in range(self.draw.randint(0, 3)):
            self.estimates.append(
                {
                    "system_name": "s",
                    "estimate_id": f"S{number}",
                    "project_id": "J",
                    "made_on": dt.date(2025, 1, 3) + dt.timedelta(days=self.draw.randint(0, 240)),
                    "remaining_hours": 1,
                    "currency_code": "GBP",
                    "remaining_cost_amount": Decimal(self.draw.randint(0, 900_000)) / 100,
                }
            )

    def known(self, on: dt.date) -> dict[str, Rows]:
        """Return what is known on a day."""
        return {
            "stg_evenkeel__systems": [{"system_name": "s", "entity_code": "UK", "domains": "time"}],
            "stg_evenkeel__entities": [{"entity_code": "UK", "functional_currency_code": "GBP"}],
            "stg_evenkeel__fiscal_periods": CALENDAR,
            "int_identities__matched": [
                {
                    "entity_type": "project",
                    "system_name": "s",
                    "source_id": "J",
                    "crosswalk_key": "j",
                    "is_inferred": False,
                }
            ],
            "int_projects__unioned": [
                {
                    "system_name": "s",
                    "project_id": "J",
                    "project_type": "fixed_fee",
                    "state": "open",
                }
            ],
            "int_fx_rates__dated": [
                {
                    "from_currency_code": "GBP",
                    "to_currency_code": "EUR",
                    "fx_rate": Decimal("1.17"),
                    "valid_from": dt.date(2020, 1, 1),
                    "valid_before": dt.date(9999, 12, 31),
                }
            ],
            "int_baselines__unioned": [row for row in self.baselines if row["approved_date"] <= on],
            "int_planned_periods__unioned": self.planned,
            "int_estimates__unioned": [row for row in self.estimates if row["made_on"] <= on],
            "int_time_entries__unioned": self.entries,
            "stg_canonical__tasks": [row for row in self.tasks if row["landed_at"].date() <= on],
            "fct_project_cost": [
                row for row in self.costs if row["accounting_period"] <= f"{on:%Y-%m}"
            ],
        }


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
