"""A small company whose time is in Harvest, whose books are in Xero and whose CRM writes files."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from halden_harvest import change_harvest, harvest_lists
from halden_xero import change_books, halden_books
from nightly import Company
from vendors import Answer, Vendor, running
from xero_books import Books

from sources.odcs import load_contract
from sources.system import SYSTEMS

TOKEN = "s3cret-token-of-harvest"  # noqa: S105 - of a server on loopback
ROWS_A_PAGE = 100
SECRETS = {
    "HARVEST_TOKEN": f"Bearer {TOKEN}",
    "HARVEST_ACCOUNT": "4711",
    "XERO_CLIENT_ID": "evenkeel",
    "XERO_CLIENT_SECRET": "s3cret-of-the-client",
}
CONFIGURATION = """
[company]
name = "Halden & Voss"
time_zone = "Europe/Berlin"
reporting_currency = "EUR"

[[entities]]
code = "HV"
name = "Halden & Voss GmbH"
functional_currency = "EUR"

[[systems]]
name = "time"
kind = "harvest"
domains = ["time"]
entity = "HV"
tables = ["clients", "projects", "tasks", "users", "cost_rates", "time_entries"]

[systems.delivery]
connector = "rest"
base_url = "{harvest}/harvest"
header_env = {{ Authorization = "HARVEST_TOKEN", Harvest-Account-Id = "HARVEST_ACCOUNT" }}

[[systems]]
name = "books"
kind = "xero"
domains = ["finance"]
entity = "HV"

[systems.delivery]
connector = "rest"
base_url = "{xero}/xero"

[systems.delivery.oauth2]
token_url = "{xero}/token"
client_id_env = "XERO_CLIENT_ID"
client_secret_env = "XERO_CLIENT_SECRET"

[[systems]]
name = "crm"
kind = "canonical"
domains = ["crm"]
entity = "HV"
tables = ["clients", "projects", "opportunities", "fx_rates"]

[systems.delivery]
connector = "files"
url = "exports"
settle_seconds = 0
"""
# The CRM knows the grid study by another code, and Harvest's project by its id.
EXPORTS = {
    "clients": [
        {"client_id": "A1", "client_name": "Brandt-Logistik", "region": "North"},
        {"client_id": "A2", "client_name": "Northmoor Council", "region": "UK"},
        {"client_id": "A3", "client_name": "Ostwind Energie AG", "region": "East"},
        {"client_id": "A4", "client_name": "Seeblick Klinik", "region": "South"},
    ],
    "projects": [
        {
            "project_id": "P3",
            "project_code": "OW-2025",
            "project_name": "Grid study, first phase",
            "shared_id": "time:203",
            "client_id": "A3",
            "project_type": "fixed_fee",
            "state": "open",
        }
    ],
    "opportunities": [
        {
            "opportunity_id": "D1",
            "opportunity_name": "Bed planning",
            "client_id": "A4",
            "stage": "proposal",
            "amount": "25000.00",
            "currency_code": "GBP",
            "created_date": "2025-02-01",
            "is_closed": "false",
            "is_won": "false",
            "updated_at": "2025-02-01T09:00:00Z",
        },
        {
            "opportunity_id": "D2",
            "opportunity_name": "Grid study",
            "client_id": "A3",
            "stage": "won",
            "amount": "18000.00",
            "currency_code": "EUR",
            "created_date": "2024-11-01",
            "is_closed": "true",
            "is_won": "true",
            "project_id": "P3",
            "updated_at": "2024-12-20T09:00:00Z",
        },
    ],
    "fx_rates": [
        {
            "fx_rate_id": "1",
            "from_currency_code": "GBP",
            "to_currency_code": "EUR",
            "rate_type": "spot",
            "rate_date": "2024-10-01",
            "fx_rate": "1.25",
        }
    ],
}


class Halden:
    """The two vendors' servers, and companies that read them."""

    def __init__(self, harvest: Vendor, xero: Vendor, books: Books) -> None:
        """Take the servers, and the books that Xero's holds."""
        self.harvest = harvest
        self.xero = xero
        self._books = books

    def change(self) -> None:
        """Do a day's work at both vendors."""
        change_harvest(self.harvest.lists)
        change_books(self._books)

    def company(self, folder: Path) -> Company:
        """Return a company in a new folder that has read nothing yet."""
        exports = folder / "exports"
        exports.mkdir(parents=True)
        contract = load_contract(SYSTEMS / "canonical" / "contract.yml")
        for name, rows in EXPORTS.items():
            columns = [column.name for column in contract.table(name).columns]
            with (exports / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
                writer = csv.DictWriter(handle, columns, lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
        text = CONFIGURATION.format(harvest=self.harvest.url, xero=self.xero.url)
        (folder / "evenkeel.toml").write_text(text, "utf-8")
        return Company(folder, SECRETS)


@contextmanager
def running_halden() -> Iterator[Halden]:
    """Serve both vendors; on the way of the first reads one is too busy and one stumbles, twice."""
    harvest = Vendor(harvest_lists())
    books = halden_books(harvest.lists)
    xero = Vendor(books.lists)
    harvest.accepted = TOKEN
    xero.credentials = f"{SECRETS['XERO_CLIENT_ID']}:{SECRETS['XERO_CLIENT_SECRET']}"
    busy, stumbled = Answer(status=429, headers={"Retry-After": "1"}), Answer(status=500)
    harvest.answers |= {4: busy, 11: stumbled}
    xero.answers |= {3: stumbled, 9: busy}
    for vendor in (harvest, xero):
        vendor.largest_page = ROWS_A_PAGE
    with running(harvest), running(xero):
        yield Halden(harvest, xero, books)
