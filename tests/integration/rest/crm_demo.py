"""The CRMs of the generated company: what each delivers, as rows of its own field names."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import duckdb
from crm_vendors import nested
from vendors import Lists, Row

from sources.demo.generate import SQL, made_company
from sources.demo.plan import Plan
from sources.odcs import load_contract
from sources.system import SYSTEMS

ENTITIES = {"salesforce": ["HV-DE", "HV-UK"], "hubspot": ["HV-US"]}
HISTORIES = {"deal_stage_changes": "dealstage", "deal_amount_changes": "amount"} | {
    "deal_close_date_changes": "closedate"
}


@contextmanager
def crm_company(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Make a company with the views of both CRMs."""
    with made_company(Plan(people=40, years=1), folder) as company:
        for kind, entities in ENTITIES.items():
            company.execute(f"set variable {kind}_entities = {entities}")
            company.execute((SQL / f"{kind}.sql").read_text("utf-8"))
        yield company


def write_csv(company: duckdb.DuckDBPyConnection, kind: str, folder: Path) -> None:
    """Write a CRM's tables as CSV, one file for each table of its contract."""
    folder.mkdir()
    for table in load_contract(SYSTEMS / kind / "contract.yml").tables:
        path = folder / f"{table.source_name}.csv"
        company.execute(f"copy (from {kind}.{table.name}) to '{path}' (format csv, header)")


def write_ndjson(tables: Lists, kind: str, folder: Path) -> None:
    """Write a CRM's tables as NDJSON, objects in objects as its API answers them."""
    folder.mkdir()
    for table in load_contract(SYSTEMS / kind / "contract.yml").tables:
        lines = (json.dumps(nested(row), ensure_ascii=False) for row in tables[table.name])
        (folder / f"{table.source_name}.ndjson").write_text("\n".join(lines), "utf-8")


def rows_of(company: duckdb.DuckDBPyConnection, kind: str) -> Lists:
    """Return a CRM's tables as lists of rows, by the names of the contract."""
    return {
        table.name: _rows(company, f"{kind}.{table.name}")
        for table in load_contract(SYSTEMS / kind / "contract.yml").tables
    }


def org_lists(tables: Lists) -> Lists:
    """Return Salesforce's tables by the names of its objects."""
    contract = load_contract(SYSTEMS / "salesforce" / "contract.yml")
    return {contract.table(name).source_name: rows for name, rows in tables.items()}


def portal_lists(tables: Lists) -> Lists:
    """Return HubSpot's tables as the objects its API answers: histories in deals, stages inside."""
    plain = [name for name in tables if name not in HISTORIES and name != "pipeline_stages"]
    lists = {name: [nested(row) for row in tables[name]] for name in plain}
    for deal in lists["deals"]:
        deal["propertiesWithHistory"] = {
            name: [_change(row) for row in reversed(tables[table]) if row["dealId"] == deal["id"]]
            for table, name in HISTORIES.items()
        }
    for pipeline in lists["pipelines"]:
        stages = (row for row in tables["pipeline_stages"] if row["pipelineId"] == pipeline["id"])
        pipeline["stages"] = [nested(_without(row, "pipelineId")) for row in stages]
    return lists


def _change(row: Row) -> Row:
    return _without(row, "dealId")


def _without(row: Row, name: str) -> Row:
    return {key: value for key, value in row.items() if key != name}


def _rows(company: duckdb.DuckDBPyConnection, relation: str) -> list[Row]:
    found = company.execute(f"from {relation}")
    names = [column[0] for column in found.description or []]
    return [
        {name: _number(value) for name, value in zip(names, row, strict=True)}
        for row in found.fetchall()
    ]


def _number(value: object) -> object:
    """Return a decimal as the number that JSON has for it, and a day as its text."""
    if isinstance(value, Decimal):
        return float(value)
    return value if value is None or isinstance(value, bool | int | str) else str(value)
