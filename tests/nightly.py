"""Run the real command line on a company in a folder of its own, as a person would."""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from sample.write import write_sample

EVENKEEL = Path(sys.executable).with_name("evenkeel")
AS_OF = "2026-07-31"
LINEAGE = {"delivery_id", "known_at", "landed_at", "delivery_number", "run_id"}


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, what it printed for programs and for people."""

    code: int
    outcome: dict
    told: str


@dataclass(frozen=True)
class Build:
    """How dbt ended, and the folder of its artifacts."""

    folder: Path
    code: int
    told: str


@dataclass(frozen=True)
class Company:
    """A company's folder with its configuration, and the secrets its systems need."""

    folder: Path
    secrets: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def sample(cls, folder: Path) -> "Company":
        """Write the sample company."""
        write_sample(folder)
        return cls(folder)

    def from_nothing(self, folder: Path) -> "Company":
        """Return a copy that has read nothing; only how dbt reads its project is kept."""
        unread = shutil.ignore_patterns("landing", "warehouse", "dagster")
        shutil.copytree(self.folder, folder, ignore=unread, symlinks=True)
        return Company(folder, self.secrets)

    def start(self, *arguments: str) -> subprocess.Popen:
        """Start a command in a process group of its own."""
        command = [str(EVENKEEL), "--config", str(self.folder / "evenkeel.toml"), *arguments]
        return subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder,
            env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1", **self.secrets},
            start_new_session=True,
        )

    def run(self, as_of: str = AS_OF) -> Ended:
        """Run the nightly to its end."""
        return self.ask("run", "--as-of", as_of, "--json")

    def ask(self, *arguments: str) -> Ended:
        """Run a command to its end; without `--json` what it printed is told, too."""
        process = self.start(*arguments)
        printed, told = process.communicate(timeout=900)
        if "--json" not in arguments:
            return Ended(process.returncode, {}, printed + told)
        return Ended(process.returncode, json.loads(printed) if printed.strip() else {}, told)

    @property
    def releases(self) -> Path:
        """The folder of releases."""
        return self.folder / "var" / "releases"

    def current(self) -> str | None:
        """Return the id of the current release."""
        link = self.releases / "current"
        return link.resolve().name if link.exists() else None

    def query(self, sql: str, audience: str = "finance") -> list[tuple]:
        """Query the current release."""
        path = self.releases / "current" / f"{audience}.duckdb"
        with duckdb.connect(str(path), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def content(self) -> dict[str, list[tuple]]:
        """Return every published table's rows, without where and when they were delivered."""
        found = {}
        for audience in ("portfolio", "finance", "people"):
            for (table,) in self.query("select table_name from duckdb_tables()", audience):
                if table in {"ctl_extract_completeness", "ctl_quarantine"}:
                    continue
                columns = [
                    name
                    for (name,) in self.query(
                        f"select column_name from duckdb_columns() where table_name = '{table}'",
                        audience,
                    )
                    if name not in LINEAGE
                ]
                rows = self.query(f"select {', '.join(columns)} from {table}", audience)
                control = table == "ctl_reconciliation"
                found[table] = sorted(map(str, (r for r in rows if not (control and "C01" in r))))
        return found

    def edit(self, table: str, change: Callable[[list[dict[str, str]]], list[dict]]) -> None:
        """Rewrite one export."""
        path = self.folder / "exports" / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
        columns = list(rows[0])
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(change(rows))

    def rows(self, table: str) -> list[dict[str, str]]:
        """Read one export."""
        path = self.folder / "exports" / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle))
