"""The demo company as a vendor delivers it: the views of its SQL file, by table of the contract."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from sources.casting import literal, quote
from sources.contract import Contract
from sources.demo.generate import SQL, made_company
from sources.demo.plan import Plan
from sources.odcs import load_contract
from sources.system import SYSTEMS

# Small, and yet with credit notes, parts paid and foreign currency in every entity.
PLAN = Plan(people=160, years=1)
ENTITIES = {"netsuite": ("HV-DE", "HV-UK"), "xero": ("HV-US",)}


def contract_of_kind(kind: str) -> Contract:
    """Return a kind's contract."""
    return load_contract(SYSTEMS / kind / "contract.yml")


@contextmanager
def made_views(kind: str, folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Make the demo company and a vendor's views of it, in the schema named as the kind."""
    with made_company(PLAN, folder) as connection:
        served = ", ".join(literal(code) for code in ENTITIES[kind])
        connection.execute(f"set variable {kind}_entities = [{served}]")
        connection.execute((SQL / f"{kind}.sql").read_text("utf-8"))
        yield connection


def write_views(connection: duckdb.DuckDBPyConnection, kind: str, folder: Path) -> dict[str, int]:
    """Write one CSV for each table of the contract; return how many rows each has."""
    folder.mkdir()
    rows = {}
    for table in contract_of_kind(kind).tables:
        columns = ", ".join(quote(column.source_name) for column in table.columns)
        path = literal(str(folder / f"{table.source_name}.csv"))
        written = connection.execute(
            f"copy (select {columns} from {kind}.{table.name}) to {path} (format csv, header)"
        ).fetchall()
        rows[table.name] = written[0][0]
    return rows
