from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from cluster import Cluster, running_cluster
from erp import ENVIRONMENT, Erp
from nightly import Company, Ended

pytestmark = [pytest.mark.integration, pytest.mark.timeout(1200)]

CONFIGURATION = """
[company]
name = "Tryton services"
time_zone = "Europe/Berlin"
reporting_currency = "EUR"

[[entities]]
code = "TS"
name = "Tryton services"
functional_currency = "EUR"

[[systems]]
name = "erp"
kind = "tryton"
domains = ["time", "crm", "finance"]
entity = "TS"

[systems.delivery]
connector = "sql"
url_env = "ERP_URL"
"""


@dataclass(frozen=True)
class Nights:
    """The ERP's first night, and the night after a day of changes."""

    company: Company
    first: Ended
    first_hours: Decimal
    second: Ended


def company_of(folder: Path, erp: Erp) -> Company:
    folder.mkdir()
    (folder / "evenkeel.toml").write_text(CONFIGURATION, "utf-8")
    return Company(folder, {"ERP_URL": erp.url})


def filled(cluster: Cluster, folder: Path) -> Erp:
    if not ENVIRONMENT.exists():
        pytest.skip("Tryton's environment is not there (make tryton-env)")
    erp = Erp(cluster, folder)
    erp.create()
    erp.populate("fill")
    return erp


@pytest.fixture(scope="module")
def company(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A company after one night, its ERP having been filled and worked in for another day."""
    folder = tmp_path_factory.mktemp("tryton")
    erp = filled(cluster, folder)
    erp.populate("change")
    company = company_of(folder / "company", erp)
    ended = company.run()
    assert ended.code == 0, ended.told
    return company


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    folder = tmp_path_factory.mktemp("tryton")
    with running_cluster() as cluster:
        erp = filled(cluster, folder)
        company = company_of(folder / "company", erp)
        first = company.run()
        assert first.code == 0, first.told
        ((first_hours,),) = company.query("select sum(hours) from fct_time_entry", "people")
        erp.populate("change")
        second = company.run()
        assert second.code == 0, second.told
        yield Nights(company, first, first_hours, second)


@pytest.mark.slow
def test_a_night_of_changes_in_the_erp_equals_a_rebuild_from_nothing(
    nights: Nights, tmp_path: Path
) -> None:
    rebuilt = nights.company.from_nothing(tmp_path / "rebuilt")

    ended = rebuilt.run()

    assert ended.code == 0, ended.told
    assert nights.company.content() == rebuilt.content()


@pytest.mark.slow
def test_an_edited_and_a_deleted_line_reach_the_marts(nights: Nights) -> None:
    ((hours,),) = nights.company.query("select sum(hours) from fct_time_entry", "people")
    deleted = nights.company.query(
        "select deleted_rows from ctl_extract_completeness "
        "where table_name = 'timesheet_lines' and delivery_number = 2"
    )

    assert hours < nights.first_hours
    assert deleted == [(1,)]


def test_billed_hours_are_the_quantities_invoiced(company: Company) -> None:
    ((hours,),) = company.query(
        "select sum(hours) from fct_time_entry where invoice_line_id is not null", "people"
    )
    ((quantity,),) = company.query("select sum(quantity) from fct_invoice_line")

    # The ERP rounds each line's hours to two places; the time behind them is in minutes.
    ((lines,),) = company.query("select count(*) from fct_invoice_line")
    assert hours > 0
    assert abs(hours - quantity) <= lines * Decimal("0.005")


def test_posted_invoices_untaxed_are_the_ledgers_revenue(company: Company) -> None:
    ((invoiced,),) = company.query(
        "select sum(net_functional_amount) from fct_invoice_line where is_posted"
    )
    ((revenue,),) = company.query(
        "select -sum(net_functional_amount) from fct_gl_line where account_class = 'revenue'"
    )

    assert invoiced > 0
    assert invoiced == revenue


def test_open_invoices_are_the_ledgers_receivable(company: Company) -> None:
    ((open_amount, ledger),) = company.query(
        "select a_value, b_value from ctl_reconciliation "
        "where check_name = 'open invoices = ledger receivable'"
    )

    assert open_amount > 0
    assert open_amount == ledger


def test_debits_are_credits(company: Company) -> None:
    ((debit, credit),) = company.query(
        "select sum(debit_functional_amount), sum(credit_functional_amount) from fct_gl_line"
    )

    assert debit > 0
    assert debit == credit


def test_cost_is_valued_at_the_cost_price_of_the_work_day(company: Company) -> None:
    rates = company.query(
        """
        select person_name, service_date >= date '2025-02-01', min(cost_rate), max(cost_rate)
        from fct_time_entry inner join dim_person using (person_key)
        group by all order by all
        """,
        "people",
    )

    # The second cost price ever made, the first person's raise, was changed by 1.01.
    assert rates == [
        ("Person 00", False, Decimal("41.30"), Decimal("41.30")),
        ("Person 00", True, Decimal("44.46"), Decimal("44.46")),
        ("Person 01", False, Decimal("42.30"), Decimal("42.30")),
        ("Person 01", True, Decimal("44.45"), Decimal("44.45")),
        ("Person 02", False, Decimal("43.30"), Decimal("43.30")),
        ("Person 02", True, Decimal("45.45"), Decimal("45.45")),
    ]


def test_the_history_of_opportunities_is_kept(company: Company) -> None:
    found = company.query("select stage, is_closed, changes > 1 from fct_opportunity")

    assert sorted(found) == [
        ("lead", False, False),
        ("lost", True, True),
        ("opportunity", False, True),
    ]


def test_the_secret_is_in_nothing_that_the_nights_wrote(company: Company) -> None:
    secret = company.secrets["ERP_URL"].encode()

    holding = [
        path for path in company.folder.rglob("*") if path.is_file() and secret in path.read_bytes()
    ]

    assert holding == []
