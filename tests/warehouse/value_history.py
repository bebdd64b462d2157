"""A project with its plans, deliveries of tasks, cost and estimates, drawn at random."""

import datetime as dt
import random
from decimal import Decimal
from typing import Any

from model_chain import months

TECHNIQUES = ("0/100", "50/50", "physical_percent", "level_of_effort", "units_complete", None)
Rows = list[dict[str, Any]]
CALENDAR: Rows = [dict(row) for row in months(dt.date(2026, 12, 31))]
LAST = 9  # The months of a history.


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
