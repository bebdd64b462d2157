"""Recurring revenue of generated subscriptions is what a plain reading of their lines says."""

import datetime as dt
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

import pytest
from recurring_chain import PERIODS, RATES, Entity, Known, RecurringChain, monthly

pytestmark = pytest.mark.warehouse

MOVEMENTS = ("new", "reactivation", "expansion", "contraction", "churn")
Key = tuple[str, str, str]


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def last_day(period: str) -> dt.date:
    year, month = (int(part) for part in period.split("-"))
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


def moved(before: Decimal, now: Decimal, *, ever: bool) -> str:
    if before == now:
        return "none"
    if before == 0:
        return "reactivation" if ever else "new"
    if now == 0:
        return "churn"
    return "expansion" if now > before else "contraction"


class Reading:
    """What an entity's lines come to, read without SQL."""

    def __init__(self, entity: Entity) -> None:
        self.entity = entity
        self.paid: dict[Key, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * len(PERIODS))
        for place, period in enumerate(PERIODS):
            for line in self.known(place).lines:
                if line.start <= last_day(period) and (not line.end or line.end > last_day(period)):
                    self.paid[line.client, line.product, line.currency][place] += monthly(line)

    def known(self, place: int) -> Known:
        """Return what a period is told by."""
        is_closed = self.entity.closes and place < 6
        return self.entity.then if is_closed else self.entity.now

    def arr(self, key: Key, place: int, rate_of: int) -> Decimal:
        """Return a year's worth of what is paid in a month, at the rate of another."""
        if place < 0:
            return Decimal(0)
        return cents(12 * self.paid[key][place] * RATES[key[2]][PERIODS[rate_of]])

    def movements(self) -> dict[tuple, str]:
        """Return how each customer moved in each month since it began."""
        return {
            (self.entity.code, period, *key): moved(
                paid[place - 1] if place else Decimal(0), paid[place], ever=any(paid[:place])
            )
            for key, paid in self.paid.items()
            for place, period in enumerate(PERIODS)
            if any(paid[: place + 1])
        }

    def bridge(self) -> dict[tuple, list[Decimal]]:
        """Return the rows of the bridge that are not all zero."""
        found: dict[tuple, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        for place, period in enumerate(PERIODS):
            groups: dict[tuple, list] = defaultdict(lambda: [Decimal(0), Decimal(0), False])
            for key, paid in self.paid.items():
                client, product, _ = key
                known, before = self.known(place), self.known(place - 1)
                family = known.families[product]
                row = found[self.entity.code, period, family]
                opening, now = self.arr(key, place - 1, place - 1), self.arr(key, place, place)
                revalued = self.arr(key, place - 1, place)
                earlier = found[self.entity.code, period, before.families[product]]
                earlier["opening"] += opening
                earlier["reorg"] -= opening
                row["reorg"] += opening
                row["fx"] += revalued - opening
                row["closing"] += now
                for suffix, parents in (("", known.parents), ("_now", self.entity.now.parents)):
                    group = groups[family, suffix, parents.get(client, client)]
                    group[0] += revalued
                    group[1] += now
                    group[2] |= any(paid[:place])
            for (family, suffix, _), (revalued, now, ever) in groups.items():
                category = moved(revalued, now, ever=ever)
                found[self.entity.code, period, family][category + suffix] += abs(now - revalued)
        columns = (
            "opening",
            *MOVEMENTS,
            "fx",
            "reorg",
            "closing",
            *(f"{m}_now" for m in MOVEMENTS),
        )
        rows = {key: [row[column] for column in columns] for key, row in found.items()}
        return {key: row for key, row in rows.items() if any(row)}


@pytest.fixture(scope="module")
def entities(recurring: RecurringChain) -> list[Entity]:
    """Thirty entities; half of them closed six months before what is known of them changed."""
    found = [Entity(number) for number in range(30)]
    recurring.history(found)
    return found


def test_movements_are_those_of_a_plain_reading(
    recurring: RecurringChain, entities: list[Entity]
) -> None:
    columns = "entity_code, accounting_period, client_key, product_key, transaction_currency_code"
    rows = recurring.rows("fct_mrr_customer_month", f"{columns}, movement_category")

    expected = {key: how for entity in entities for key, how in Reading(entity).movements().items()}
    assert set(expected.values()) == {*MOVEMENTS, "none"}
    assert {row[:5]: row[5] for row in rows if row[:5] in expected} == expected


def test_the_bridge_is_that_of_a_plain_reading_and_foots(
    recurring: RecurringChain, entities: list[Entity]
) -> None:
    beside = [f"{name}_arr_by_current_parent" for name in MOVEMENTS]
    names = ["opening_arr", *(f"{name}_arr" for name in MOVEMENTS), "fx_arr", "reorg_arr", "arr"]
    columns = ", ".join(f"{name}_reporting_amount" for name in (*names, *beside))
    rows = recurring.rows(
        "fct_arr_bridge_month", f"entity_code, accounting_period, product_family, {columns}"
    )

    expected = {key: row for entity in entities for key, row in Reading(entity).bridge().items()}
    assert {row[:3]: list(row[3:]) for row in rows if any(row[3:])} == expected
    assert all(any(row[column] for row in expected.values()) for column in range(len(names)))
    assert any(row[1:6] != row[9:] for row in expected.values())
    wrong = [
        row
        for row in recurring.rows("int_control_c12__measured", "a_value, b_value, tolerance, *")
        if abs(row[0] - row[1]) > row[2]
    ]
    assert wrong == []


def test_gross_retention_is_never_above_one_or_net(
    recurring: RecurringChain, entities: list[Entity]
) -> None:
    rows = recurring.rows("fct_retention_cohort", "month_offset, nrr, grr, logo_retention")

    assert len(entities) < len(rows)
    assert all(0 <= grr <= min(1, nrr) and 0 <= logos <= 1 for _, nrr, grr, logos in rows)
    assert {row[1:] for row in rows if row[0] == 0} == {(1, 1, 1)}
