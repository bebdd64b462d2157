"""What a company's systems deliver of time, and what its value depends on, changed at random."""

import datetime as dt
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from model_chain import Row, months

FIRST = dt.date(2025, 1, 1)
LAST_DAY = dt.date(9999, 12, 31)


@dataclass
class Deliveries:
    """What a company's systems deliver, changed at random from night to night.

    Of entries by a canonical system every version is delivered; a Harvest account shows its own as
    they are. `at_most` is how many things that happen seldom do in one night.
    """

    chance: random.Random
    day: dt.date = dt.date(2025, 2, 1)
    nights: int = 0
    at_most: int = 2
    made: int = 0
    versions: list[Row] = field(default_factory=list[Row])
    latest: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    shown: dict[str, Row] = field(default_factory=dict[str, Row])
    projects: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {
            name: {"client_id": "k1", "entity_code": code}
            for name, code in zip("PQR", "EEF", strict=True)
        }
    )
    people: dict[str, str | None] = field(default_factory=lambda: {"a": "E", "b": "F", "c": None})
    keys: dict[tuple[str, str], str] = field(
        default_factory=lambda: {
            (kind, name): f"{kind}-{name}"
            for kind, names in (("project", "PQR"), ("person", "abc"), ("client", ("k1", "k2")))
            for name in names
        }
    )
    cost_rates: dict[str, dict[dt.date, Decimal]] = field(
        default_factory=lambda: {name: {FIRST: Decimal(50)} for name in "ab"}
    )
    fx_rates: dict[dt.date, Decimal] = field(default_factory=lambda: {FIRST: Decimal("1.1")})
    functional: dict[str, str] = field(default_factory=lambda: {"E": "EUR", "F": "USD"})

    def some_day(self) -> dt.date:
        """Return a day until today."""
        return FIRST + dt.timedelta(days=self.chance.randrange((self.day - FIRST).days + 1))

    def deliver(self, key: str, row: dict[str, Any], *, is_deleted: bool = False) -> None:
        """Deliver a version of an entry."""
        self.latest[key] = row
        self.made += 1
        lineage = {"delivery_id": f"d{self.nights}", "row_hash": f"h{self.made}"}
        lineage |= {"landed_at": dt.datetime.combine(self.day, dt.time(2)), "time_entry_id": key}
        if not key.startswith("H"):
            self.versions.append(
                {"system_name": "s", "delivery_number": self.nights, "is_deleted": is_deleted}
                | row
                | lineage
            )
        elif is_deleted:
            self.shown.pop(key, None)
        else:
            self.shown[key] = {"system_name": "h"} | row | lineage

    def work(self) -> None:
        """Record some time."""
        for _ in range(self.chance.randint(1, 5)):
            row = {
                "person_id": self.chance.choice("abcz"),
                "project_id": self.chance.choice("PQRZ"),
            }
            row |= {"work_date": self.some_day(), "hours": Decimal(self.chance.randint(1, 32)) / 4}
            row |= {"bill_rate": self.chance.choice([None, Decimal(90)]), "is_billable": True}
            row |= {"currency_code": self.chance.choice(["EUR", "USD", "GBP"])}
            row |= {"invoice_line_id": self.chance.choice([None, "L", "M"])}
            self.deliver(
                f"{self.chance.choice('TTH')}{self.made}", row | {"approval_state": "approved"}
            )

    def edit(self) -> None:
        """Change an entry, move it, or bring it back."""
        if self.latest:
            key = self.chance.choice(list(self.latest))
            changes = [
                {"hours": Decimal(self.chance.randint(1, 32)) / 4},
                {"project_id": self.chance.choice("PQRZ")},
                {"person_id": self.chance.choice("abcz")},
                {"work_date": self.some_day()},
                {"is_billable": False},
                {"invoice_line_id": self.chance.choice(["L", "M", None])},
            ]
            self.deliver(key, self.latest[key] | self.chance.choice(changes))

    def delete(self) -> None:
        """Delete an entry at the source."""
        if self.latest:
            key = self.chance.choice(list(self.latest))
            self.deliver(key, self.latest[key], is_deleted=True)

    def change_project(self) -> None:
        """Give a project to another client or entity, or hear no more of it."""
        name = self.chance.choice("PQR")
        self.projects[name] = {
            "client_id": self.chance.choice(["k1", "k2", None]),
            "entity_code": self.chance.choice(["E", "F", None]),
        }

    def change_person(self) -> None:
        """Move a person to another entity."""
        self.people[self.chance.choice("abc")] = self.chance.choice(["E", "F", None])

    def map_anew(self) -> None:
        """Find that something is known by another key, or by none."""
        kind, name = self.chance.choice(
            [
                ("project", "P"),
                ("project", "Z"),
                ("person", "a"),
                ("client", "k1"),
                ("client", "k2"),
            ]
        )
        self.keys[kind, name] = f"{kind}-{name}-{self.nights}"

    def change_cost_rate(self) -> None:
        """Set a rate from some day on, or take one away."""
        rates = self.cost_rates[self.chance.choice("ab")]
        if rates and self.chance.random() < 0.3:
            del rates[self.chance.choice(list(rates))]
        rates[self.some_day()] = Decimal(self.chance.randint(40, 80))

    def change_fx_rate(self) -> None:
        """Hear a rate of some day, new or corrected, or lose one."""
        if self.fx_rates and self.chance.random() < 0.3:
            del self.fx_rates[self.chance.choice(list(self.fx_rates))]
        self.fx_rates[self.some_day()] = Decimal(self.chance.randint(90, 130)) / 100

    def change_books(self) -> None:
        """Keep the books of an entity in another currency."""
        self.functional["F"] = self.chance.choice(["USD", "EUR"])

    def seldom(self) -> list[Callable[[], None]]:
        """Return what happens now and then."""
        return [
            self.change_project,
            self.change_person,
            self.map_anew,
            self.change_cost_rate,
            self.change_fx_rate,
            self.change_books,
        ]

    def days_pass(self) -> None:
        """Let days pass, with some of what can happen in them."""
        self.nights += 1
        self.day += dt.timedelta(days=self.chance.randint(1, 20))
        often = [self.work, self.edit, self.edit, self.delete]
        happenings = [
            *self.chance.sample(often, 2),
            *self.chance.sample(self.seldom(), self.chance.randint(0, self.at_most)),
        ]
        for happening in happenings:
            happening()

    def tables(self) -> Mapping[str, list[Row]]:
        """Return the inputs of the models."""
        return {
            "stg_canonical__time_entries": self.versions,
            "int_harvest_time_entries__conformed": list(self.shown.values()),
            "int_projects__unioned": [
                {"system_name": system, "project_id": name} | row
                for name, row in self.projects.items()
                for system in "sh"
            ],
            "int_people__unioned": [
                {"system_name": "s", "person_id": name, "entity_code": code}
                for name, code in self.people.items()
            ],
            "int_identities__matched": [
                {"entity_type": kind, "system_name": "s", "source_id": name, "crosswalk_key": key}
                for (kind, name), key in self.keys.items()
            ],
            "int_cost_rates__assigned": [
                {"system_name": "s", "person_id": name, "cost_rate_id": f"{name}{first}"}
                | {
                    "valid_from": first,
                    "valid_before": before,
                    "cost_rate": rate,
                    "currency_code": "EUR",
                }
                for name, rates in self.cost_rates.items()
                for first, before, rate in spans(rates)
            ],
            "int_fx_rates__dated": [
                {"from_currency_code": one, "to_currency_code": other, "fx_rate": rate}
                | {"valid_from": first, "valid_before": before}
                for one, other in (("EUR", "USD"), ("USD", "EUR"))
                for first, before, rate in spans(self.fx_rates)
            ],
            "stg_evenkeel__systems": [
                {"system_name": "s", "system_kind": "canonical", "entity_code": "E"},
                {"system_name": "h", "system_kind": "harvest", "entity_code": "F"},
            ],
            "stg_evenkeel__entities": [
                {"entity_code": code, "functional_currency_code": currency}
                for code, currency in self.functional.items()
            ],
            "stg_evenkeel__fiscal_periods": months(self.day),
        }


def spans(rates: Mapping[dt.date, Decimal]) -> list[tuple[dt.date, dt.date, Decimal]]:
    """Return the rates with the day each begins and the day another does."""
    days = sorted(rates)
    return [
        (first, before, rates[first])
        for first, before in zip(days, [*days[1:], LAST_DAY], strict=True)
    ]
