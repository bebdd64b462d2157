"""A contract's currency is changed in all systems after its months were closed and published."""

import shutil
from collections import Counter
from collections.abc import Callable

import pytest
from nightly import Company, Ended

from sources.demo.plan import LAST_DAY

pytestmark = [pytest.mark.warehouse, pytest.mark.slow]

Row = dict[str, str]
BALANCES = "fct_contract_balance_rollforward"
OF_CLOSED = (
    f"from {BALANCES} semi join (from ctl_period_status where lock_state = 'closed' "
    "and accounting_period < '2026-06') using (entity_code, accounting_period) order by all"
)


@pytest.fixture(scope="module")
def contract(generated: Company) -> str:
    """A contract of euros that earned and was billed in closed months, and was won as a deal."""
    ((code,),) = generated.query(
        f"select contract_code from {BALANCES} inner join dim_contract using (contract_key) "
        f"where {BALANCES}.transaction_currency_code = 'EUR' and accounting_period < '2026-06' "
        "group by contract_code having min(accounting_period) >= '2024-08' "
        "and sum(revenue_transaction_amount) > 0 and sum(billed_transaction_amount) > 0 "
        "order by max(abs(closing_position_amount)) desc, contract_code limit 1"
    )
    return code.removeprefix("HV-")


@pytest.fixture(scope="module")
def turned(
    generated: Company, contract: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Company, Ended]:
    """The company after the night in which that contract is one in dollars."""
    folder = tmp_path_factory.mktemp("turned") / "company"
    shutil.copytree(generated.folder, folder, symlinks=True)
    company, changed = Company(folder), Counter[str]()
    versions = {
        row["contract_version_id"]
        for row in company.rows("contract_versions")
        if row["contract_id"] == contract
    }

    def in_dollars(table: str) -> Callable[[list[Row]], list[Row]]:
        def change(rows: list[Row]) -> list[Row]:
            for row in rows:
                if row.get("contract_id") == contract or row.get("contract_version_id") in versions:
                    row["currency_code"] = "USD"
                    changed[table] += 1
            return rows

        return change

    for table in (
        *("contracts", "contract_versions", "performance_obligations", "price_components"),
        *("opportunities", "projects", "subscription_lines"),
    ):
        company.edit(table, in_dollars(table))
    assert changed["contracts"] == 1
    assert changed["opportunities"] >= 1
    return company, company.run(f"{LAST_DAY}")


def test_the_night_is_published_and_closed_months_are_as_they_were(
    turned: tuple[Company, Ended], generated: Company
) -> None:
    company, ended = turned

    assert ended.code == 0, ended.told
    assert company.current() != generated.current()
    assert company.query(OF_CLOSED) == generated.query(OF_CLOSED)


def test_what_was_euros_comes_to_nothing_and_each_currency_is_its_postings(
    turned: tuple[Company, Ended], contract: str
) -> None:
    company, _ = turned
    found = company.query(
        "select transaction_currency_code, accounting_period, revenue_to_date_amount, "
        "billed_to_date_amount, closing_position_amount, coalesce(unbilled, 0) "
        f"from {BALANCES} left join (select contract_key, transaction_currency_code, "
        "accounting_period, sum(unbilled_transaction_amount) as unbilled from fct_wip_aging "
        "group by all) using (contract_key, transaction_currency_code, accounting_period) "
        f"where contract_key = {_key(contract)} order by all"
    )
    posted = {}
    for table, currency, amount in (
        ("fct_revenue_event", "transaction_currency_code", "revenue_transaction_amount"),
        ("fct_billing_event", "contract_currency_code", "billed_contract_amount"),
    ):
        posted[table] = company.query(
            f"select {currency}, accounting_period, sum({amount}) from {table} "
            f"where contract_key = {_key(contract)} group by all"
        )

    for currency, period, earned, billed, closing, unbilled in found:
        assert earned == _until(posted["fct_revenue_event"], currency, period)
        assert billed == _until(posted["fct_billing_event"], currency, period)
        assert closing == earned - billed
        assert unbilled == max(closing, 0)
    last = {currency: row for currency, period, *row in found if period == f"{LAST_DAY:%Y-%m}"}
    assert set(last) == {"EUR", "USD"}
    assert last["EUR"] == [0, 0, 0, 0]
    assert last["USD"][0] > 0
    assert last["USD"][1] > 0


def _key(contract: str) -> str:
    return f"(select contract_key from dim_contract where contract_code = 'HV-{contract}')"


def _until(posted: list[tuple], currency: str, period: str) -> object:
    return sum(amount for unit, month, amount in posted if unit == currency and month <= period)


@pytest.mark.parametrize("table", [BALANCES, "fct_revenue_po_month"])
@pytest.mark.parametrize("currency", ["EUR", "USD"])
def test_both_currencies_are_walked_back_to_what_was_delivered(
    turned: tuple[Company, Ended], contract: str, table: str, currency: str
) -> None:
    of_contract = "contract_code=HV-" if table == BALANCES else "contract_id="
    row = (f"{of_contract}{contract}", f"transaction_currency_code={currency}")

    ended = turned[0].ask("explain", table, f"accounting_period={LAST_DAY:%Y-%m}", *row)

    assert ended.code == 0, ended.told
    assert "adds up: the parts sum to the figure" in ended.told
