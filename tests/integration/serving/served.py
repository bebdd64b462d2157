"""A company whose releases are small and go to PostgreSQL, and what readers see of them there."""

import datetime as dt
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import psycopg
from cluster import Cluster
from sample.write import write_sample

from expectations.content import content_hash, fingerprint
from expectations.results import Checked, GateRecord, TableGate
from pipelines.lib.company import releases_root
from pipelines.lib.dbt import PublishedTable
from pipelines.lib.publish.publishing import publish
from pipelines.lib.releases.release import Release
from sources.configuration import Settings
from sources.serving_settings import Postgres
from sources.settings import load_settings

VARIABLE = "BI_URL"
ROLES = ("portfolio_reader", "finance_auditor", "people_lead")
NUMBERS = itertools.count(1)
TEXTS = [None, "", "a", 'quote " and, comma', "two\nlines", "\\.", "=1+1", "ü€😀", "NULL"]
COLUMNS: dict[str, tuple[str, str]] = {
    "mark": ("integer", "Number of the release."),
    "said": ("varchar", "What was said."),
    "amount": ("decimal(18, 2)", "Money."),
    "hours": ("decimal(18, 6)", "Hours worked."),
    "known_at": ("timestamp", "When it was known."),
    "work_date": ("date", "Day of work."),
    "is_open": ("boolean", "Whether it is open."),
}
TABLES: Mapping[str, tuple[str, ...]] = {
    "dim_person": ("people",),
    "fct_revenue_event": ("finance",),
    "portfolio_month": ("portfolio", "finance"),
}


@dataclass(frozen=True)
class Served:
    """A company, the database that its releases go to, and the connection of its owner."""

    settings: Settings
    url: str

    def release(
        self,
        mark: int,
        columns: Mapping[str, tuple[str, str]] = COLUMNS,
        tables: Mapping[str, tuple[str, ...]] = TABLES,
        rows: int = 100,
    ) -> str:
        """Publish a release as files, every row with its mark; return its id."""
        settings = self.settings
        warehouse = settings.root / "warehouse.duckdb"
        released = [
            PublishedTable(
                schema="marts",
                name=name,
                audiences=audiences,
                description=f"One row per thing of {name}.",
                columns={column: meaning for column, (_, meaning) in columns.items()},
            )
            for name, audiences in tables.items()
        ]
        with duckdb.connect(str(warehouse)) as connection:
            connection.execute("create schema if not exists marts")
            for table in released:
                values = ", ".join(
                    f"try_cast({VALUES.get(column, 'null')} as {kind}) as {column}"
                    for column, (kind, _) in columns.items()
                )
                connection.execute(
                    f"create or replace table {table.relation} as with said as "
                    f"(select $said as texts, $mark as mark) select {values} "
                    f"from said, range({rows}) as numbers (i)",
                    {"said": TEXTS, "mark": mark},
                )
            content = {each.relation: content_hash(connection, each.relation) for each in released}
            fingerprints = {e.relation: fingerprint(connection, e.relation) for e in released}
        at = dt.datetime(2026, 7, 1, tzinfo=dt.UTC) + dt.timedelta(days=mark)
        release = Release(
            release_id=f"{at:%Y%m%dT%H%M%SZ}-{mark}",
            run_id=str(mark),
            as_of_date=at.date(),
            published_at=at,
            code_version="tested",
            deliveries=(),
            rows={},
            content={},
            audiences={},
        )
        passed = Checked(name="there is something", severity="block", passed=True, found="")
        suites = tuple(
            TableGate(table=each.relation, audiences=each.audiences, expectations=(passed,))
            for each in released
        )
        gate = GateRecord(
            run_id=str(mark), suites=suites, content=content, fingerprints=fingerprints
        )
        with duckdb.connect() as connection:
            publish(connection, releases_root(settings), warehouse, released, gate, release)
        return release.release_id

    def url_of(self, role: str | None) -> str:
        """Return the connection of a role, else the owner's."""
        return self.url if role is None else self.url.replace("postgres@", f"{role}@")

    def ask(self, query: str, role: str | None = None) -> list[tuple]:
        """Return what a role's query answers, else the owner's."""
        with psycopg.connect(self.url_of(role), autocommit=True) as connection:
            return connection.execute(query.encode()).fetchall()

    def marks(self, view: str = "portfolio.portfolio_month") -> list[int]:
        """Return the releases that rows of a view are of."""
        return [mark for (mark,) in self.ask(f"select distinct mark from {view} order by 1")]


VALUES = {
    "mark": "mark",
    "said": f"texts[1 + i % {len(TEXTS)}]",
    "amount": "((i - 50) * 1234567.89 / 100)",
    "hours": "(i / 7)",
    "known_at": "(timestamp '2026-01-01' + interval (i * 1000001) microsecond)",
    "work_date": "(date '2026-01-01' + i::integer)",
    "is_open": "(i % 2 = 0)",
    "figure": "(mark * 1000.01 + i)",
    "ledger": "(9007199254740993.01 - i * 1000000000000.01)",
    "late": "'late'",
    "cut": "'canary' || chr(0)",
}


def serve(cluster: Cluster, folder: Path) -> Served:
    """Return a company without a release, an empty database of its own and the readers' roles."""
    name = f"bi_{next(NUMBERS)}"
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"create database {name}".encode())
        for role in ROLES:
            if not connection.execute(
                "select 1 from pg_roles where rolname = %s", (role,)
            ).rowcount:
                connection.execute(f"create role {role} login".encode())
    settings = load_settings(write_sample(folder))
    settings = settings.model_copy(update={"postgres": Postgres(url_env=VARIABLE)})
    return Served(settings, cluster.url(name))
