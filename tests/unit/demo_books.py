"""What the demo company exports of its contracts and work, as whoever reads it by hand would."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

Row = Mapping[str, str]
CURRENCIES = {"HV-DE": "EUR", "HV-UK": "GBP", "HV-US": "USD"}
NOTHING = Fraction(0)
ZERO = Decimal(0)


def cents(text: str) -> Fraction:
    return Fraction(text or 0) * 100


class Books:
    """The exports of a company."""

    def __init__(self, folder: Path) -> None:
        """Read what revenue needs."""
        self.folder = folder
        self.entities = {row["project_id"]: row["entity_code"] for row in self.rows("projects")}
        self.versions = self.by(self.rows("contract_versions"), "contract_id")
        self.promises = self.by(self.rows("performance_obligations"), "contract_version_id")
        self.components = self.by(self.rows("price_components"), "contract_version_id")
        self.milestones = self.by(self.rows("milestones"), "performance_obligation_id")
        self.estimates = self.by(self.rows("estimates"), "project_id")
        self.baselines = self.by(self.rows("baselines"), "project_id")
        self.periods = self.by(self.rows("planned_periods"), "baseline_id")
        self.rates = {
            (row["from_currency_code"], row["to_currency_code"], row["rate_date"][:7]): Decimal(
                row["fx_rate"]
            )
            for row in self.rows("fx_rates")
        }
        # Of each project and day: hours, cost in the entity's currency, what may be invoiced.
        self.work: dict[str, dict[str, list[Decimal]]] = defaultdict(dict)
        self.read_work()

    def rows(self, table: str) -> list[dict[str, str]]:
        """Return the rows of a table."""
        paths = (self.folder / "exports").glob(f"{table}*.csv")
        (path,) = (path for path in paths if path.stem.removeprefix(table)[:3] in {"", "-20"})
        with path.open(encoding="utf-8", newline="") as text:
            return list(csv.DictReader(text))

    @staticmethod
    def by(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
        """Return rows by what a column holds."""
        found = defaultdict(list)
        for row in rows:
            found[row[column]].append(row)
        return found

    def rate(self, one: str, other: str, day: str) -> Decimal:
        """Return the rate between two currencies in the month of a day."""
        return Decimal(1) if one == other else self.rates[one, other, day[:7]]

    def read_work(self) -> None:
        """Read time and what else was spent; what was rejected is nothing."""
        cost_rates = self.by(self.rows("cost_rates"), "person_id")
        for row in self.rows("time_entries"):
            if row["approval_state"] == "rejected":
                continue
            day, hours = row["work_date"], Decimal(row["hours"])
            (rate,) = (
                held
                for held in cost_rates[row["person_id"]]
                if held["valid_from"] <= day <= (held["valid_to"] or "9999")
            )
            earns = row["is_billable"] == "true" and row["approval_state"] == "approved"
            charged = hours * Decimal(row["bill_rate"]) * 100 if earns else ZERO
            cost = hours * Decimal(rate["cost_rate"]) * 100
            self.spend(row, day, rate["currency_code"], cost, hours, charged)
        for table, day, amount in (
            ("expenses", "expense_date", "amount"),
            ("vendor_bills", "bill_date", "net_amount"),
        ):
            for row in self.rows(table):
                if row.get("approval_state") != "rejected" and row["project_id"]:
                    self.spend(row, row[day], row["currency_code"], Decimal(row[amount]) * 100)

    def spend(
        self,
        row: Row,
        day: str,
        currency: str,
        amount: Decimal,
        hours: Decimal = ZERO,
        charged: Decimal = ZERO,
    ) -> None:
        """Add to a project's day, in the currency of its entity."""
        project = row["project_id"]
        cost = amount * self.rate(currency, CURRENCIES[self.entities[project]], day)
        held = self.work[project].setdefault(day, [ZERO, ZERO, ZERO])
        for place, more in enumerate((hours, cost, charged)):
            held[place] += more

    def done(self, promise: Row, first: str, until: str) -> tuple[Fraction, ...]:
        """Return hours, cost, charges and the cost in the contract's currency of some days."""
        project, wanted = promise["project_id"], promise["currency_code"]
        currency = CURRENCIES[self.entities[project]]
        found = [
            (hours, cost, charged, cost * self.rate(currency, wanted, day))
            for day, (hours, cost, charged) in self.work[project].items()
            if first <= day <= until
        ]
        return tuple(Fraction(sum((row[place] for row in found), ZERO)) for place in range(4))

    def remaining(self, promise: Row, known: str) -> tuple[str, Fraction, Fraction] | None:
        """Return after which day which hours and cost remain, as known on a day."""
        estimates = [
            (row["made_on"], Fraction(row["remaining_hours"]), cents(row["remaining_cost_amount"]))
            for row in self.estimates[promise["project_id"]]
            if row["made_on"] <= known
        ]
        plans = [
            (row["approved_date"], row["baseline_id"])
            for row in self.baselines[promise["project_id"]]
            if row["approved_date"] <= known
        ]
        if estimates:
            return max(estimates)
        if not plans:
            return None
        planned = self.periods[max(plans)[1]]
        return (
            "",
            sum((Fraction(row["planned_hours"]) for row in planned), NOTHING),
            sum((cents(row["planned_cost_amount"]) for row in planned), NOTHING),
        )
