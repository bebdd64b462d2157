"""Companies with faults: how many of each kind, and how large each one is.

All kinds of rows are planted in one company, each row with one fault at most: what is seen names
its rows, so each kind is judged by its own. Faults of whole files stop the night, and have one
each.
"""

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from sources.demo.faults import DELIVERIES, Faults
from sources.demo.plan import NO_FAULTS, Plan
from sources.demo.write import write_demo

DAYS = (dt.date(2025, 7, 31), dt.date(2026, 6, 30))
# Where there are few rows, a larger share of them.
COMMON_SHARE = 0.002
SHARES = {
    "more_than_a_day": 0.01,
    "closed_project": 0.02,
    "before_joining": 0.03,
    "clock_shift": 0.01,
    "missing_cost_rate": 0.05,
    "overlapping_rates": 0.1,
    "retroactive_rate": 0.1,
    "missing_capacity": 0.1,
    "overlapping_employments": 0.1,
    "overlapping_absences": 0.02,
    "missing_payroll": 0.01,
    "ghost_payroll": 1.0,
    "mojibake": 1.0,
    "misspelled_client": 0.2,
    "reparented_client": 0.2,
    "orphan_client": 0.05,
    "stage_backwards": 0.1,
    "billed_without_time": 0.03,
    "billed_twice": 0.03,
    "milestone_and_time": 0.1,
    "wrong_invoice_currency": 0.02,
    "unbalanced_journal": 0.02,
    "wrong_period": 0.02,
    "unmapped_account": 0.5,
    "missing_fx_rate": 0.05,
    "wrong_fx_rate": 0.06,
    "negative_estimate": 0.03,
}


@dataclass(frozen=True)
class Amount:
    """An amount that is wrong: in which table and columns, and how large it is made."""

    table: str
    key: str
    column: str
    sizes: tuple[str, ...]
    resized: Callable[[Decimal, Decimal], Decimal]


# One planted row after another gets the next size.
AMOUNTS: Mapping[str, Amount] = {
    "unbalanced_journal": Amount(
        *("gl_lines", "journal_id", "debit_amount", ("0.01", "0.10", "1", "100")),
        lambda value, size: value - 1 + size if value > 0 else value,
    ),
    "wrong_fx_rate": Amount(
        *("fx_rates", "fx_rate_id", "fx_rate", ("1.01", "1.05", "1.2", "2", "10")),
        lambda value, size: (value / 10 * size).quantize(Decimal("0.000001")),
    ),
    "ghost_payroll": Amount(
        *("payroll_costs", "payroll_cost_id", "gross_amount", ("0.01", "1", "1000")),
        lambda _, size: size,
    ),
}


@dataclass(frozen=True)
class Planted:
    """A planted fault: the rows that show it, and how large its amount is, where it has one."""

    kind: str
    rows: frozenset[tuple[str, str]]
    size: str = ""


def plan_of(kinds: tuple[str, ...], size: float, *, seed: int, people: int) -> Plan:
    """Return a company over two years with faults of some kinds; `size` multiplies their shares."""
    of_rows = {
        kind: min(size * SHARES.get(kind, COMMON_SHARE), 1.0)
        for kind in kinds
        if kind not in DELIVERIES
    }
    of_files = {kind: 1.0 for kind in kinds if kind in DELIVERIES}
    faults = Faults(0.0, of_rows | of_files) if kinds else NO_FAULTS
    return Plan(people=people, years=2, seed=seed, faults=faults)


def plant(folder: Path, plan: Plan) -> list[Planted]:
    """Write a company that delivers on two days; return what was planted in it."""
    # The truth of a day lists the rows of all days, and the files of that day.
    files, written = list[dict[str, str]](), list[dict[str, str]]()
    for day in DAYS:
        files += [row for row in written if row["fault"] in DELIVERIES]
        write_demo(folder, plan.on(day), lambda _: None)
        with (folder / "truth" / "planted_faults.csv").open(encoding="utf-8", newline="") as handle:
            written = list(csv.DictReader(handle))
    written += files
    sizes = _resize(folder, written)
    return [
        Planted(
            row["fault"],
            frozenset(
                {
                    (row["table_name"], row["source_id"]),
                    (row["related_table"] or row["table_name"], row["related_id"]),
                }
                - {(row["table_name"], ""), (row["related_table"], "")}
            ),
            sizes.get((row["fault"], row["source_id"]), ""),
        )
        for row in written
    ]


def _resize(folder: Path, written: list[dict[str, str]]) -> dict[tuple[str, str], str]:
    """Give the amounts of some kinds other sizes, in turn; return which each one got."""
    sizes: dict[str, dict[str, str]] = defaultdict(dict)
    for row in written:
        if amount := AMOUNTS.get(row["fault"]):
            of_kind = sizes[row["fault"]]
            of_kind[row["source_id"]] = amount.sizes[len(of_kind) % len(amount.sizes)]
    for kind, of_kind in sizes.items():
        amount = AMOUNTS[kind]
        for path in (folder / "exports").glob(f"{amount.table}*.csv"):
            _rewrite(path, amount, of_kind)
    return {(kind, row): size for kind, rows in sizes.items() for row, size in rows.items()}


def _rewrite(path: Path, amount: Amount, sizes: Mapping[str, str]) -> None:
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for row in rows:
        if (size := sizes.get(row[amount.key])) and row[amount.column]:
            value = amount.resized(Decimal(row[amount.column]), Decimal(size))
            row[amount.column] = str(value)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]) if rows else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
