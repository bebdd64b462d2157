from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from added_up import Figures, held, published, records
from halden import SECRETS, Halden, running_halden
from halden_xero import SUPPLIER
from nightly import Company, Ended
from vendors import Vendor
from xero_books import identifier

pytestmark = [pytest.mark.integration, pytest.mark.timeout(1200)]

FIGURES = [
    *("hours", "cost", "billable", "billed", "revenue", "invoiced"),
    *("open_invoices", "ledger_receivable", "ledger_revenue", "debit", "credit"),
]


@dataclass(frozen=True)
class Night:
    """How a night ended, what the vendors held then, and what its release says."""

    ended: Ended
    held: Figures
    published: Figures


@dataclass(frozen=True)
class Nights:
    """The first night and the night after a day's work at both vendors.

    After them, `stale` is a night on which Harvest's token has expired.
    """

    halden: Halden
    company: Company
    first: Night
    second: Night
    content: dict[str, list[tuple]]
    release: str | None
    stale: Ended


def night_of(halden: Halden, company: Company) -> Night:
    ended = company.run()
    assert ended.code == 0, ended.told
    return Night(ended, held(halden.harvest.lists, halden.xero.lists), published(company))


def content_from_nothing(company: Company, folder: Path) -> dict[str, list[tuple]]:
    """Run the company in a folder that holds nothing yet."""
    rebuilt = company.from_nothing(folder)
    ended = rebuilt.run()
    assert ended.code == 0, ended.told
    return rebuilt.content()


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    folder = tmp_path_factory.mktemp("halden")
    with running_halden() as halden:
        company = halden.company(folder / "company")
        first = night_of(halden, company)
        halden.change()
        second = night_of(halden, company)
        content, release = company.content(), company.current()
        halden.harvest.accepted = "another token"
        stale = company.run()
        yield Nights(halden, company, first, second, content, release, stale)


def asked_twice(vendor: Vendor, number: int) -> bool:
    """Tell whether the request with this number was repeated by the one after it."""
    one, other = vendor.asked[number - 1 : number + 1]
    return (one.path, one.query) == (other.path, other.query)


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("night", ["first", "second"])
def test_what_is_published_is_what_the_vendors_hold(
    nights: Nights, night: str, figure: str
) -> None:
    told: Night = getattr(nights, night)

    expected = getattr(told.held, figure)

    assert expected
    assert getattr(told.published, figure) == expected


def test_open_invoices_are_the_receivable_with_credits_and_part_payments(nights: Nights) -> None:
    invoices = nights.halden.xero.lists["Invoices"]

    settled = {(row["AmountPaid"], row["AmountCredited"]) for row in invoices if row["AmountDue"]}

    assert {(1250.5, 0.0), (0.0, 100.0), (0.0, 30.0), (0.0, 200.0)} <= settled
    assert nights.company.query(
        "select check_name, status from ctl_reconciliation where control_id = 'C08' order by all"
    ) == [
        ("invoiced - paid = open, all invoices", "reconciled"),
        ("open invoices = ledger receivable", "reconciled"),
    ]


def test_posted_invoices_are_the_ledgers_revenue(nights: Nights) -> None:
    assert nights.second.published.invoiced == nights.second.published.ledger_revenue


def test_debits_are_credits(nights: Nights) -> None:
    assert nights.second.published.debit == nights.second.published.credit


def test_a_bill_is_neither_receivable_nor_revenue(nights: Nights) -> None:
    bills = [i for i in nights.halden.xero.lists["Invoices"] if i["Type"] == "ACCPAY"]
    issued = nights.company.query("select distinct invoice_id from fct_invoice_line")
    clients = nights.company.query("select client_name from dim_customer")

    costs = nights.company.query(
        "select sum(net_functional_amount) from fct_gl_line where account_class = 'cost_of_sales'"
    )

    assert costs == [(sum(Decimal(str(bill["SubTotal"])) for bill in bills),)]
    assert {bill["InvoiceID"] for bill in bills}.isdisjoint(number for (number,) in issued)
    assert (SUPPLIER,) not in clients


def test_every_row_of_the_vendors_is_a_row_of_the_marts(nights: Nights) -> None:
    xero, company = nights.halden.xero.lists, nights.company
    issued = [row for row in xero["Invoices"] if row["Type"] == "ACCREC"] + xero["CreditNotes"]
    lines = [line for document in issued for line in records(document, "LineItems")]
    posted = [line for journal in xero["Journals"] for line in records(journal, "JournalLines")]

    assert company.query("select count(*) from fct_invoice_line") == [(len(lines),)]
    assert company.query("select count(*) from fct_gl_line") == [(len(posted),)]
    assert company.query("select count(*) from fct_time_entry", "people") == [
        (len(nights.halden.harvest.lists["time_entries"]),)
    ]
    assert company.query("select * from ctl_quarantine") == []


def test_clients_are_joined_by_name_and_projects_by_code_or_shared_id(nights: Nights) -> None:
    clients = nights.company.query(
        "select client_name from dim_customer where known_in_systems = 3 order by all"
    )
    projects = nights.company.query(
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


def test_what_matches_nothing_is_listed_with_what_is_at_stake(nights: Nights) -> None:
    now = nights.second.held
    hours = sum(hours for (code, _), hours in now.hours.items() if code == "OWN")
    without_project = sum(amount for (code, _), amount in now.billed.items() if code == "")

    found = nights.company.query(
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


def test_what_the_vendors_refuse_at_first_is_asked_again(nights: Nights) -> None:
    harvest, xero = nights.halden.harvest, nights.halden.xero

    assert [asked_twice(harvest, number) for number in harvest.answers] == [True, True]
    assert [asked_twice(xero, number) for number in xero.answers] == [True, True]


@pytest.mark.slow
def test_the_night_after_a_days_work_equals_a_rebuild_from_nothing(
    nights: Nights, tmp_path: Path
) -> None:
    nights.halden.harvest.accepted = None

    assert nights.content == content_from_nothing(nights.company, tmp_path / "rebuilt")


def test_the_second_night_reads_what_changed_and_sees_what_was_deleted(nights: Nights) -> None:
    found = nights.company.query(
        "select table_name, delivery_mode, appended_rows, deleted_rows "
        "from ctl_extract_completeness where delivery_number = 2 and table_name in "
        "('cost_rates', 'invoices', 'journals', 'payments', 'projects', 'time_entries') "
        "order by all"
    )

    assert found == [
        ("cost_rates", "full", 1, 0),
        ("invoices", "incremental", 4, 0),
        ("journals", "incremental", 5, 0),
        ("payments", "incremental", 2, 0),
        ("projects", "incremental", 0, 0),
        ("time_entries", "full", 2, 1),
    ]


def test_an_edited_invoice_is_reversed_and_its_journals_net_to_what_it_is_now(
    nights: Nights,
) -> None:
    posted = nights.company.query(
        "select count(distinct journal_id), sum(net_functional_amount) from fct_gl_line "
        f"where source_id = '{identifier('OE-1 2025-02')}' and account_class = 'revenue'"
    )

    assert posted == [(3, Decimal(-6150))]


def test_an_expired_token_is_named_by_its_variable_and_its_tables(nights: Nights) -> None:
    messages = sorted(nights.stale.outcome["errors"].values())

    assert nights.stale.code == 1
    assert [message.partition(": ")[0] for message in messages] == [
        f"time.{table}"
        for table in ("clients", "cost_rates", "projects", "tasks", "time_entries", "users")
    ]
    refused = "found 401 Unauthorized; the server does not accept header_env.Authorization"
    assert all(f"{refused} (HARVEST_TOKEN)" in message for message in messages)


def test_an_expired_token_leaves_the_last_release_and_lands_the_other_systems(
    nights: Nights,
) -> None:
    landing = nights.company.folder / "var" / "landing"

    assert nights.company.current() == nights.release
    assert len(list((landing / "books" / "accounts").glob("0*"))) == 3
    assert len(list((landing / "time" / "users").glob("0*"))) == 2


def test_no_secret_is_in_anything_that_the_nights_wrote_or_told(nights: Nights) -> None:
    secrets = [SECRETS[name].encode() for name in ("HARVEST_TOKEN", "XERO_CLIENT_SECRET")]
    written = [path.read_bytes() for path in nights.company.folder.rglob("*") if path.is_file()]
    told = [night.told.encode() for night in (nights.first.ended, nights.stale)]

    assert [s for s in secrets for text in [*written, *told] if s in text] == []
