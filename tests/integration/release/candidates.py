"""A warehouse with one published table, and the gate's record of it: what publishing needs."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import duckdb

from expectations.content import content_hash, fingerprint
from expectations.results import Checked, GateRecord, TableGate
from pipelines.lib.dbt import PublishedTable
from pipelines.lib.publish.publishing import publish
from pipelines.lib.releases.release import Release

TABLE = PublishedTable(
    schema="portfolio",
    name="portfolio_project",
    audiences=("portfolio", "finance"),
    description="One row per project.",
    columns={"project_key": "Key of the project.", "hours": "Hours worked."},
)


@dataclass(frozen=True)
class Candidate:
    """A company's warehouse and its folder of releases."""

    folder: Path

    @property
    def warehouse(self) -> Path:
        """The warehouse file."""
        return self.folder / "evenkeel.duckdb"

    @property
    def releases(self) -> Path:
        """The folder of releases."""
        return self.folder / "releases"

    def build(self, *hours: str) -> None:
        """Build the table anew, one project for each amount of hours."""
        with duckdb.connect(str(self.warehouse)) as connection:
            connection.execute("create schema if not exists portfolio")
            connection.execute(
                "create or replace table portfolio.portfolio_project "
                "(project_key varchar, hours decimal(18, 6))"
            )
            connection.executemany(
                "insert into portfolio.portfolio_project values (?, ?)",
                [[f"P{number}", each] for number, each in enumerate(hours, start=1)],
            )

    def judged(self, run_id: str, *, passed: bool = True) -> GateRecord:
        """Return the record of a gate that saw the table as it is now."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            content = {TABLE.relation: content_hash(connection, TABLE.relation)}
            fingerprints = {TABLE.relation: fingerprint(connection, TABLE.relation)}
        judged = Checked(name="there are projects", severity="block", passed=passed, found="")
        suite = TableGate(table=TABLE.relation, audiences=TABLE.audiences, expectations=(judged,))
        return GateRecord(
            run_id=run_id, suites=(suite,), content=content, fingerprints=fingerprints
        )

    def publish(self, run_id: str, gate: GateRecord) -> Path:
        """Publish what is in the warehouse as the release of a run."""
        release = Release(
            release_id=f"2026-{run_id}",
            run_id=run_id,
            as_of_date=dt.date(2026, 7, 31),
            published_at=dt.datetime(2026, 8, 1, tzinfo=dt.UTC),
            code_version="tested",
            deliveries=(),
            rows={},
            content={},
            audiences={},
        )
        with duckdb.connect() as connection:
            return publish(connection, self.releases, self.warehouse, [TABLE], gate, release)

    def current(self) -> str | None:
        """Return the id of the release that readers get."""
        link = self.releases / "current"
        return link.resolve().name if link.exists() else None

    def read(self, audience: str = "portfolio") -> list[str]:
        """Return the hours that readers of the current release see."""
        path = self.releases / "current" / f"{audience}.duckdb"
        with duckdb.connect(str(path), read_only=True) as connection:
            rows = connection.execute("select hours from portfolio_project order by project_key")
            return [str(hours) for (hours,) in rows.fetchall()]
