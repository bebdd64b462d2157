"""The record of one delivery: what was asked, what came, what landed, and that it all adds up.

Writing it belongs in `landing.py`; how rows were judged in `checking.py`.
"""

import datetime as dt
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

from sources.errors import CompletenessError


class Record(BaseModel):
    """Base of what is written to `delivery.json`: frozen, and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Counted(Record):
    """Rows, and the exact sum of each control total over them."""

    rows: int
    totals: dict[str, Decimal] = {}


class File(Record):
    """A file by name, bytes and SHA-256."""

    name: str
    size: int
    sha256: str


class Delivery(Record):
    """One delivery of one table by one system, as kept in `delivery.json`."""

    delivery_id: str
    system: str
    kind: str
    table: str
    sequence: int
    mode: Literal["full", "incremental"]
    contract_version: str
    contract_sha256: str
    cursor_before: str | None
    cursor_after: str | None
    started_at: dt.datetime
    finished_at: dt.datetime
    delivered: Counted
    landed: Counted
    quarantined: Counted
    stated_rows: int | None
    stated_totals: dict[str, Decimal] = {}
    new_columns: tuple[str, ...]
    source_files: tuple[File, ...]
    files: tuple[File, ...]
    has_present_keys: bool = False

    def check_complete(self) -> None:
        """Check the identity delivered = landed + quarantined, and the source's own statement.

        Raises:
            CompletenessError: A count or a control total does not add up.
        """
        if self.delivered.rows != self.landed.rows + self.quarantined.rows:
            raise CompletenessError(
                f"{self.delivered.rows} rows delivered, {self.landed.rows} landed "
                f"and {self.quarantined.rows} quarantined"
            )
        for name, total in self.delivered.totals.items():
            kept = self.landed.totals[name] + self.quarantined.totals[name]
            if total != kept:
                raise CompletenessError(f"{name} delivered {total}, kept {kept}")
        if self.stated_rows is not None and self.stated_rows != self.delivered.rows:
            raise CompletenessError(
                f"the source says it has {self.stated_rows} rows, {self.delivered.rows} were read"
            )
        for name, total in self.stated_totals.items():
            if total != self.delivered.totals[name]:
                raise CompletenessError(
                    f"the source's own sum of {name} is {total}, "
                    f"{self.delivered.totals[name]} were read"
                )
