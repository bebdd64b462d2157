"""Projects with monthly cost and estimates, drawn at random; some end twice."""

import csv
import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from random import Random

from model_chain import Row

Rows = list[Row]
SEEDS = Path(__file__).parents[2] / "dbt_project" / "seeds"
LAST = 15


def first_day(month: int) -> dt.date:
    """Return the first day of a month, counted from January 2025."""
    return dt.date(2025 + month // 12, month % 12 + 1, 1)


def last_day(month: int) -> dt.date:
    """Return the last day of a month."""
    return first_day(month + 1) - dt.timedelta(days=1)


def code(month: int) -> str:
    """Return the period of a month."""
    return f"{first_day(month):%Y-%m}"


def seed(name: str) -> Rows:
    """Return the rows of a seed."""
    with (SEEDS / f"{name}.csv").open(encoding="utf-8") as file:
        return [{k: v or None for k, v in row.items()} for row in csv.DictReader(file)]


class History:
    """What happens to ten projects; `known` tells what of it is known at a month's end."""

    def __init__(self, number: int) -> None:
        """Draw the projects of a seed."""
        draw = Random(number)  # noqa: S311 - a test's data
        self.starts = {f"p{n}": draw.randint(0, 6) for n in range(10)}
        self.lengths = {key: draw.randint(2, 7) for key in self.starts}
        self.hours = {
            key: {
                start + n: Decimal(draw.randint(0, 400))
                for n in range(self.lengths[key] + draw.choice((0, 0, 3)))
            }
            for key, start in self.starts.items()
        }
        self.errors = {key: [draw.randint(-60, 60) for _ in range(30)] for key in self.starts}
        self.types = {key: draw.choice(("fixed_fee", "milestone")) for key in self.starts}

    def remaining(self, key: str, month: int) -> Decimal:
        """Return what the manager says is left after a month: nothing after the last one."""
        worked = self.hours[key]
        end = self.starts[key] + self.lengths[key] - 1
        if month == end or month >= max(worked):
            return Decimal(0)
        left = sum((hours for later, hours in worked.items() if later > month), Decimal(0))
        return max(Decimal(0), left + self.errors[key][month])

    def end(self, key: str, month: int) -> dt.date:
        """Return the end that the manager expects after a month."""
        planned = self.starts[key] + self.lengths[key] - 1
        return last_day(planned if month <= planned else max(self.hours[key]))

    def _estimates(self, on: dt.date) -> Rows:
        made = [
            (key, month, last_day(month) + dt.timedelta(days=3))
            for key, worked in self.hours.items()
            for month in worked
            if last_day(month) + dt.timedelta(days=3) <= on
        ]
        return [
            {
                "project_key": key,
                "estimate_source": "estimate",
                "valid_from": day,
                "remaining_hours": self.remaining(key, month),
                "remaining_cost_amount": self.remaining(key, month) * 60,
                "forecast_end_date": self.end(key, month),
            }
            for key, month, day in made
        ]

    def _cost(self, key: str, month: int) -> Row:
        hours = sum((h for m, h in self.hours[key].items() if m <= month), Decimal(0))
        known = month > self.starts[key]
        remaining = self.remaining(key, month - 1) - self.hours[key].get(month, Decimal(0))
        left = max(remaining, Decimal(0))
        return {
            "project_key": key,
            "period_code": code(month),
            "cumulative_hours": hours,
            "actual_cost_reporting_amount": hours * 60,
            "estimate_source": "estimate" if known else "plan",
            "remaining_hours": left if known else None,
            "remaining_cost_reporting_amount": left * 60 if known else None,
            "forecast_end_date": self.end(key, month - 1) if known else None,
        }

    def known(self, month: int) -> Mapping[str, Rows]:
        """Return what is known at the end of a month."""
        spans = [(k, m) for k, start in self.starts.items() for m in range(start, month + 1)]
        budget = {key: Decimal(200 * length) for key, length in self.lengths.items()}
        ends = {key: last_day(start + self.lengths[key] - 1) for key, start in self.starts.items()}
        return {
            "forecast_horizons": seed("forecast_horizons"),
            "forecast_priors": seed("forecast_priors"),
            "dim_project": [
                {"project_key": key, "project_type": of, "state": "open"}
                for key, of in self.types.items()
            ],
            "int_estimates__dated": self._estimates(last_day(month)),
            "int_period_ends__listed": [
                {
                    "period_code": code(m),
                    "period_start_date": first_day(m),
                    "as_of_date": last_day(m),
                    "is_over": True,
                    "is_running": m == month,
                }
                for m in range(month + 1)
            ],
            "int_project_costs__cumulated": [self._cost(*each) for each in spans],
            "int_project_periods__listed": [
                {
                    "project_key": key,
                    "entity_code": "E",
                    "period_code": code(m),
                    "period_start_date": first_day(m),
                    "as_of_date": last_day(m),
                    "is_running": m == month,
                }
                for key, m in spans
            ],
            "int_project_plans__valued": [
                {
                    "project_key": key,
                    "period_code": code(m),
                    "baseline_key": key,
                    "planned_end_date": ends[key],
                    "budget_at_completion_reporting_amount": budget[key] * 60,
                }
                for key, m in spans
            ],
            "int_baselines__dated": [
                {"project_key": key, "baseline_key": key, "is_original": True}
                for key in self.starts
            ],
            "int_planned_periods__cumulated": [
                {
                    "baseline_key": key,
                    "period_start_date": first_day(self.starts[key]),
                    "period_number": 1,
                    "planned_duration": 1,
                    "all_planned_hours": budget[key],
                }
                for key in self.starts
            ],
            "int_costs__grouped": [
                {
                    "project_key": key,
                    "accounting_period": code(m),
                    "last_work_date": first_day(m) + dt.timedelta(days=20),
                    "hours": hours,
                }
                for key, worked in self.hours.items()
                for m, hours in worked.items()
                if m <= month
            ],
        }
