"""The schedules of the generated company, computed once more from what it exports."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import pytest
from nightly import Company

pytestmark = pytest.mark.warehouse

DAY = dt.timedelta(days=1)
BY_WORK = {"cost_to_cost", "hours", "zero_margin"}
VERSIONS = """
    select performance_obligation_key, performance_obligation_id, contract_version_id, made_on,
        revenue_method, max(allocated_amount), sum(recognised_amount), sum(planned_amount)
    from fct_revenue_schedule group by all order by all
"""
Weights = dict[str, Fraction]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def by_days(first: dt.date, last: dt.date) -> Weights:
    """Return how many days of each month lie between two days, at least the first one."""
    found: Weights = defaultdict(Fraction)
    while first <= last or not found:
        found[f"{first:%Y-%m}"] += 1
        first += DAY
    return found


def shared(cents: int, weights: Weights) -> dict[str, int]:
    """Return whole cents by weight; what is left goes to the largest rests, the first of them."""
    total = sum(weights.values())
    exact = {month: cents * weight / total for month, weight in weights.items()}
    whole = {month: int(part) for month, part in exact.items()}
    rests = sorted(exact, key=lambda month: (whole[month] - exact[month], month))
    for month in rests[: cents - sum(whole.values())]:
        whole[month] += 1
    return whole


class Exports:
    """What is known of an obligation's future, read from the exports."""

    def __init__(self, company: Company) -> None:
        """Read what schedules need."""
        self.promises = {
            (row["contract_version_id"], row["performance_obligation_id"]): row
            for row in company.rows("performance_obligations")
        }
        self.estimates = company.rows("estimates")
        self.plans = company.rows("baselines")
        self.planned = company.rows("planned_periods")
        self.milestones = company.rows("milestones")

    def weights(self, version: str, obligation: str, made_on: dt.date, method: str) -> Weights:
        """Return in which months the rest is expected, and by what weights."""
        promise = self.promises[version, obligation]
        last = day(promise["end_date"])
        if method == "milestones":
            return self._stones(obligation, made_on)
        if method == "point_in_time":
            return {f"{max(last, made_on + DAY):%Y-%m}": Fraction(1)}
        if method in BY_WORK:
            if planned := self._plan(promise["project_id"], made_on, method):
                return planned
            last = self._forecast(promise["project_id"], made_on) or last
        return by_days(max(day(promise["start_date"]), made_on + DAY), last)

    def _stones(self, obligation: str, made_on: dt.date) -> Weights:
        found: Weights = defaultdict(Fraction)
        for row in self.milestones:
            of_it = row["performance_obligation_id"] == obligation and row["state"] != "cancelled"
            if of_it and (not row["accepted_date"] or day(row["accepted_date"]) > made_on):
                expected = max(day(row["forecast_date"]), made_on + DAY)
                found[f"{expected:%Y-%m}"] += Fraction(row["weight_share"])
        return found

    def _plan(self, project: str, made_on: dt.date, method: str) -> Weights:
        known = [
            (row["approved_date"], int(row["version_number"]), row["baseline_id"])
            for row in self.plans
            if row["project_id"] == project and day(row["approved_date"]) <= made_on
        ]
        column = "planned_hours" if method == "hours" else "planned_cost_amount"
        return {
            row["period_start_date"][:7]: Fraction(row[column])
            for row in self.planned
            if known
            and row["baseline_id"] == max(known)[2]
            and day(row["period_start_date"]) > made_on
            and Fraction(row[column]) > 0
        }

    def _forecast(self, project: str, made_on: dt.date) -> dt.date | None:
        known = [
            (row["made_on"], row["estimate_id"], row["forecast_end_date"])
            for row in self.estimates
            if row["project_id"] == project and day(row["made_on"]) <= made_on
        ]
        forecast = day(max(known)[2]) if known else None
        return forecast if forecast and forecast > made_on else None


def test_every_rest_is_planned_where_the_exports_say(generated: Company) -> None:
    exports = Exports(generated)
    planned: dict[tuple, dict[str, int]] = defaultdict(dict)
    for key, made_on, month, amount in generated.query(
        "select performance_obligation_key, made_on, planned_period, planned_amount "
        "from fct_revenue_schedule where planned_amount <> 0"
    ):
        planned[key, made_on][month] = int(amount * 100)

    differing, methods = [], set()
    for key, obligation, version, made_on, method, _, _, rest in generated.query(VERSIONS):
        if rest <= 0:
            continue
        weights = exports.weights(version, obligation, made_on, method)
        expected = {
            month: cents for month, cents in shared(int(rest * 100), weights).items() if cents
        }
        methods.add(method)
        if planned[key, made_on] != expected:
            differing.append((obligation, made_on, method, planned[key, made_on], expected))

    assert differing == []
    assert methods == BY_WORK | {"milestones", "point_in_time", "ratable"}


def test_every_version_adds_up_and_says_what_was_recognised(generated: Company) -> None:
    to_date = {
        row[:2]: row[2]
        for row in generated.query(
            "select performance_obligation_key, accounting_period, revenue_to_date_amount "
            "from fct_revenue_po_month"
        )
    }
    versions = generated.query(VERSIONS)

    assert len(versions) > 100
    assert [row[6] + row[7] for row in versions] == [row[5] for row in versions]
    assert [row[6] for row in versions] == [to_date[row[0], f"{row[3]:%Y-%m}"] for row in versions]


def test_there_are_no_more_versions_than_changes(generated: Company) -> None:
    ((versions, months),) = generated.query(
        """
        select count(distinct (performance_obligation_key, accounting_period)),
            (select count(*) from fct_revenue_po_month where allocated_amount is not null)
        from fct_revenue_schedule
        """
    )

    assert Decimal(versions) / months < Decimal("0.4")
