import json
from pathlib import Path

import duckdb
import pytest
from demo_exports import contract_of_kind, made_views, write_views

from sources.configuration import Files, SystemSettings
from sources.delivery import Delivery
from sources.landing import Landing
from sources.pull import PullOptions, pull
from sources.system import SYSTEMS


class Delivered:
    """A system of one kind that delivers files, and the folder they land in."""

    def __init__(self, kind: str, folder: Path) -> None:
        """Read the files of `folder/exports`."""
        self.exports = folder / "exports"
        self.landing = Landing(folder / "landing")
        settings = {"url": str(self.exports), "pattern": "{table}.*", "settle_seconds": 0}
        self.system = SystemSettings(
            name="books",
            kind=kind,
            domains=("finance",),
            entity="E1",
            delivery=Files.model_validate({"connector": "files", **settings}),
        )

    def pull(self, table: str) -> Delivery:
        """Pull a table; return its one delivery."""
        (delivery,) = pull(self.system, table, self.landing, PullOptions())
        return delivery

    def rows(self, delivery: Delivery, columns: str) -> list[tuple]:
        """Return what landed."""
        path = self.landing.folder(delivery) / "data.parquet"
        return duckdb.sql(f"select {columns} from '{path}' order by all").fetchall()


@pytest.mark.parametrize(
    ("kind", "empty"),
    [
        ("netsuite", set[str]()),
        ("xero", {"overpayments", "overpayment_allocations", "prepayment_allocations"}),
    ],
)
def test_every_table_of_the_demo_lands_whole(tmp_path: Path, kind: str, empty: set[str]) -> None:
    system = Delivered(kind, tmp_path)
    with made_views(kind, tmp_path) as connection:
        written = write_views(connection, kind, system.exports)

    delivered = {name: system.pull(name) for name in written}

    assert {name for name, rows in written.items() if rows == 0} == empty
    assert {name: each.landed.rows for name, each in delivered.items()} == written
    assert {name: each.quarantined.rows for name, each in delivered.items()} == dict.fromkeys(
        written, 0
    )
    assert {each.new_columns for each in delivered.values()} == {()}


def test_records_of_netsuite_land_without_what_they_leave_out(tmp_path: Path) -> None:
    system = Delivered("netsuite", tmp_path)
    system.exports.mkdir()
    period = {
        "id": "202601",
        "periodname": "Jan 2026",
        "startdate": "2026-01-01",
        "enddate": "2026-01-31",
        "isyear": "F",
        "isquarter": "F",
        "isadjust": "F",
        "closed": "T",
        "alllocked": "T",
    }
    lines = "".join(json.dumps(row) + "\n" for row in (period, {**period, "id": "202602"}))
    (system.exports / "accountingperiod.ndjson").write_text(lines, "utf-8")

    delivery = system.pull("accounting_periods")

    assert system.rows(delivery, "accounting_period_id, is_closed, closed_date") == [
        ("202601", True, None),
        ("202602", True, None),
    ]


def test_records_of_xero_land_by_the_path_of_what_is_nested(tmp_path: Path) -> None:
    system = Delivered("xero", tmp_path)
    system.exports.mkdir()
    (records,) = json.loads((SYSTEMS / "xero" / "sample" / "Invoices.json").read_text()).values()
    lines = "".join(json.dumps(row) + "\n" for row in records)
    (system.exports / "Invoices.ndjson").write_text(lines, "utf-8")

    delivery = system.pull("invoices")

    assert (delivery.landed.rows, delivery.quarantined.rows) == (len(records), 0)
    assert {row[0] for row in system.rows(delivery, "contact_id")} == {
        record["Contact"]["ContactID"] for record in records
    }


@pytest.mark.parametrize("kind", ["netsuite", "xero"])
def test_no_two_tables_are_one_file(kind: str) -> None:
    names = [table.source_name for table in contract_of_kind(kind).tables]

    assert len(names) == len(set(names))
