"""Judge changed copies of a warehouse, all in one process: its imports outlast its judgement."""

import datetime as dt
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
from nightly import Company

from expectations.results import Candidate, Checked, GateRecord, Night, Stated
from pipelines.lib.dbt import prepare_manifest
from pipelines.lib.gate.night import night_of
from pipelines.lib.gate.stated import stated_tables
from sources.settings import load_settings

JUDGED_AT = dt.datetime.now(tz=dt.UTC)
PROCESS = """
import sys
from expectations.gate import run_gate
from expectations.results import Candidate
for line in sys.stdin:
    candidate = Candidate.model_validate_json(line)
    candidate.record.write_text(run_gate(candidate).model_dump_json(), "utf-8")
    print("judged", flush=True)
"""


def start_judging() -> subprocess.Popen[str]:
    """Start a process that judges one candidate after another."""
    return subprocess.Popen(
        [sys.executable, "-c", PROCESS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


@dataclass(frozen=True)
class Judge:
    """The warehouse of a company after its night, and the process that judges copies of it."""

    process: subprocess.Popen[str]
    warehouse: Path
    folder: Path
    tables: tuple[Stated, ...]
    night: Night

    @classmethod
    def of(cls, company: Company, folder: Path, process: subprocess.Popen[str]) -> "Judge":
        """Return the judge of a company's warehouse; its own release is there to compare with."""
        settings = load_settings(company.folder / "evenkeel.toml")
        return cls(
            process=process,
            warehouse=company.folder / "var" / "warehouse" / "evenkeel.duckdb",
            folder=folder,
            tables=stated_tables(prepare_manifest(settings)),
            night=night_of(settings, JUDGED_AT, dt.date(2026, 7, 31), may_shrink=False),
        )

    def table(self, name: str) -> Stated:
        """Return what is stated of a table."""
        return next(table for table in self.tables if table.name == name)

    def judge(self, changes: str, *names: str, overrides: str = "", **night: object) -> GateRecord:
        """Change a copy by SQL and judge the tables of these names, else all.

        Other keywords are what differs of the night; `overrides` is the text of that file.
        """
        database, record = self.folder / "evenkeel.duckdb", self.folder / "gate.json"
        shutil.copy(self.warehouse, database)
        with duckdb.connect(str(database)) as connection:
            connection.execute(changes)
        written = self.folder / "gate-overrides.toml"
        written.write_text(overrides, "utf-8")
        candidate = Candidate(
            database=database,
            run_id="run",
            tables=tuple(map(self.table, names)) or self.tables,
            night=self.night.model_copy(update=night),
            overrides=written,
            record=record,
        )
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(candidate.model_dump_json() + "\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "judged\n"
        return GateRecord.model_validate_json(record.read_text("utf-8"))


def failed(record: GateRecord) -> dict[str, set[str]]:
    """Return the names of what did not hold of each table, without tables of which all did."""
    found = {s.table: {e.name for e in s.expectations if not e.passed} for s in record.suites}
    return {table: names for table, names in found.items() if names}


def only_failure(record: GateRecord) -> Checked:
    """Return the one expectation that did not hold."""
    (found,) = [each for s in record.suites for each in s.expectations if not each.passed]
    return found
