"""What a gate is asked, and what it found, as it is kept with the release.

Importing this does not import the library.
"""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

Severity = Literal["block", "warn", "inform"]


class Result(BaseModel):
    """Base of the gate's records: frozen, and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Stated(Result):
    """What the project states of a published table; the suite of every table begins with it.

    `unique_together` are columns of which no two rows have the same values, `references` columns
    whose values are in a column of another table, `domains` the values that a column may have,
    `closes_with` the locks that close the table's periods.
    """

    relation: str
    key: str
    audiences: tuple[str, ...]
    columns: tuple[str, ...]
    never_null: tuple[str, ...] = ()
    unique_together: tuple[tuple[str, ...], ...] = ()
    references: Mapping[str, tuple[str, str]] = {}
    domains: Mapping[str, tuple[str, ...]] = {}
    closes_with: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The table's name without its schema, as readers know it."""
        return self.relation.rpartition(".")[2]


class Night(Result):
    """What of a night its tables are judged by; `judged_at` is in the company's time zone.

    `personal` are the names of columns that no open table may have; `promises` is the age in hours
    that each system's newest delivery may have; `previous` is the folder of the release that
    readers have, None where there is none to compare with.
    """

    company: str
    judged_at: dt.datetime
    as_of_date: dt.date
    reporting_currency: str
    personal: tuple[str, ...] = ()
    promises: Mapping[str, float] = {}
    previous: Path | None = None


class Candidate(Result):
    """What the gate is asked to judge, where it records the answer, and what content it knows."""

    database: Path
    run_id: str
    tables: tuple[Stated, ...]
    night: Night
    overrides: Path | None = None
    record: Path
    known_content: Path | None = None


class Limit(Result):
    """A threshold as it was used: who answers for it, and why it is what it is."""

    name: str
    limit: str
    owner: str
    reason: str


class Override(Result):
    """That one expectation of one table may fail for a night: who says so, why, and how long."""

    table: str
    expectation: str
    person: str
    reason: str
    expires: dt.date


class Checked(Result):
    """One expectation: what it asks, whether it held, and rows that break it where it did not."""

    name: str
    severity: Severity
    passed: bool
    found: str
    failing_rows: tuple[dict[str, str], ...] = ()
    limit: Limit | None = None
    override: Override | None = None

    @property
    def blocks(self) -> bool:
        """Whether it alone keeps the release back."""
        return self.severity == "block" and not self.passed and self.override is None


class TableGate(Result):
    """One table's suite."""

    table: str
    audiences: tuple[str, ...] = ()
    expectations: tuple[Checked, ...]

    @property
    def passed(self) -> bool:
        """Whether every blocking expectation held, or was overridden by a person."""
        return not any(each.blocks for each in self.expectations)

    def without_rows(self) -> "TableGate":
        """Return the suite without the rows that broke it."""
        kept = (each.model_copy(update={"failing_rows": ()}) for each in self.expectations)
        return self.model_copy(update={"expectations": tuple(kept)})


class GateRecord(Result):
    """The gate of one candidate: every suite, and the checksum of each table it stands for.

    `content` goes with the release; `fingerprints` are what publishing compares with that night.
    `overrides` are those that are in force, whether they were needed or not; `refused_overrides`
    says of each that is not why it has no effect.
    """

    run_id: str
    company: str = ""
    judged_at: dt.datetime | None = None
    as_of_date: dt.date | None = None
    # The release that tables were compared with; none where there is none to compare with.
    compared_with: str | None = None
    suites: tuple[TableGate, ...]
    content: dict[str, str]
    overrides: tuple[Override, ...] = ()
    refused_overrides: tuple[str, ...] = ()
    fingerprints: dict[str, str] = {}

    @property
    def passed(self) -> bool:
        """Whether every blocking expectation held, or was overridden by a person."""
        return all(suite.passed for suite in self.suites)

    def without_rows_of_others(self, audience: str) -> "GateRecord":
        """Return the record without the rows of tables that an audience may not read."""
        return self.model_copy(
            update={
                "suites": tuple(
                    suite if audience in suite.audiences else suite.without_rows()
                    for suite in self.suites
                )
            }
        )
