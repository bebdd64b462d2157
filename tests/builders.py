"""Builders that show only what matters to a test."""

from pathlib import Path

import duckdb
import pytest

from sources.configuration import Files, Formats, SystemSettings
from sources.contract import Contract
from sources.delivery import Delivery
from sources.landing import Landing
from sources.odcs import load_contract
from sources.pull import PullOptions, pull
from sources.system import SYSTEMS

HEADER = (
    "time_entry_id,person_id,project_id,task_name,work_date,hours,time_category,is_billable,"
    "approval_state,bill_rate,currency_code,invoice_line_id,note,submitted_at,approved_at,updated_at"
)


def seeds(in_ci: int, more: int) -> list[object]:
    """Return the seeds of generated cases: those of CI, and more that the slow tests ask."""
    slow = (pytest.param(seed, marks=pytest.mark.slow) for seed in range(in_ci, in_ci + more))
    return [*range(in_ci), *slow]


def time_entry(number: int = 1, **changed: str) -> str:
    """Return one CSV line of a time entry in the canonical contract."""
    row = dict.fromkeys(HEADER.split(","), "")
    row |= {
        "time_entry_id": str(number),
        "person_id": "P1",
        "project_id": "J1",
        "work_date": "2026-03-02",
        "hours": "7.50",
        "time_category": "delivery",
        "is_billable": "true",
        "approval_state": "approved",
        "updated_at": "2026-03-03T09:00:00Z",
        **changed,
    }
    return ",".join(f'"{value}"' if "," in value else value for value in row.values())


def csv_of(*lines: str) -> str:
    """Return a file of time entries."""
    return "\n".join((HEADER, *lines)) + "\n"


class Exports:
    """A system that delivers files, and the folder they land in."""

    def __init__(self, folder: Path, **delivery: object) -> None:
        """Make empty folders."""
        self.folder = folder / "exports"
        self.folder.mkdir()
        self.landing = Landing(folder / "landing")
        settings = {"settle_seconds": 0.0, **delivery}
        self.system = SystemSettings(
            name="exports",
            kind="canonical",
            domains=("time",),
            entity="E1",
            delivery=Files.model_validate(
                {"connector": "files", "url": str(self.folder), **settings}
            ),
        )

    def deliver(self, content: str | bytes, name: str = "time_entries.csv") -> None:
        """Put a file there."""
        data = content.encode() if isinstance(content, str) else content
        (self.folder / name).write_bytes(data)

    def pull(
        self, table: str = "time_entries", *, accept_shrink: tuple[str, ...] = ()
    ) -> list[Delivery]:
        """Pull the time entries, or another table."""
        options = PullOptions(accept_shrink=accept_shrink)
        return pull(self.system, table, self.landing, options)

    def rows(self, delivery: Delivery, columns: str = "*") -> list[tuple]:
        """Return what landed."""
        return self._read(delivery, "data.parquet", columns)

    def refused(self, delivery: Delivery, columns: str = "*") -> list[tuple]:
        """Return what is in quarantine."""
        return self._read(delivery, "quarantine.parquet", columns)

    def _read(self, delivery: Delivery, name: str, columns: str) -> list[tuple]:
        path = self.landing.folder(delivery) / name
        return duckdb.sql(f"select {columns} from '{path}' order by all").fetchall()


def canonical(formats: Formats | None = None) -> Contract:
    """Return the canonical contract."""
    path = SYSTEMS / "canonical" / "contract.yml"
    return load_contract(path, overrides=(formats or Formats()).overrides())
