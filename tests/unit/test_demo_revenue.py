"""The revenue that the demo company knows is what decisions 14 and 15 make of its exports."""

import csv
import datetime as dt
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from demo_books import CURRENCIES
from revenue_by_hand import Revenue

from sources.demo.plan import Plan
from sources.demo.write import write_demo

CENT = Decimal("0.01")
SEEN = (None, dt.date(2026, 2, 17))
LAST_DAY = "2026-06-30"


@pytest.fixture(scope="module", params=SEEN)
def company(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("company")
    write_demo(folder, Plan(people=120, years=3, seed=1, as_of=request.param), lambda _: None)
    return folder


@pytest.fixture(scope="module")
def books(company: Path) -> Revenue:
    return Revenue(company)


@pytest.fixture
def last_day(company: Path) -> str:
    (path,) = (company / "exports").glob("clients*.csv")
    return path.stem.removeprefix("clients").removeprefix("-") or LAST_DAY


def truth(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def month_ends(last_day: str) -> list[str]:
    """Return the days that revenue is known of: the ends of months, and the last day."""
    day, ends = dt.date(2023, 7, 31), list[str]()
    while day.isoformat() < last_day:
        ends.append(day.isoformat())
        day = (day.replace(day=1) + dt.timedelta(days=62)).replace(day=1) - dt.timedelta(days=1)
    return [*ends, last_day]


def amount(cents: object) -> Decimal:
    return Decimal(str(cents)) * CENT


def test_revenue_of_every_month_is_what_is_read_off_the_exports(
    company: Path, books: Revenue, last_day: str
) -> None:
    obligations, contracts = {}, {}
    for contract in books.versions:
        before = defaultdict(Decimal)
        for day in month_ends(last_day):
            found = books.to_date(contract, day)
            for name, (cents, allocated) in found.items():
                to_date = amount(cents)
                if to_date != before[name]:
                    held = None if allocated is None else amount(allocated)
                    obligations[name, day[:7]] = (to_date - before[name], to_date, held)
                before[name] = to_date
            prices = [allocated for _, allocated in found.values() if allocated is not None]
            earned = sum(before.values())
            left = amount(sum(prices)) - earned if prices else None
            contracts[contract, day[:7]] = (earned, left)

    known = {
        (row["performance_obligation_id"], row["period"]): (
            Decimal(row["revenue_amount"]),
            Decimal(row["revenue_to_date_amount"]),
            Decimal(row["allocated_amount"]) if row["allocated_amount"] else None,
        )
        for row in truth(company, "obligation_months")
    }
    assert len(known) > 1000
    assert known == obligations
    known_contracts = {
        (row["contract_id"], row["period"]): (
            Decimal(row["revenue_to_date_amount"]),
            Decimal(row["remaining_amount"]) if row["remaining_amount"] else None,
        )
        for row in truth(company, "contract_months")
    }
    assert known_contracts.items() <= contracts.items()
    assert all(contracts[key][0] == 0 for key in contracts.keys() - known_contracts.keys())


def test_every_method_and_kind_of_modification_is_among_them(company: Path, books: Revenue) -> None:
    recognised = {row["performance_obligation_id"] for row in truth(company, "obligation_months")}
    promises = [row for rows in books.promises.values() for row in rows]
    methods = {
        row["recognition_method"]
        for row in promises
        if row["performance_obligation_id"] in recognised
    }
    kinds = defaultdict(set)
    for versions in books.versions.values():
        for row in versions:
            kinds[row["modification_type"]].add(bool(row["approved_date"]))

    assert methods == {
        "cost_to_cost",
        "hours",
        "zero_margin",
        "milestones",
        "ratable",
        "point_in_time",
        "right_to_invoice",
    }
    assert {"prospective", "cumulative_catch_up", "separate_contract", "mixed"} <= kinds.keys()
    assert {True, False} in kinds.values()


def test_revenue_to_date_is_at_most_the_price_and_in_the_end_all_of_it(
    company: Path, books: Revenue, last_day: str
) -> None:
    """In the end: when the bonus is known, fifteen days after the last day."""
    settled = (dt.date.fromisoformat(last_day) - dt.timedelta(days=15)).isoformat()
    rows = [row for row in truth(company, "obligation_months") if row["allocated_amount"]]
    latest = {row["performance_obligation_id"]: row for row in rows}
    in_force = {
        contract: books.promises[versions[-1]["contract_version_id"]]
        for contract in books.versions
        if (versions := books.known_versions(contract, last_day))
    }
    earned, priced = dict[str, Decimal](), dict[str, Decimal]()
    for contract, promises in in_force.items():
        names = [row["performance_obligation_id"] for row in promises]
        if all(row["end_date"] <= settled for row in promises) and names[0] in latest:
            versions = books.known_versions(contract, last_day)
            parts = ("", *names)
            variable = sum(books.variable(versions, name, last_day) for name in parts)
            priced[contract] = Decimal(versions[-1]["fixed_amount"]) + amount(variable)
            earned[contract] = sum(
                (Decimal(latest[name]["revenue_to_date_amount"]) for name in names), Decimal(0)
            )

    over = [
        row
        for row in rows
        if Decimal(row["revenue_to_date_amount"]) > Decimal(row["allocated_amount"])
    ]
    assert over == []
    assert len(priced) > 50
    assert earned == priced


def test_revenue_of_every_stream_is_that_of_its_obligations(company: Path, books: Revenue) -> None:
    promises = {
        row["performance_obligation_id"]: row for rows in books.promises.values() for row in rows
    }
    sums = defaultdict(lambda: [Decimal(0), Decimal(0)])
    entities = {row["contract_id"]: row["entity_code"] for row in books.rows("contracts")}
    for row in truth(company, "obligation_months"):
        promise = promises[row["performance_obligation_id"]]
        entity, period = entities[row["contract_id"]], row["period"]
        stream = (promise["project_id"], promise["product_id"], promise["revenue_stream"])
        for place, currency in enumerate((CURRENCIES[entity], "EUR")):
            rate = books.rate(row["currency_code"], currency, period)
            converted = Decimal(row["revenue_amount"]) * rate
            sums[entity, period, *stream][place] += converted.quantize(CENT, ROUND_HALF_UP)

    keys = ("entity_code", "period", "project_id", "product_id", "revenue_stream")
    known = {
        tuple(row[key] for key in keys): [
            Decimal(row["revenue_functional_amount"]),
            Decimal(row["revenue_reporting_amount"]),
        ]
        for row in truth(company, "revenue_months")
    }
    assert {key[-1] for key in known} == {
        "time_and_materials",
        "fixed_fee",
        "milestone",
        "managed_service",
        "subscription",
    }
    assert known == {key: values for key, values in sums.items() if any(values)}


def test_a_contract_is_an_asset_or_a_liability_every_month_from_its_beginning(
    company: Path, books: Revenue, last_day: str
) -> None:
    billed = defaultdict(Decimal)
    invoices = [row for row in books.rows("invoices") if row["contract_id"]]
    rows = truth(company, "contract_months")
    months = [day[:7] for day in month_ends(last_day)]
    by_contract = defaultdict(list)
    for row in rows:
        by_contract[row["contract_id"]].append(row["period"])
    for row in invoices:
        for period in months:
            if row["invoice_date"][:7] <= period:
                billed[row["contract_id"], period] += Decimal(row["net_amount"])

    assert all(periods == months[-len(periods) :] for periods in by_contract.values())
    assert {row["contract_id"] for row in invoices} <= by_contract.keys()
    wrong = [
        row
        for row in rows
        if Decimal(row["billed_to_date_amount"]) != billed[row["contract_id"], row["period"]]
        or Decimal(row["contract_asset_amount"]) - Decimal(row["contract_liability_amount"])
        != Decimal(row["revenue_to_date_amount"]) - Decimal(row["billed_to_date_amount"])
        or Decimal(row["contract_asset_amount"]) * Decimal(row["contract_liability_amount"]) != 0
    ]
    assert wrong == []
