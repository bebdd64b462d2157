"""Generated projects: a forecast is what was known when it was made, and its record adds up."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from itertools import permutations

import pytest
from forecast_chain import ForecastChain
from forecast_history import LAST, History, code, first_day, last_day

pytestmark = pytest.mark.warehouse

SNAPSHOT = (
    "forecast_snapshot_key, forecaster, is_published_forecast, class_cases, all_cases, horizon, "
    "forecast_value, p10_value, p50_value, p80_value, p90_value, scored_forecasts, "
    "scored_pinball_loss"
)
RECORD = "forecast_accuracy_key, scored_forecasts, wape, bias, pinball_loss, covered_p10_p90_share"
LEVELS = (Decimal("0.1"), Decimal("0.5"), Decimal("0.8"), Decimal("0.9"))


def told(chain: ForecastChain, month: int) -> set[tuple]:
    """Return what is told of periods before that of a month."""
    return {
        row
        for model, columns in (
            ("fct_forecast_snapshot", SNAPSHOT),
            ("fct_forecast_accuracy", RECORD),
        )
        for row in chain.rows(model, f"accounting_period, {columns}")
        if row[0] < code(month)
    }


@pytest.mark.parametrize("seed", range(3))
def test_what_comes_later_changes_no_earlier_forecast_and_no_earlier_record(
    forecast_chain: ForecastChain, seed: int
) -> None:
    history, before = History(seed), set[tuple]()
    for month in (6, 9, 12, LAST):
        forecast_chain.run(history.known(month), as_of=last_day(month))
        now = told(forecast_chain, month)
        assert before - now == set()
        before = now
    assert len(before) > 100


def test_a_night_grades_no_period_before_which_the_same_was_known(
    forecast_chain: ForecastChain,
) -> None:
    history = History(1)
    graded = []
    for month in (9, 9, 10):
        forecast_chain.run(history.known(month), as_of=last_day(month))
        graded.append(
            [first for (first,) in forecast_chain.rows("int_forecast_periods__changed", "*")]
        )
    assert graded[1] == []
    assert graded[2]
    assert min(graded[2]) > first_day(8)


def of_hours(chain: ForecastChain, model: str, columns: str, where: str) -> list[tuple]:
    """Return some columns of a mart's rows on hours at completion."""
    return chain.connection.execute(
        f"select {columns} from {chain.places[model]} "
        f"where measure = 'hours_at_completion' and {where}"
    ).fetchall()


def loss(outcome: Decimal, quantiles: tuple[Decimal, ...]) -> Decimal:
    """Return the mean pinball loss of four quantiles."""
    losses = [
        level * (outcome - value) if outcome >= value else (1 - level) * (value - outcome)
        for level, value in zip(LEVELS, quantiles, strict=True)
    ]
    return sum(losses, Decimal(0)) / 4


def outcomes(history: History) -> dict[str, list[tuple[dt.date, dt.date, Decimal]]]:
    """Return from when until when each project was known to be complete, and at which hours."""
    found: dict[str, list[tuple[dt.date, dt.date, Decimal]]] = defaultdict(list)
    for key, worked in history.hours.items():
        planned = history.starts[key] + history.lengths[key] - 1
        for end in sorted({planned, max(worked)}):
            hours = sum((h for m, h in worked.items() if m <= end + 1), Decimal(0))
            again = dt.date(9999, 12, 31) if end == max(worked) else first_day(end + 2)
            found[key].append((first_day(end + 1), again, hours))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_losses_and_coverage_are_a_plain_reading_of_what_forecasts_came_to(
    forecast_chain: ForecastChain, seed: int
) -> None:
    history = History(seed)
    forecast_chain.run(history.known(LAST), as_of=last_day(LAST))
    known, read = outcomes(history), defaultdict[tuple, list](list)
    for project, forecaster, horizon, period, *quantiles in of_hours(
        forecast_chain,
        "fct_forecast_snapshot",
        "project_key, forecaster, horizon, accounting_period, "
        "p10_value, p50_value, p80_value, p90_value",
        "not is_running_period",
    ):
        read[forecaster, horizon] += [
            (hours, tuple(quantiles))
            for since, until, hours in known[project]
            if dt.date.fromisoformat(f"{period}-01") < since <= first_day(LAST) < until
        ]
    measured = {
        row[:2]: row[2:]
        for row in of_hours(
            forecast_chain,
            "fct_forecast_accuracy",
            "forecaster, horizon, scored_forecasts, pinball_loss, covered_p10_p90_share",
            f"record_level = 'company' and accounting_period = '{code(LAST)}'",
        )
        if row[0] != "published"
    }

    by_hand = {}
    for group, pairs in read.items():
        total = sum(hours for hours, _ in pairs)
        if total:
            inside = sum(low <= hours <= high for hours, (low, _, _, high) in pairs)
            lost = sum(loss(*pair) for pair in pairs)
            by_hand[group] = (len(pairs), lost / total, Decimal(inside) / len(pairs))
    assert len(by_hand) > 5
    for group, found in by_hand.items():
        assert measured[group] == pytest.approx(found, abs=Decimal("0.000001"))
    assert sum(n for n, *_ in measured.values()) == sum(len(pairs) for pairs in read.values())


@pytest.mark.parametrize("seed", range(3))
def test_forecasters_are_compared_on_what_both_have_forecast(
    forecast_chain: ForecastChain, seed: int
) -> None:
    history = History(seed)
    forecast_chain.run(history.known(LAST), as_of=last_day(LAST))
    known, losses = outcomes(history), defaultdict[tuple, dict](dict)
    for project, forecaster, horizon, period, *quantiles in of_hours(
        forecast_chain,
        "int_forecasts__ranged",
        "project_key, forecaster, horizon, period_code, p10_value, p50_value, p80_value, p90_value",
        "not is_running",
    ):
        for since, until, hours in known[project]:
            if dt.date.fromisoformat(f"{period}-01") < since <= first_day(LAST) < until:
                losses[horizon, project, period][forecaster] = loss(hours, tuple(quantiles))
    by_hand = defaultdict[tuple, list](list)
    for (horizon, *_), said in losses.items():
        for one, other in permutations(said, 2):
            by_hand[horizon, one, other].append(said[one] - said[other])
    compared = {
        row[:3]: row[3:]
        for row in of_hours(
            forecast_chain,
            "int_forecast_comparisons__cumulated",
            "horizon, forecaster, other_forecaster, compared_forecasts, lost_more",
            f"period_code = '{code(LAST)}'",
        )
    }
    assert len(compared) > 10
    assert compared.keys() == by_hand.keys()
    for group, found in by_hand.items():
        assert compared[group] == (len(found), pytest.approx(sum(found), abs=Decimal("0.00001")))
