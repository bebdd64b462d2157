"""What a gate is asked, and what it found, as it is kept with the release.

Importing this does not import the library.
"""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

Severity = Literal["block", "warn", "inform"]


class Result(BaseModel):
    """Base of the gate's records: frozen, and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Candidate(Result):
    """What the gate is asked to judge, and where it records the answer."""

    database: Path
    run_id: str
    published: tuple[str, ...]
    record: Path


class Checked(Result):
    """One expectation: what it asks, whether it held, and rows that break it where it did not."""

    name: str
    severity: Severity
    passed: bool
    found: str
    failing_rows: tuple[dict[str, str], ...] = ()


class TableGate(Result):
    """One table's suite."""

    table: str
    passed: bool
    expectations: tuple[Checked, ...]


class GateRecord(Result):
    """The gate of one candidate: every suite, and the checksum of each table it stands for."""

    run_id: str
    suites: tuple[TableGate, ...]
    content: dict[str, str]

    @property
    def passed(self) -> bool:
        """Whether every blocking expectation held."""
        return all(suite.passed for suite in self.suites)
