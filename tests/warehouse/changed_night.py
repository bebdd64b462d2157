"""What changes at the sample company for its second night: time, an invoice, a company bought."""

import shutil
from dataclasses import dataclass
from decimal import Decimal

from nightly import Company, Ended

Rows = list[dict[str, str]]

ACQUIRED = """
[[systems]]
name = "acquired"
kind = "canonical"
domains = ["time"]
entity = "HV-DE"
tables = ["clients", "projects", "people", "cost_rates", "time_entries"]

[systems.delivery]
connector = "files"
url = "acquired"
settle_seconds = 0
"""


def edited(rows: Rows) -> Rows:
    """Edit one entry, delete one, and add one on a project that nobody described."""
    changed = [{**rows[0], "hours": "7.25", "updated_at": "2026-07-01T08:00:00Z"}, *rows[2:]]
    unknown = {**rows[3], "time_entry_id": "T999999", "project_id": "J99", "invoice_line_id": ""}
    return [*changed, unknown]


def acquire(company: Company) -> None:
    """Add a time system with the ids of the first, a new column and a rate that is no number."""
    acquired = company.folder / "acquired"
    acquired.mkdir()
    for table in ("clients", "projects", "people", "cost_rates", "time_entries"):
        shutil.copy(company.folder / "exports" / f"{table}.csv", acquired)
    columns, *clients = (acquired / "clients.csv").read_text("utf-8").splitlines()
    coloured = [f"{columns},colour", *(f"{client},blue" for client in clients), ""]
    (acquired / "clients.csv").write_text("\n".join(coloured), "utf-8")
    with (acquired / "cost_rates.csv").open("a", encoding="utf-8") as rates:
        rates.write("P99-1,P99,,,many,EUR\n")
    with (company.folder / "evenkeel.toml").open("a", encoding="utf-8") as settings:
        settings.write(ACQUIRED)


@dataclass(frozen=True)
class Changed:
    """A company after a night of changes, and before it, with nothing read."""

    company: Company
    night: Ended
    unread: Company
    hours_before: Decimal
    exported: Rows
