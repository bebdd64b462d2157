"""The models from measures of balance to what came of decisions, and a story drawn for them."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from model_chain import Chain, Row, months

LAST = dt.date(2027, 12, 31)
CALENDAR: list[dict[str, Any]] = [dict(period) for period in months(LAST)]
AXES = {
    "partnership_interference": ("above", Decimal(25), Decimal(10)),
    "administration_bureaucracy": ("both", Decimal("0.02"), Decimal("0.01")),
    "output_outcome": ("below", Decimal("0.7"), Decimal("0.2")),
}
LEAST_ITEMS = 3
QUANTILES = {4: "2.776445", 5: "2.570582", 6: "2.446912", 7: "2.364624", 8: "2.306004"}
QUANTILES |= {9: "2.262157", 10: "2.228139"}


@dataclass(frozen=True, repr=False)
class BalanceChain(Chain):
    """The models from what is measured of an axis to what came of a decision."""

    models: ClassVar = ("fct_balance_position", "fct_balance_change", "fct_rebalance_decision")
    inputs: ClassVar = (
        "balance_axes",
        "student_t",
        "fct_balance_project_product",
        "fct_balance_transition_path",
        "fct_balance_partnership",
        "fct_balance_governance_month",
        "int_decisions__unioned",
        "int_period_ends__listed",
        "stg_evenkeel__fiscal_periods",
    )


@dataclass(frozen=True, repr=False)
class StageChain(Chain):
    """The share of what stood in a stage that was won."""

    models: ClassVar = ("fct_stage_probability",)
    inputs: ClassVar = ("int_opportunity_stages__dated", "int_period_ends__listed")

    @staticmethod
    def deals(decided: Mapping[str, tuple[int, int]]) -> dict[str, Sequence[Row]]:
        """Return rows in which so many deals of each stage were decided, and so many won."""
        return {
            "int_opportunity_stages__dated": [
                {
                    "opportunity_key": f"{stage} {number}",
                    "opportunity_type": "project",
                    "stage": stage,
                    "is_won": number < won,
                    "valid_from": LAST,
                    "decided_date": LAST,
                }
                for stage, (count, won) in decided.items()
                for number in range(count)
            ],
            "int_period_ends__listed": [
                {"period_code": "2027-12", "as_of_date": LAST, "is_running": False}
            ],
        }


class Story:
    """Three axes over three years that walk, jump and are not always measured, and a decision."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)  # noqa: S311
        self.values = {
            axis: self._walk(target, width, places=0 if axis == "partnership_interference" else 4)
            for axis, (_, target, width) in AXES.items()
        }
        self.decided = self.draw.randrange(0, len(CALENDAR) - 1)

    def _walk(self, target: Decimal, width: Decimal, *, places: int) -> list[Decimal | None]:
        distance, found = self.draw.gauss(0, 0.5), list[Decimal | None]()
        for _ in CALENDAR:
            distance += self.draw.gauss(0, 0.3) + self.draw.choice([0, 0, 0, 0, 0, -1, 1])
            distance = max(-1.9, min(1.9, distance))
            value = target + width * round(Decimal(distance), 2)
            found.append(None if self.draw.random() < 0.06 else round(value, places))
        return found

    def tables(self) -> dict[str, Sequence[Row]]:
        """Return the rows that say so."""
        days, load, outcomes = (self.values[axis] for axis in AXES)
        codes = [str(period["period_code"]) for period in CALENDAR]
        return {
            "balance_axes": [
                {
                    "axis": axis,
                    "place": place,
                    "measure": axis,
                    "target": target,
                    "band_width": width,
                    "out_of_band": side,
                    "leaves_beyond": Decimal(1),
                    "returns_below": Decimal("0.8"),
                    "drifting_from": Decimal("0.5"),
                    "least_items": LEAST_ITEMS,
                }
                for place, (axis, (side, target, width)) in enumerate(AXES.items())
            ],
            "student_t": [
                {"degrees_from": d, "degrees_before": d + 1, "quantile_975": Decimal(q)}
                for d, q in QUANTILES.items()
            ],
            "fct_balance_partnership": [
                {
                    "is_group": True,
                    "hand_off": "work_invoiced",
                    "accounting_period": code,
                    "median_days": int(day),
                    "arrived_items": LEAST_ITEMS,
                }
                for code, day in zip(codes, days, strict=True)
                if day is not None
            ],
            # An outcome that too few things tell is not known.
            "fct_balance_governance_month": [
                {
                    "accounting_period": code,
                    "governance_load": share,
                    "outcome_attainment": Decimal(1) if reached is None else reached,
                    "outcomes_due": LEAST_ITEMS - (reached is None),
                }
                for code, share, reached in zip(codes, load, outcomes, strict=True)
            ],
            "int_decisions__unioned": [
                {
                    "system_name": "s",
                    "decision_id": axis,
                    "axis": axis,
                    "decided_on": CALENDAR[self.decided]["period_start_date"],
                }
                for axis in AXES
            ],
            "int_period_ends__listed": [
                {
                    "period_code": period["period_code"],
                    "period_start_date": period["period_start_date"],
                    "as_of_date": period["period_end_date"],
                    "is_over": True,
                }
                for period in CALENDAR
            ],
            "stg_evenkeel__fiscal_periods": CALENDAR,
        }
