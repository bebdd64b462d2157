"""The systems that the demo company delivers from: one canonical export, or those of seven vendors.

Halden & Voss bought its American company: that one keeps its time in Toggl Track, its deals in
HubSpot and its books in Xero, the others theirs in a Harvest account each, Salesforce and NetSuite.
What none of them knows comes from the group's own export, by the canonical contract.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from sources.casting import literal, quote
from sources.contract import Table
from sources.odcs import load_contract
from sources.system import SYSTEMS

EUROPE, AMERICA = ("HV-DE", "HV-UK"), ("HV-US",)
# What the group's own export leaves to the vendors' systems.
VENDORS_OWN = frozenset(
    {
        *("time_entries", "opportunities", "opportunity_changes"),
        *("invoices", "invoice_lines", "payments", "credit_allocations"),
        *("gl_accounts", "gl_lines"),
    }
)


@dataclass(frozen=True)
class Source:
    """A system of the demo company: its folder under `exports`, its kind, and whom it serves."""

    folder: str
    kind: str
    entities: tuple[str, ...] = ()
    but: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Shape:
    """A way to deliver: the systems, and the configuration that reads them."""

    configuration: Path
    sources: tuple[Source, ...]

    @property
    def vendors(self) -> tuple[str, ...]:
        """The kinds of vendors' systems, each once."""
        found = [source.kind for source in self.sources if source.kind != "canonical"]
        return tuple(dict.fromkeys(found))


HERE = Path(__file__).parent
SHAPES = {
    "canonical": Shape(HERE / "evenkeel.toml", (Source("", "canonical"),)),
    "vendors": Shape(
        HERE / "vendors.toml",
        (
            Source("harvest_de", "harvest", ("HV-DE",)),
            Source("harvest_uk", "harvest", ("HV-UK",)),
            Source("toggl", "toggl", AMERICA),
            Source("salesforce", "salesforce", EUROPE),
            Source("hubspot", "hubspot", AMERICA),
            Source("netsuite", "netsuite", EUROPE),
            Source("xero", "xero", AMERICA),
            Source("group", "canonical", but=VENDORS_OWN),
        ),
    ),
}


@dataclass(frozen=True)
class Delivered:
    """A table of a system: where its files lie under `exports`, what they are called, its rows."""

    folder: str
    name: str
    query: str

    @property
    def key(self) -> str:
        """One name for the table among those of all systems."""
        return f"{self.folder}.{self.name}" if self.folder else self.name


def deliveries(connection: duckdb.DuckDBPyConnection, shape: Shape) -> Iterator[Delivered]:
    """Yield each table of each system; its rows must be read before the next one is asked for."""
    for source in shape.sources:
        if source.entities:
            served = ", ".join(literal(entity) for entity in source.entities)
            connection.execute(f"set variable {source.kind}_entities = [{served}]")
        for table in load_contract(SYSTEMS / source.kind / "contract.yml").tables:
            if table.name in source.but:
                continue
            if source.kind == "canonical" and table.optional and not _view(connection, table.name):
                continue
            if source.kind == "canonical":
                yield Delivered(source.folder, table.name, canonical_rows(connection, table))
            else:
                names = dict.fromkeys(quote(column.source_name) for column in table.columns)
                keys = [quote(c.source_name) for c in table.columns if c.name in table.key]
                query = (
                    f"select {', '.join(names)} from {source.kind}.{quote(table.name)} "
                    f"order by {', '.join(keys)}"
                )
                yield Delivered(source.folder, table.source_name, query)


def canonical_rows(connection: duckdb.DuckDBPyConnection, table: Table, view: str = "") -> str:
    """Return the query of a canonical table, in its columns as its files hold them.

    An optional column that the company does not have is left out, as an export may.

    Args:
        connection: The company.
        table: The table of the contract.
        view: The view, when it is not the table's own.
    """
    name = view or table.name
    held = _view(connection, name)
    if not held:
        raise LookupError(f"the demo company delivers no {name}")
    schema = min(row[2] for row in held)
    types = {column: kind for column, kind, of_schema in held if of_schema == schema}
    columns = ", ".join(
        f"strftime({quote(c.name)}, '%Y-%m-%dT%H:%M:%SZ') as {quote(c.name)}"
        if types[c.name] == "TIMESTAMP"
        else quote(c.name)
        for c in table.columns
        if c.name in types or not c.optional
    )
    return f"select {columns} from {schema}.{quote(name)}"


def _view(connection: duckdb.DuckDBPyConnection, name: str) -> list[tuple[str, str, str]]:
    """Return the columns of a canonical table's view, with their type and schema."""
    return connection.execute(
        "select column_name, data_type, schema_name from duckdb_columns() where table_name = $1 "
        "and schema_name in ('delivered', 'exports')",
        [name],
    ).fetchall()
