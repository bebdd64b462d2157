"""Contracts that are changed, judged anew, worked for and finished, drawn at random."""

import datetime as dt
import random
from decimal import Decimal

from revenue_books import Books

CENT = Decimal("0.01")
SIGNED = dt.date(2025, 1, 1)
LAST = dt.date(2025, 10, 31)
MODIFICATIONS = ("prospective", "cumulative_catch_up", "mixed", "separate_contract")
METHODS = ("cost_to_cost", "hours", "milestones", "ratable", "point_in_time", "zero_margin")


class Contracts:
    """The books of contracts of up to four versions, all finished on October 31."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.books = Books()

    def sign(self, contract: str) -> None:
        """Add a contract with all that becomes of it."""
        methods = self._modify(contract)
        self._judge(contract)
        self._deliver(contract)
        for name in (name for name, method in methods.items() if method == "milestones"):
            self.books.milestone(contract, name, Decimal("0.3"), self._day())
            self.books.milestone(contract, name, Decimal("0.7"), LAST)

    def _modify(self, contract: str) -> dict[str, str]:
        price = self._amount()
        held = {"P1": (self.chance.choice(METHODS), self._amount())}
        days = [SIGNED, *self._days(3)]
        kinds = ["original", *(self.chance.choice(MODIFICATIONS) for _ in days[1:])]
        for number, (day, kind) in enumerate(zip(days, kinds, strict=True), start=1):
            if kind in ("original", "prospective", "separate_contract"):
                held[f"P{number + 1}"] = (self.chance.choice(METHODS), self._amount())
            self.books.version(contract, number, day, price, modification_type=kind)
            for name, (method, alone) in held.items():
                self.books.obligation(contract, number, name, method, (SIGNED, LAST), alone)
            price += self._amount()
        return {name: method for name, (method, _) in held.items()}

    def _judge(self, contract: str) -> None:
        for day in self._days(3):
            name = self.chance.choice([None, "P1"])
            terms = {"price_component_id": f"{contract} {name}", "performance_obligation_id": name}
            self.books.component(contract, 1, self._amount(), day, **terms)

    def _deliver(self, contract: str) -> None:
        self.books.project(contract)
        for day in self._days(6):
            self.books.work(contract, day, self._hours(), self._amount() / 100)
        for day in self._days(3):
            self.books.estimate(contract, day, self._hours(), self._amount() / 100)
        self.books.estimate(contract, LAST, 0, 0)

    def _day(self) -> dt.date:
        return SIGNED + dt.timedelta(days=self.chance.randint(1, 290))

    def _days(self, most: int) -> list[dt.date]:
        return sorted({self._day() for _ in range(self.chance.randint(0, most))})

    def _hours(self) -> Decimal:
        return self.chance.randint(1, 160) * Decimal("0.25")

    def _amount(self) -> Decimal:
        return self.chance.randint(1, self.chance.choice((12, 10**5, 10**8))) * CENT


def contracts(seed: int, number: int) -> Books:
    """Return the books of a number of contracts."""
    drawn = Contracts(random.Random(seed))  # noqa: S311 - contracts that can be made again
    for place in range(number):
        drawn.sign(f"C{place}")
    return drawn.books
