"""What a company's systems deliver of time, and of what its people are there and paid for."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from model_chain import Row, Value, months
from time_history import FIRST, LAST_DAY, Deliveries

CATEGORIES = ("delivery", "leave", "bench", "internal", "governance")


@dataclass
class WorkDeliveries(Deliveries):
    """Time of people whose terms, holidays, absences and pay change as well."""

    at_most: int = 5
    terms: dict[str, tuple[dt.date, Decimal | None]] = field(
        default_factory=lambda: {name: (FIRST, Decimal(40)) for name in "ab"}
    )
    holidays: dict[dt.date, Decimal] = field(default_factory=dict[dt.date, Decimal])
    absences: dict[str, Row] = field(default_factory=dict[str, Row])
    payroll: dict[str, Row] = field(default_factory=dict[str, Row])
    purchases: dict[str, Row] = field(default_factory=dict[str, Row])
    list_rate: Decimal = Decimal(120)
    role: str = "analyst"
    inferred: set[str] = field(default_factory=set[str])
    locked: set[str] = field(default_factory=set[str])

    def deliver(self, key: str, row: dict[str, Any], *, is_deleted: bool = False) -> None:
        """Deliver a version of an entry, some of them of days ahead."""
        category = row.get("time_category") or self.chance.choice(CATEGORIES)
        if self.chance.random() < 0.1:
            row = row | {"work_date": self.day + dt.timedelta(days=self.chance.randint(1, 20))}
        super().deliver(key, row | {"time_category": category}, is_deleted=is_deleted)

    def change_employment(self) -> None:
        """Employ somebody from another day on, for other hours, for hours nobody knows, or not."""
        name = self.chance.choice("abc")
        self.terms.pop(name, None)
        if self.chance.random() < 0.8:
            hours = self.chance.choice([Decimal(40), Decimal("32.5"), None])
            self.terms[name] = (self.some_day(), hours)

    def change_holiday(self) -> None:
        """Have a day off, or none."""
        day = self.some_day()
        if self.holidays.pop(day, None) is None:
            self.holidays[day] = self.chance.choice([Decimal("0.5"), Decimal(1)])

    def change_absence(self) -> None:
        """Be away, for other days than was said, or not at all."""
        key, start = self.chance.choice(["A1", "A2", "A3"]), self.some_day()
        self.absences.pop(key, None)
        if self.chance.random() < 0.8:
            end = start + dt.timedelta(days=self.chance.randint(0, 25))
            self.absences[key] = {"absence_id": key, "person_id": self.chance.choice("abc")} | {
                "start_date": start,
                "end_date": end,
                "hours": Decimal(self.chance.randint(0, 160)) / 4,
            }

    def change_payroll(self) -> None:
        """Pay somebody for other days than was said, or not at all."""
        key, start = self.chance.choice(["W1", "W2", "W3"]), self.some_day().replace(day=1)
        self.payroll.pop(key, None)
        if self.chance.random() < 0.8:
            self.payroll[key] = {"payroll_cost_id": key, "person_id": self.chance.choice("abc")} | {
                "period_start_date": start,
                "period_end_date": start + dt.timedelta(days=self.chance.choice([13, 27, 40])),
            }

    def change_purchase(self) -> None:
        """Buy something for a project, for another one, or not at all."""
        key = self.chance.choice(["V1", "V2", "V3"])
        self.purchases.pop(key, None)
        if self.chance.random() < 0.8:
            self.purchases[key] = {"source_table": "expenses", "source_id": key} | {
                "system_name": "s",
                "project_key": self.chance.choice(["project-P", "project-Q", None]),
                "service_date": self.some_day(),
                "currency_code": self.chance.choice(["EUR", "USD"]),
                "cost_transaction_amount": Decimal(self.chance.randint(1, 999)),
                "is_wasted": self.chance.random() < 0.3,
            }

    def change_card(self) -> None:
        """List another price, or work in another role."""
        if self.chance.random() < 0.5:
            self.list_rate += 1
        else:
            self.role = "consultant" if self.role == "analyst" else "analyst"

    def describe_project(self) -> None:
        """Hear of a project that was only known by its time, or no more of one."""
        self.inferred ^= {self.chance.choice("PQR")}

    def lock_period(self) -> None:
        """Close the cost of a period, or open it again."""
        self.locked ^= {f"{self.some_day():%Y-%m}"}

    def seldom(self) -> list[Callable[[], None]]:
        """Return what happens now and then."""
        return [
            *super().seldom(),
            self.change_employment,
            self.change_holiday,
            self.change_absence,
            self.change_absence,
            self.change_payroll,
            self.change_purchase,
            self.change_card,
            self.describe_project,
            self.lock_period,
        ]

    def tables(self) -> Mapping[str, list[Row]]:
        """Return the inputs of the models."""
        tables = super().tables()
        roles: list[Row] = [
            {"person_key": f"person-{name}", "role": self.role}
            | {"valid_from": FIRST, "valid_before": LAST_DAY}
            for name in "ab"
        ]
        card: dict[str, Value] = {
            "priority": 8,
            "is_list_price": True,
            "role_name": "analyst",
            "bill_rate_id": "L",
        }
        card |= {"valid_from": FIRST, "valid_before": LAST_DAY, "bill_rate": self.list_rate}
        return {
            **tables,
            "int_identities__matched": [
                {**row, "is_inferred": row["source_id"] in self.inferred}
                for row in tables["int_identities__matched"]
            ],
            "int_employments__unioned": [
                {"system_name": "s", "employment_id": name, "person_id": name}
                | {"valid_from": first, "weekly_hours": hours}
                for name, (first, hours) in self.terms.items()
            ],
            "int_holidays__unioned": [
                {
                    "system_name": "s",
                    "holiday_id": str(day),
                    "holiday_date": day,
                    "day_share": share,
                }
                for day, share in self.holidays.items()
            ],
            "int_absences__unioned": [
                {"system_name": "s", **row} for row in self.absences.values()
            ],
            "int_payroll_costs__unioned": [
                {"system_name": "s", **row} for row in self.payroll.values()
            ],
            "int_purchases__valued": list(self.purchases.values()),
            "int_people__employed": roles,
            "int_bill_rates__dated": [card | {"currency_code": each} for each in ("EUR", "USD")],
            "int_period_locks__dated": [
                {"lock": "cost", "entity_code": entity, "period_code": period["period_code"]}
                | {"is_closed": period["period_code"] in self.locked}
                for period in months(self.day)
                for entity in "EF"
            ],
        }
