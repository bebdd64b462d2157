"""Generated stories of axes: windows over what was decisive are the state machine, step by step.

Positions are computed a second time in plain Python; changes of level, effects of decisions and
shares of stages are what SciPy says they are.
"""

import csv
import math
import random
from decimal import Decimal

import numpy as np
import pytest
from balance_chain import AXES, CALENDAR, LAST, BalanceChain, StageChain, Story
from scipy import stats

from pipelines.lib.dbt import PROJECT

pytestmark = pytest.mark.warehouse


def z_of(axis: str, value: Decimal | None) -> Decimal | None:
    _, target, width = AXES[axis]
    return None if value is None else (value - target) / width


def walked(axis: str, values: list[Decimal | None]) -> list[tuple]:
    """Return z, drift, state, day it left and days outside from the first known month on."""
    side = AXES[axis][0]
    first = next(place for place, value in enumerate(values) if value is not None)
    since, distances, found = None, dict[int, Decimal](), list[tuple]()
    known = {place: z for place, v in enumerate(values) if (z := z_of(axis, v)) is not None}
    for place in range(first, len(values)):
        period, z = CALENDAR[place], known.get(place)
        if z is not None:
            distances[place] = abs(z) if side == "both" else z if side == "above" else -z
            if since is None and distances[place] > 1:
                since = period["period_start_date"]
            elif since is not None and distances[place] < Decimal("0.8"):
                since = None
        before = known.get(place - 3)
        drift = None if z is None or before is None else z - before
        moved = None if drift is None else distances[place] - distances[place - 3]
        if z is None:
            state = "unknown"
        elif since is not None:
            state = "outside"
        elif min(distances[place], moved or Decimal(0)) >= Decimal("0.5"):
            state = "drifting"
        else:
            state = "inside"
        days = (period["period_end_date"] - since).days + 1 if since else 0
        found.append((period["period_code"], z, drift, state, since, days))
    return found


def changed(values: list[Decimal | None]) -> dict[str, float]:
    """Return the months whose level changed most, with Welch's t."""
    strengths = dict[int, float]()
    for place in range(len(values)):
        before = [float(v) for v in values[max(0, place - 6) : place] if v is not None]
        after = [float(v) for v in values[place : place + 6] if v is not None]
        if min(len(before), len(after)) >= 4:
            strengths[place] = float(np.array(stats.ttest_ind(after, before, equal_var=False))[0])
    return {
        str(CALENDAR[place]["period_code"]): t
        for place, t in strengths.items()
        if abs(t) >= 5
        and all(abs(strengths.get(other, 0)) <= abs(t) for other in range(place - 5, place + 6))
    }


def effects(values: list[Decimal | None], decided: int) -> tuple[int, list[tuple | None]]:
    """Return how many months tell the line before a decision, and effect and interval after."""
    points = [
        (place - decided, float(value))
        for place in range(max(0, decided - 12), decided)
        if (value := values[place]) is not None
    ]
    if len(points) < 6:
        return len(points), [None] * 3
    xs, ys = zip(*points, strict=True)
    slope, intercept, _, _, error = map(float, np.array(stats.linregress(xs, ys)))
    middle = sum(xs) / len(points)
    spread = sum((x - middle) ** 2 for x in xs)
    scatter = error * math.sqrt(spread)
    found: list[tuple | None] = []
    for ahead in (1, 3, 6):
        value = values[decided + ahead] if decided + ahead < len(values) else None
        if value is None:
            found.append(None)
            continue
        effect = float(value) - intercept - slope * ahead
        margin = stats.t.ppf(0.975, len(points) - 2) * scatter
        margin *= math.sqrt(1 + 1 / len(points) + (ahead - middle) ** 2 / spread)
        found.append((effect, effect - margin, effect + margin))
    return len(points), found


@pytest.mark.filterwarnings("ignore:Precision loss occurred")
@pytest.mark.parametrize("seed", range(12))
def test_a_story_is_told_as_it_is_step_by_step(balances: BalanceChain, seed: int) -> None:
    story = Story(seed)

    balances.run(story.tables(), as_of=LAST)

    for axis, values in story.values.items():
        where = f"axis = '{axis}'"
        assert balances.connection.execute(
            "select accounting_period, position_z, drift_z, balance_state, outside_since_date, "
            f"days_outside from {balances.places['fct_balance_position']} where {where} order by 1"
        ).fetchall() == walked(axis, values)
        told = balances.connection.execute(
            f"select accounting_period, change_t from {balances.places['fct_balance_change']} "
            f"where {where}"
        ).fetchall()
        assert {period: float(t) for period, t in told} == pytest.approx(changed(values), abs=1e-6)
        ((months, *measured),) = balances.connection.execute(
            "select effect_months_before, "
            + ", ".join(
                f"effect{end}_{ahead}m" for ahead in (1, 3, 6) for end in ("", "_lower", "_upper")
            )
            + f" from {balances.places['fct_rebalance_decision']} where {where}"
        ).fetchall()
        known, after = effects(values, story.decided)
        assert months == known
        for place, effect in enumerate(after):
            found = measured[place * 3 : place * 3 + 3]
            if effect is None:
                assert found == [None] * 3
            else:
                assert [float(part) for part in found] == pytest.approx(effect, rel=1e-6, abs=2e-6)


def test_the_quantiles_leave_a_fortieth_of_students_t_above_them() -> None:
    with (PROJECT / "seeds" / "student_t.csv").open(encoding="utf-8") as file:
        spans = [
            (int(row["degrees_from"]), float(row["quantile_975"])) for row in csv.DictReader(file)
        ]

    assert [freedom for freedom, _ in spans[:30]] == list(range(1, 31))
    for freedom, quantile in spans:
        assert quantile == pytest.approx(stats.t.ppf(0.975, freedom), abs=1e-6)


def test_shares_of_stages_have_the_intervals_of_wilson(stages: StageChain) -> None:
    draw = random.Random(5)  # noqa: S311
    decided = {f"stage {n}": (n, draw.randint(0, n)) for n in (1, 2, 7, 30, 200)}

    stages.run(stages.deals(decided), as_of=LAST)

    rows = stages.connection.execute(
        f"select stage, won_low_share, won_high_share from {stages.places['fct_stage_probability']}"
    ).fetchall()
    assert len(rows) == len(decided)
    for stage, *found in rows:
        n, won = decided[stage]
        interval = stats.binomtest(won, n).proportion_ci(0.9, method="wilson")
        assert [float(end) for end in found] == pytest.approx(
            [interval.low, interval.high], abs=2e-6
        )
