from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest
from added_up import records
from halden import Halden, running_halden
from halden_nights import FIGURES, Night, night_of
from halden_xero import SUPPLIER
from nightly import Company
from vendors import Vendor
from xero_books import identifier

pytestmark = [pytest.mark.integration, pytest.mark.slow, pytest.mark.timeout(1200)]


@dataclass(frozen=True)
class Known:
    """The vendors, and a company after one night on what they hold after another day's work."""

    halden: Halden
    company: Company
    night: Night


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    folder = tmp_path_factory.mktemp("night")
    with running_halden() as halden:
        halden.change()
        company = halden.company(folder / "company")
        yield Known(halden, company, night_of(halden, company))


def asked_twice(vendor: Vendor, number: int) -> bool:
    """Tell whether the request with this number was repeated by the one after it."""
    one, other = vendor.asked[number - 1 : number + 1]
    return (one.path, one.query) == (other.path, other.query)


@pytest.mark.parametrize("figure", FIGURES)
def test_what_is_published_is_what_the_vendors_hold(known: Known, figure: str) -> None:
    expected = getattr(known.night.held, figure)

    assert expected
    assert getattr(known.night.published, figure) == expected


def test_open_invoices_are_the_receivable_with_credits_and_part_payments(known: Known) -> None:
    invoices = known.halden.xero.lists["Invoices"]

    settled = {(row["AmountPaid"], row["AmountCredited"]) for row in invoices if row["AmountDue"]}

    assert {(1250.5, 0.0), (0.0, 100.0), (0.0, 30.0), (0.0, 200.0)} <= settled
    assert known.company.query(
        "select distinct check_name, status from ctl_reconciliation where control_id = 'C08' "
        "order by all"
    ) == [
        ("aged = open at the as-of day, all invoices", "reconciled"),
        ("invoiced - paid = open, all invoices", "reconciled"),
        ("open invoices = ledger receivable", "reconciled"),
    ]


def test_posted_invoices_are_the_ledgers_revenue(known: Known) -> None:
    assert known.night.published.invoiced == known.night.published.ledger_revenue


def test_debits_are_credits(known: Known) -> None:
    assert known.night.published.debit == known.night.published.credit


def test_a_bill_is_neither_receivable_nor_revenue(known: Known) -> None:
    bills = [i for i in known.halden.xero.lists["Invoices"] if i["Type"] == "ACCPAY"]
    issued = known.company.query("select distinct invoice_id from fct_invoice_line")
    clients = known.company.query("select client_name from dim_customer")

    costs = known.company.query(
        "select sum(net_functional_amount) from fct_gl_line where account_class = 'cost_of_sales'"
    )

    assert costs == [(sum(Decimal(str(bill["SubTotal"])) for bill in bills),)]
    assert {bill["InvoiceID"] for bill in bills}.isdisjoint(number for (number,) in issued)
    assert (SUPPLIER,) not in clients


def test_every_row_of_the_vendors_is_a_row_of_the_marts(known: Known) -> None:
    xero, company = known.halden.xero.lists, known.company
    issued = [row for row in xero["Invoices"] if row["Type"] == "ACCREC"] + xero["CreditNotes"]
    lines = [line for document in issued for line in records(document, "LineItems")]
    posted = [line for journal in xero["Journals"] for line in records(journal, "JournalLines")]

    assert company.query("select count(*) from fct_invoice_line") == [(len(lines),)]
    assert company.query("select count(*) from fct_gl_line") == [(len(posted),)]
    assert company.query("select count(*) from fct_time_entry", "people") == [
        (len(known.halden.harvest.lists["time_entries"]),)
    ]
    assert company.query("select * from ctl_quarantine") == []


def test_clients_are_joined_by_name_and_projects_by_code_or_shared_id(known: Known) -> None:
    clients = known.company.query(
        "select client_name from dim_customer where known_in_systems = 3 order by all"
    )
    projects = known.company.query(
        "select project_code, project_name, match_method from dim_project order by all"
    )

    assert clients == [("BRANDT LOGISTIK",), ("Northmoor Council",), ("Ostwind Energie AG",)]
    assert projects == [
        ("BL-1", "Route planning", "rule"),
        ("NC-1", "Parking permits", "rule"),
        ("OW-2025", "Grid study, first phase", "shared_id"),
        ("OWN", "Training", "unmatched"),
        ("ZZ-9", "ZZ-9", "unmatched"),
    ]


def test_what_matches_nothing_is_listed_with_what_is_at_stake(known: Known) -> None:
    now = known.night.held
    hours = sum(hours for (code, _), hours in now.hours.items() if code == "OWN")
    without_project = sum(amount for (code, _), amount in now.billed.items() if code == "")

    found = known.company.query(
        "select entity_type, display_name, hours_at_stake, billed_at_stake_reporting_amount "
        "from ctl_unmatched_identity order by all"
    )

    assert found == [
        ("client", "Our own house", hours, 0),
        ("client", "Seeblick Klinik", 0, 0),
        # All that names no project is the shop's, but for a credit note of 100; a draft is not
        # billed yet.
        ("client", "Wollmann Shop", 0, without_project + 100),
        ("project", "Training", hours, 0),
        ("project", "ZZ-9", 0, Decimal("480.00")),
    ]


def test_what_the_vendors_refuse_at_first_is_asked_again(known: Known) -> None:
    harvest, xero = known.halden.harvest, known.halden.xero

    assert [asked_twice(harvest, number) for number in harvest.answers] == [True, True]
    assert [asked_twice(xero, number) for number in xero.answers] == [True, True]


def test_an_edited_invoice_is_reversed_and_its_journals_net_to_what_it_is_now(
    known: Known,
) -> None:
    posted = known.company.query(
        "select count(distinct journal_id), sum(net_functional_amount) from fct_gl_line "
        f"where source_id = '{identifier('OE-1 2025-02')}' and account_class = 'revenue'"
    )

    assert posted == [(3, Decimal(-6150))]
