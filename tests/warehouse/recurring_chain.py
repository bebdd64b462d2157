"""The models from subscription lines to the bridge of recurring revenue."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import ClassVar

from model_chain import Chain, Row, months

CLOSED, AS_OF = dt.date(2025, 6, 30), dt.date(2025, 12, 31)
PERIODS = tuple(str(month["period_code"]) for month in months(AS_OF))
RATES = {
    "EUR": dict.fromkeys(PERIODS, Decimal(1)),
    "GBP": {
        period: Decimal("1.2") + Decimal(number % 5) / 100 for number, period in enumerate(PERIODS)
    },
}


@dataclass(frozen=True)
class Line:
    """A line of a subscription, its charge in cents."""

    client: str
    product: str
    currency: str
    start: dt.date
    end: dt.date | None
    cents: int
    months: int


@dataclass(frozen=True)
class Known:
    """What is known of an entity: lines, parents of clients and families of products."""

    lines: tuple[Line, ...]
    parents: dict[str, str]
    families: dict[str, str]


class Entity:
    """An entity whose clients subscribe to products; what is known of it later may differ.

    Lines overlap, leave gaps, have no end, change currency; a client gets another parent and a
    product another family. Entities with an even number close the first half of the year between.
    """

    def __init__(self, number: int) -> None:
        self.code, self.closes = f"E{number:02}", number % 2 == 0
        self.chance = Random(number)  # noqa: S311 - a history that can be made again
        self.clients = [f"{self.code}-c{client}" for client in range(4)]
        self.products = [f"{self.code}-k{product}" for product in range(2)]
        lines = tuple(self._line() for _ in range(self.chance.randint(3, 9)))
        later = tuple(self._changed(line) for line in lines if self.chance.random() < 0.9)
        self.then = Known(lines, self._parents(), self._families())
        self.now = Known((*later, self._line()), self._parents(), self._families())

    def _line(self) -> Line:
        chance = self.chance
        start = dt.date(2025, 1, 1) + dt.timedelta(days=chance.randint(0, 330))
        days = chance.choice((None, 0, 31, 90, 181))
        end = None if days is None else start + dt.timedelta(days=days)
        return Line(
            chance.choice(self.clients),
            chance.choice(self.products),
            chance.choice(("EUR", "EUR", "GBP")),
            start,
            end,
            chance.choice((0, 10_000, 10_000, chance.randint(1, 99_999))),
            chance.choice((1, 1, 3, 12)),
        )

    def _changed(self, line: Line) -> Line:
        if self.chance.random() < 0.7:
            return line
        return replace(line, cents=self.chance.randint(1, 99_999), currency="EUR")

    def _parents(self) -> dict[str, str]:
        return {c: self.clients[0] for c in self.clients[1:] if self.chance.random() < 0.5}

    def _families(self) -> dict[str, str]:
        return {product: self.chance.choice(("Keels", "Sails")) for product in self.products}


@dataclass(frozen=True, repr=False)
class RecurringChain(Chain):
    """The models from subscription lines to the bridge; closed periods keep what they had."""

    models: ClassVar = (
        "int_mrr__summed",
        "fct_mrr_customer_month",
        "fct_arr_bridge_month",
        "fct_retention_cohort",
        "int_control_c12__measured",
    )
    inputs: ClassVar = (
        "int_subscription_lines__dated",
        "int_period_ends__listed",
        "int_closing_rates__dated",
        "int_period_locks__dated",
        "stg_evenkeel__booked_mrr",
        "stg_evenkeel__book_pages",
        "dim_customer",
        "dim_product",
    )

    def history(self, entities: list[Entity]) -> None:
        """Build what was known at half of the year, close it, and build what is known later."""
        self.connection.execute("create or replace table booked (mrr_customer_month_key varchar)")
        then = tables_of([(entity.code, entity.then) for entity in entities], CLOSED)
        self.run(then, as_of=CLOSED)
        closing = [entity.code for entity in entities if entity.closes]
        self.connection.execute(
            f"create or replace table booked as from {self.places['fct_mrr_customer_month']} "
            "where list_contains($1, entity_code)",
            [closing],
        )
        pages = [{"entity_code": code, "period_code": p} for code in closing for p in PERIODS[:6]]
        self.run(
            {
                **tables_of([(entity.code, entity.now) for entity in entities], AS_OF),
                "stg_evenkeel__booked_mrr": self._booked(),
                "int_period_locks__dated": [
                    {"lock": "revenue", "is_settled": True, **page} for page in pages
                ],
                "stg_evenkeel__book_pages": [
                    {
                        "table_name": "fct_mrr_customer_month",
                        "entity_code": page["entity_code"],
                        "accounting_period": page["period_code"],
                    }
                    for page in pages
                ],
            },
            as_of=AS_OF,
        )

    def _booked(self) -> list[Row]:
        found = self.connection.execute(
            "select entity_code, client_key, product_key, accounting_period, "
            "transaction_currency_code as currency_code, mrr_transaction_amount as mrr_amount, "
            "reporting_fx_rate, arr_reporting_amount, group_client_key from booked"
        )
        columns = [column for column, *_ in found.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]

    def _build(self, name: str) -> None:
        super()._build(name)
        if name == "fct_mrr_customer_month":
            place = self.places[name]
            self.connection.execute(
                f"delete from {place} where mrr_customer_month_key in "
                "(select mrr_customer_month_key from booked)"
            )
            self.connection.execute(f"insert into {place} by name from booked")


def tables_of(entities: list[tuple[str, Known]], as_of: dt.date) -> dict[str, list[Row]]:
    """Return what is known as rows of the models' inputs."""
    return {
        "int_subscription_lines__dated": [
            {
                "is_current": True,
                "entity_code": entity,
                "client_key": line.client,
                "product_key": line.product,
                "currency_code": line.currency,
                "start_date": line.start,
                "end_date": line.end,
                "line_amount": Decimal(line.cents) / 100,
                "billing_months": line.months,
                "mrr_amount": monthly(line),
            }
            for entity, known in entities
            for line in known.lines
        ],
        "int_period_ends__listed": [
            {
                "period_code": month["period_code"],
                "period_start_date": month["period_start_date"],
                "as_of_date": month["period_end_date"],
                "is_running": month["period_end_date"] == as_of,
            }
            for month in months(as_of)
        ],
        "int_closing_rates__dated": [
            {
                "from_currency_code": "GBP",
                "to_currency_code": "EUR",
                "period_code": period,
                "fx_rate": rate,
            }
            for period, rate in RATES["GBP"].items()
        ],
        "dim_customer": [
            {"client_key": client, "parent_client_key": parent}
            for _, known in entities
            for client, parent in known.parents.items()
        ],
        "dim_product": [
            {"product_key": product, "product_family": family}
            for _, known in entities
            for product, family in known.families.items()
        ],
    }


def monthly(line: Line) -> Decimal:
    """Return what a line charges a month, to six places."""
    exact = Decimal(line.cents) / 100 / line.months
    return exact.quantize(Decimal("0.000001"), rounding="ROUND_HALF_UP")
