"""What the demo company's Harvest and Toggl deliver lands in full, from files and over REST."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from pulled import Pulled
from toggl_server import Toggl, toggl_running
from vendors import Lists, Row, Vendor, running

from sources.casting import literal, quote
from sources.configuration import Files, SystemSettings
from sources.contract import Contract, Table
from sources.demo.generate import SQL, made_company
from sources.demo.plan import Plan
from sources.landing import Landing
from sources.odcs import load_contract
from sources.pull import PullOptions, pull
from sources.system import SYSTEMS

ENTITIES = {"harvest": "HV-DE", "toggl": "HV-US"}
TABLES = [
    (kind, table.name)
    for kind in ENTITIES
    for table in load_contract(SYSTEMS / kind / "contract.yml").tables
]
# Lists that Harvest keeps under another, and the demo company does not need.
OVER_REST = {
    "harvest": ("clients", "projects", "tasks", "time_entries", "users"),
    "toggl": ("clients", "projects", "tags", "tasks", "time_entries", "users"),
}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("company")
    with made_company(Plan(people=8, years=1), folder) as made:
        for kind, entity in ENTITIES.items():
            made.execute(f"set variable {kind}_entities = [{literal(entity)}]")
            made.execute((SQL / f"{kind}.sql").read_text("utf-8"))
        yield made


def contract_of_kind(kind: str) -> Contract:
    return load_contract(SYSTEMS / kind / "contract.yml")


def listed(table: Table) -> str:
    return ", ".join(dict.fromkeys(quote(column.source_name) for column in table.columns))


def sums(made: duckdb.DuckDBPyConnection, kind: str, table: Table) -> tuple[int, list[Decimal]]:
    """Return the rows of a view and the sums of its control totals."""
    totals = [f"coalesce(sum({quote(name)}), 0)" for name in table.control_totals]
    (row,) = made.execute(
        f"select {', '.join(['count(*)', *totals])} from {kind}.{table.name}"
    ).fetchall()
    return row[0], [Decimal(total) for total in row[1:]]


def records(made: duckdb.DuckDBPyConnection, kind: str, table: Table) -> list[Row]:
    """Return a view's rows as an API answers them: nested by their dotted names, lists as lists."""
    cursor = made.execute(f"select {listed(table)} from {kind}.{table.name} order by id")
    names = [name for name, *_ in cursor.description or []]
    found = []
    for values in cursor.fetchall():
        record: Row = {}
        for name, value in zip(names, values, strict=True):
            holder, *steps = name.split(".")
            if not steps:
                record[name] = value
                continue
            within = record.setdefault(holder, {})
            assert isinstance(within, dict)
            within[steps[0]] = value
        found.append(json.loads(json.dumps(record, default=str)))
    return found


@pytest.mark.parametrize(("kind", "name"), TABLES)
def test_a_view_has_the_contracts_columns_and_lands_from_a_file_in_full(
    company: duckdb.DuckDBPyConnection, tmp_path: Path, kind: str, name: str
) -> None:
    table = contract_of_kind(kind).table(name)
    columns = company.execute(f"select * from {kind}.{name} limit 0").description or []
    company.execute(
        f"copy (from {kind}.{name}) to {literal(str(tmp_path / f'{table.source_name}.csv'))} "
        "(format csv, header)"
    )
    system = SystemSettings(
        name=kind,
        kind=kind,
        domains=("time",),
        entity="E1",
        delivery=Files(connector="files", url=str(tmp_path), settle_seconds=0),
    )

    (delivery,) = pull(system, name, Landing(tmp_path / "landing"), PullOptions())

    rows, totals = sums(company, kind, table)
    assert {quote(column) for column, *_ in columns} == set(listed(table).split(", "))
    assert rows or name.startswith("invoice")
    assert (delivery.landed.rows, delivery.quarantined.rows) == (rows, 0)
    assert [delivery.landed.totals[total] for total in table.control_totals] == totals


def test_harvests_lists_land_over_rest_in_full(
    company: duckdb.DuckDBPyConnection, tmp_path: Path, secrets: None
) -> None:
    del secrets
    contract = contract_of_kind("harvest")
    lists: Lists = {
        name: records(company, "harvest", contract.table(name)) for name in OVER_REST["harvest"]
    }
    server = Vendor(lists)
    server.largest_page = 2000
    with running(server):
        harvest = Pulled("harvest", f"{server.url}/harvest", tmp_path)
        landed = {name: harvest.pull(name) for name in lists}

    assert {name: each.landed.rows for name, each in landed.items()} == {
        name: len(rows) for name, rows in lists.items()
    }
    assert sum(each.quarantined.rows for each in landed.values()) == 0
    _, totals = sums(company, "harvest", contract.table("time_entries"))
    assert list(landed["time_entries"].landed.totals.values()) == totals


def test_toggls_workspace_lands_over_rest_in_full(
    company: duckdb.DuckDBPyConnection, tmp_path: Path, secrets: None
) -> None:
    del secrets
    contract = contract_of_kind("toggl")
    (workspace,) = records(company, "toggl", contract.table("workspaces"))
    lists: Lists = {
        name: records(company, "toggl", contract.table(name)) for name in OVER_REST["toggl"]
    }
    for entry in lists["time_entries"]:
        entry["seconds"] = entry.pop("duration")
        for name in ("workspace_id", "tags", "server_deleted_at"):
            del entry[name]
    with toggl_running(Toggl({**workspace, "id": 4711}, lists, largest_page=200)) as server:
        toggl = Pulled("toggl", server.base_url, tmp_path)
        landed = {name: toggl.pull(name) for name in lists}

    assert {name: each.landed.rows for name, each in landed.items()} == {
        name: len(rows) for name, rows in lists.items()
    }
    assert sum(each.quarantined.rows for each in landed.values()) == 0
    _, totals = sums(company, "toggl", contract.table("time_entries"))
    assert [landed["time_entries"].landed.totals["duration"]] == totals
