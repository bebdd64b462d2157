"""What the systems of a company hold, changed at random from night to night."""

import datetime as dt
import random
from dataclasses import dataclass, field
from decimal import Decimal

from closing_rows import Held, entry, line, posting, purchase
from model_chain import Row

NOON = dt.time(12)
FIRST = dt.date(2025, 1, 1)


@dataclass
class History:
    """What the systems of a company hold, changed at random from night to night."""

    chance: random.Random
    day: dt.date = dt.date(2025, 1, 20)
    made: int = 0
    time: dict[str, Held] = field(default_factory=dict[str, Held])
    lines: dict[str, Held] = field(default_factory=dict[str, Held])
    bought: dict[str, Held] = field(default_factory=dict[str, Held])
    earned: dict[tuple[str, dt.date], Held] = field(default_factory=dict[tuple[str, dt.date], Held])
    events: list[Row] = field(default_factory=list[Row])
    closed: dict[tuple[str, dt.date], bool] = field(default_factory=dict[tuple[str, dt.date], bool])

    @property
    def landed_at(self) -> dt.datetime:
        """When what is changed now lands."""
        return dt.datetime.combine(self.day, NOON)

    def cents(self, most: int) -> Decimal:
        """Return an amount that may be negative."""
        return Decimal(self.chance.randint(-most // 10, most)) / 100

    def some_day(self) -> dt.date:
        """Return a day until today."""
        return FIRST + dt.timedelta(
            days=self.chance.randint(0, self.day.toordinal() - FIRST.toordinal())
        )

    def stamp(self, row: Held) -> None:
        """Mark a row as changed."""
        self.made += 1
        row.update(landed_at=self.landed_at, row_hash=f"h{self.made}", delivery_id=f"d{self.made}")

    def work(self) -> None:
        """Record some time, of any day."""
        for _ in range(self.chance.randint(1, 4)):
            row = {"hours": Decimal(self.chance.randint(1, 40)) / 4, "work_date": self.some_day()}
            row |= {
                "cost_rate": Decimal(50),
                "bill_rate": Decimal(90),
                "project_key": self.chance.choice("pq"),
            }
            row |= {
                "is_billable": self.chance.random() < 0.8,
                "approval_state": self.chance.choice(["approved", "submitted"]),
            }
            row |= {"cost_rate_id": "r"}
            row |= {
                "time_category": self.chance.choice(["delivery", "governance"]),
                "task_name": self.chance.choice(["Build", "Plan", None]),
            }
            self.stamp(row)
            self.time[f"T{self.made}"] = row

    def edit_time(self) -> None:
        """Change an entry."""
        if self.time:
            row = self.time[self.chance.choice(list(self.time))]
            row.update(
                self.chance.choice(
                    [
                        {"hours": Decimal(self.chance.randint(0, 40)) / 4},
                        {"work_date": self.some_day()},
                        {"approval_state": "approved"},
                        {"project_key": "q"},
                        {"is_billable": False},
                        {"time_category": "presales", "task_name": "Offer"},
                    ]
                )
            )
            self.stamp(row)

    def delete(self) -> None:
        """Take a row away."""
        held = self.chance.choice([self.time, self.lines, self.bought])
        if held:
            del held[self.chance.choice(list(held))]

    def change_rate(self) -> None:
        """Change a rate for past days too."""
        rate = {
            self.chance.choice(["cost_rate", "bill_rate"]): Decimal(self.chance.randint(40, 99))
        }
        since = self.some_day()
        for row in self.time.values():
            if row["work_date"] >= since:
                row.update(rate)

    def map_anew(self) -> None:
        """Find that some time belongs to another project."""
        for row in self.time.values():
            if row["project_key"] == "p" and self.chance.random() < 0.3:
                row["project_key"] = "m"

    def bill(self) -> None:
        """Post an invoice line."""
        row = {"net_amount": self.cents(10**6), "invoice_date": self.some_day()}
        row |= {
            "fx": Decimal(self.chance.randint(80, 120)) / 100,
            "project_key": self.chance.choice(["p", None]),
        }
        self.stamp(row)
        self.lines[f"L{self.made}"] = row

    def buy(self) -> None:
        """Spend something, of any day, or correct what was spent."""
        if self.bought and self.chance.random() < 0.4:
            row = self.bought[self.chance.choice(list(self.bought))]
            row.update(
                self.chance.choice(
                    [{"amount": self.cents(10**5)}, {"service_date": self.some_day()}]
                )
            )
        else:
            row = {"amount": self.cents(10**5), "service_date": self.some_day()}
            row |= {
                "fx": Decimal(self.chance.randint(80, 120)) / 100,
                "project_key": self.chance.choice(["p", None]),
                "cost_class": self.chance.choice(["expense", "material"]),
            }
            self.bought[f"X{self.made + 1}"] = row
        self.stamp(row)

    def change_fx(self) -> None:
        """Correct the exchange rates."""
        for row in (*self.lines.values(), *self.bought.values()):
            row["fx"] = Decimal(self.chance.randint(80, 120)) / 100

    def earn(self) -> None:
        """Earn something in a month, by another estimate and perhaps another version."""
        month = self.some_day().replace(day=1)
        self.made += 1
        self.earned[self.chance.choice("AB"), following(month) - dt.timedelta(days=1)] = {
            "revenue_amount": self.cents(10**6),
            "contract_version_id": self.chance.choice(["v1", "v1", "v2"]),
            "estimate_id": f"e{self.made}",
        }

    def close(self) -> None:
        """Close a lock of the first month where it is open, if that is over."""
        lock = self.chance.choice(["all", "billing", "cost", "revenue"])
        first = FIRST
        while first < self.day.replace(day=1):
            if any(not self.closed.get((one, first)) for one in self.locks(lock)):
                self.tell(first, lock, "closed")
                return
            first = following(first)

    def reopen(self) -> None:
        """Reopen the last month where a lock is closed."""
        lock = self.chance.choice(["billing", "cost", "revenue"])
        months = [month for (one, month), closed in self.closed.items() if one == lock and closed]
        if months:
            self.tell(max(months), lock, "reopened")

    def locks(self, lock: str) -> list[str]:
        """Return the locks that an event is for."""
        return ["billing", "cost", "revenue"] if lock == "all" else [lock]

    def tell(self, month: dt.date, lock: str, event: str) -> None:
        """Tell of a closing or a reopening."""
        self.made += 1
        self.events.append(
            {"system_name": "s", "period_event_id": f"{self.made:05}", "period_start_date": month}
            | {"lock": lock, "event_type": event, "occurred_at": self.landed_at, "actor": "a"}
        )
        for one in self.locks(lock):
            self.closed[one, month] = event == "closed"

    def days_pass(self) -> None:
        """Let days pass, with some of what can happen in them."""
        self.day += dt.timedelta(days=self.chance.randint(3, 25))
        happenings = [
            self.work,
            self.work,
            self.edit_time,
            self.delete,
            self.change_rate,
            self.map_anew,
            self.bill,
            self.buy,
            self.buy,
            self.change_fx,
            self.earn,
            self.earn,
            self.close,
            self.close,
            self.reopen,
        ]
        for happening in self.chance.sample(happenings, self.chance.randint(3, 9)):
            happening()

    def tables(self) -> dict[str, list[Row]]:
        """Return the inputs of the models."""
        return {
            "int_period_events__unioned": self.events,
            "int_time_entries__unioned": [
                {"system_name": "s", "time_entry_id": key}
                | {name: row[name] for name in ("time_category", "task_name")}
                for key, row in self.time.items()
            ],
            "int_time_entries__valued": [entry(key, row) for key, row in self.time.items()],
            "int_purchases__valued": [purchase(key, row) for key, row in self.bought.items()],
            "int_invoice_lines__converted": [line(key, row) for key, row in self.lines.items()],
            "int_revenue__posted": [posting(*key, row) for key, row in self.earned.items()],
        }


def following(month: dt.date) -> dt.date:
    """Return the next month."""
    return (month + dt.timedelta(days=31)).replace(day=1)
