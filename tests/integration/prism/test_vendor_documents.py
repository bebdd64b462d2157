"""Every table of Harvest and Xero, read from what the vendors' own documents say they answer."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from sources.configuration import Rest, SystemSettings
from sources.landing import Landing
from sources.pull import PullOptions, pull

# The rows of the documents' examples. Prism gives every user the same cost rates, and every
# invoice the same payment; Xero's examples of invoices and credit notes have no lines.
ROWS = {
    "harvest": {
        "clients": 2,
        "projects": 2,
        "tasks": 5,
        "users": 3,
        "cost_rates": 12,
        "time_entries": 4,
        "invoices": 2,
        "invoice_line_items": 3,
        "invoice_payments": 2,
    },
    "xero": {
        "accounts": 2,
        "contacts": 2,
        "invoices": 3,
        "invoice_line_items": 0,
        "payments": 2,
        "credit_notes": 2,
        "credit_note_line_items": 0,
        "credit_note_allocations": 0,
        "overpayments": 5,
        "overpayment_allocations": 0,
        "prepayment_allocations": 0,
        "journals": 4,
        "journal_lines": 9,
        "currencies": 1,
    },
}
TABLES = [(kind, table, rows) for kind, tables in ROWS.items() for table, rows in tables.items()]
INCREMENTAL = [(kind, table) for kind, table, _ in TABLES if table in {"invoices", "time_entries"}]
HEADERS = {
    "harvest": {"Authorization": "VENDOR_TOKEN", "Harvest-Account-Id": "VENDOR_ACCOUNT"},
    "xero": {"Authorization": "VENDOR_TOKEN", "xero-tenant-id": "VENDOR_ACCOUNT"},
}

pytestmark = pytest.mark.integration


@pytest.fixture
def system(
    prism: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], SystemSettings]:
    """Return a function that configures a vendor's system."""
    monkeypatch.setenv("VENDOR_TOKEN", "Bearer s3cret")
    monkeypatch.setenv("VENDOR_ACCOUNT", "4711")

    def configured(kind: str) -> SystemSettings:
        delivery = {"base_url": prism(kind), "header_env": HEADERS[kind], "attempts": 2}
        return SystemSettings(
            name=kind,
            kind=kind,
            domains=("time",),
            entity="E1",
            delivery=Rest.model_validate({"connector": "rest", **delivery}),
        )

    return configured


@pytest.mark.parametrize(("kind", "table", "rows"), TABLES)
def test_a_table_lands_whole_and_as_its_contract_says(
    system: Callable[[str], SystemSettings], tmp_path: Path, kind: str, table: str, rows: int
) -> None:
    (delivery,) = pull(system(kind), table, Landing(tmp_path), PullOptions())

    assert (delivery.landed.rows, delivery.quarantined.rows) == (rows, 0)
    assert delivery.new_columns == ()


@pytest.mark.parametrize(("kind", "table"), INCREMENTAL)
def test_the_vendor_takes_the_cursor_as_it_is_written(
    system: Callable[[str], SystemSettings], tmp_path: Path, kind: str, table: str
) -> None:
    landing = Landing(tmp_path)
    pull(system(kind), table, landing, PullOptions())

    (delivery,) = pull(system(kind), table, landing, PullOptions())

    assert delivery.mode == "incremental"


def test_ids_join_across_the_tables_of_harvest(
    system: Callable[[str], SystemSettings], tmp_path: Path
) -> None:
    landing = Landing(tmp_path)
    files = {}
    for table in ("clients", "projects", "tasks", "users", "time_entries"):
        (delivery,) = pull(system("harvest"), table, landing, PullOptions())
        files[table] = landing.folder(delivery) / "data.parquet"

    joined = duckdb.sql(
        f"""
        select count(*)
        from '{files["time_entries"]}' as entries
        inner join '{files["clients"]}' as clients on clients.id = entries.client_id
        inner join '{files["projects"]}' as projects on projects.id = entries.project_id
        inner join '{files["tasks"]}' as tasks on tasks.id = entries.task_id
        inner join '{files["users"]}' as users on users.id = entries.user_id
        """
    ).fetchone()

    assert joined == (4,)


def test_the_ledger_of_xero_balances(
    system: Callable[[str], SystemSettings], tmp_path: Path
) -> None:
    (delivery,) = pull(system("xero"), "journal_lines", Landing(tmp_path), PullOptions())

    assert delivery.landed.totals["net_amount"] == 0
