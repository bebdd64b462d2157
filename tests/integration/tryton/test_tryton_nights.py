from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from cluster import Cluster
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
    """The ERP's first night, the night after a day of changes, and a rebuild from nothing."""

    company: Company
    first: Ended
    first_hours: Decimal
    second: Ended


def company_of(folder: Path, erp: Erp) -> Company:
    folder.mkdir()
    (folder / "evenkeel.toml").write_text(CONFIGURATION, "utf-8")
    return Company(folder, {"ERP_URL": erp.url})


@pytest.fixture(scope="module")
def nights(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Nights:
    if not ENVIRONMENT.exists():
        pytest.skip("Tryton's environment is not there (make tryton-env)")
    folder = tmp_path_factory.mktemp("tryton")
    erp = Erp(cluster, folder)
    erp.create()
    erp.populate("fill")
    company = company_of(folder / "company", erp)
    first = company.run()
    assert first.code == 0, first.told
    ((first_hours,),) = company.query("select sum(hours) from fct_time_entry", "people")
    erp.populate("change")
    second = company.run()
    assert second.code == 0, second.told
    return Nights(company, first, first_hours, second)


@pytest.mark.slow
def test_a_night_of_changes_in_the_erp_equals_a_rebuild_from_nothing(
    nights: Nights, tmp_path: Path
) -> None:
    rebuilt = nights.company.from_nothing(tmp_path / "rebuilt")

    ended = rebuilt.run()

    assert ended.code == 0, ended.told
    assert nights.company.content() == rebuilt.content()


def test_an_edited_and_a_deleted_line_reach_the_marts(nights: Nights) -> None:
    ((hours,),) = nights.company.query("select sum(hours) from fct_time_entry", "people")
    deleted = nights.company.query(
        "select deleted_rows from ctl_extract_completeness "
        "where table_name = 'timesheet_lines' and delivery_number = 2"
    )

    assert hours < nights.first_hours
    assert deleted == [(1,)]


def test_billed_hours_are_the_quantities_invoiced(nights: Nights) -> None:
    ((hours,),) = nights.company.query(
        "select sum(hours) from fct_time_entry where invoice_line_id is not null", "people"
    )
    ((quantity,),) = nights.company.query("select sum(quantity) from fct_invoice_line")

    # The ERP rounds each line's hours to two places; the time behind them is in minutes.
    ((lines,),) = nights.company.query("select count(*) from fct_invoice_line")
    assert hours > 0
    assert abs(hours - quantity) <= lines * Decimal("0.005")


def test_posted_invoices_untaxed_are_the_ledgers_revenue(nights: Nights) -> None:
    ((invoiced,),) = nights.company.query(
        "select sum(net_functional_amount) from fct_invoice_line where is_posted"
    )
    ((revenue,),) = nights.company.query(
        "select -sum(net_functional_amount) from fct_gl_line where account_class = 'revenue'"
    )

    assert invoiced > 0
    assert invoiced == revenue


def test_open_invoices_are_the_ledgers_receivable(nights: Nights) -> None:
    ((open_amount, ledger),) = nights.company.query(
        "select a_value, b_value from ctl_reconciliation "
        "where check_name = 'open invoices = ledger receivable'"
    )

    assert open_amount > 0
    assert open_amount == ledger


def test_debits_are_credits(nights: Nights) -> None:
    ((debit, credit),) = nights.company.query(
        "select sum(debit_functional_amount), sum(credit_functional_amount) from fct_gl_line"
    )

    assert debit > 0
    assert debit == credit


def test_cost_is_valued_at_the_cost_price_of_the_work_day(nights: Nights) -> None:
    rates = nights.company.query(
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


def test_the_history_of_opportunities_is_kept(nights: Nights) -> None:
    found = nights.company.query("select stage, is_closed, changes > 1 from fct_opportunity")

    assert sorted(found) == [
        ("lead", False, False),
        ("lost", True, True),
        ("opportunity", False, True),
    ]


def test_the_secret_is_in_nothing_that_the_nights_wrote(nights: Nights) -> None:
    secret = nights.company.secrets["ERP_URL"].encode()

    holding = [
        path
        for path in nights.company.folder.rglob("*")
        if path.is_file() and secret in path.read_bytes()
    ]

    assert holding == []
