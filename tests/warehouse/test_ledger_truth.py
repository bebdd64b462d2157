"""The generated company's ledger says what its contracts earned and are worth, to the cent."""

import csv
from decimal import Decimal

import pytest
from nightly import Company

pytestmark = pytest.mark.warehouse

RUNNING = "2026-06"
# The accounts that each control compares, and the sign of what they hold.
ACCOUNTS = {
    ("C05", "revenue"): {"4000": -1, "4100": -1},
    ("C06", "unbilled_receivable"): {"1210": 1},
    ("C06", "contract_asset"): {"1220": 1},
    ("C06", "contract_liability"): {"2300": -1},
}
Result = tuple[str, str, str, str, Decimal, Decimal, str]


@pytest.fixture(scope="module")
def results(generated: Company) -> list[Result]:
    """The controls of the ledger."""
    return generated.query(
        """
        select control_id, entity_code, subject, accounting_period, a_value, b_value, status
        from ctl_reconciliation where control_id in ('C05', 'C06')
        """
    )


def known(company: Company, name: str) -> list[dict[str, str]]:
    path = company.folder / "truth" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_revenue_and_contract_balances_are_the_ledgers(
    generated: Company, results: list[Result]
) -> None:
    posted = known(generated, "ledger_months")

    booked = {
        row[:4]: sum(
            ACCOUNTS[row[0], row[2]][line["account_code"]] * Decimal(line["net_functional_amount"])
            for line in posted
            if line["entity_code"] == row[1]
            and line["account_code"] in ACCOUNTS[row[0], row[2]]
            and (line["period"] == row[3] or (row[0] == "C06" and line["period"] < row[3]))
        )
        for row in results
    }

    assert {row[:4]: (row[4], row[5]) for row in results} == {
        key: (amount, amount) for key, amount in booked.items()
    }
    assert {(row[0], row[2]) for row in results if row[4] > 0} == set(ACCOUNTS)
    assert {row[6] for row in results} == {"reconciled"}


def test_every_month_but_the_running_one_is_compared(
    generated: Company, results: list[Result]
) -> None:
    months = {row["period"] for row in known(generated, "ledger_months")} - {RUNNING}

    assert len(months) == 23
    assert {row[3] for row in results} == months


def test_the_ledgers_revenue_is_what_was_recognised(
    generated: Company, results: list[Result]
) -> None:
    recognised: dict[tuple[str, str], Decimal] = {}
    for row in known(generated, "revenue_months"):
        key = (row["entity_code"], row["period"])
        amount = Decimal(row["revenue_functional_amount"])
        recognised[key] = recognised.get(key, Decimal(0)) + amount

    ledger = {(row[1], row[3]): row[5] for row in results if row[0] == "C05" and row[5]}

    assert ledger == {key: amount for key, amount in recognised.items() if key[1] != RUNNING}
