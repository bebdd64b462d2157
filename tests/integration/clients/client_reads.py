"""What a client has to read of a release: every value exactly, what it means, and no more."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import served

from pipelines.lib.company import releases_root

READER = "portfolio_reader"
VIEW = "portfolio.portfolio_month"
# The ledger's amounts have more digits than a binary number keeps.
COLUMNS = served.COLUMNS | {"ledger": ("decimal(18, 2)", "Balance of the ledger.")}
MEANINGS = {name: meaning for name, (_, meaning) in COLUMNS.items()}
LISTED = ", ".join(COLUMNS)
MEANS = "One row per thing of portfolio_month."
SELECT = f"select {LISTED} from {VIEW}"
# What the role may not do; each is refused with the code of a privilege that lacks.
REFUSED = (
    "select count(*) from finance.fct_revenue_event",
    "select count(*) from people.dim_person",
    "select count(*) from published.portfolio_month",
    f"delete from {VIEW}",
)
NO_PRIVILEGE = "42501"


@dataclass(frozen=True)
class Read:
    """A release, where clients find it, and its rows as its own file has them."""

    company: served.Served

    @property
    def url(self) -> str:
        """The database, as whom it is read, for what speaks libpq."""
        return self.company.url_of(READER)

    @property
    def host(self) -> tuple[str, int, str]:
        """The server, its port and the database, for what does not."""
        parts = urlsplit(self.url)
        return str(parts.hostname), int(parts.port or 0), parts.path.lstrip("/")

    @property
    def file(self) -> Path:
        """The file of the current release that the role's audience reads."""
        return releases_root(self.company.settings) / "current" / "portfolio.duckdb"

    @cached_property
    def rows(self) -> list[tuple]:
        """The rows, decimals as decimals."""
        with duckdb.connect(str(self.file), read_only=True) as connection:
            rows = connection.execute(f"select {LISTED} from portfolio_month").fetchall()
        assert any(Decimal(float(row[-1])) != row[-1] for row in rows)
        return in_order(rows)


def in_order(rows: Iterable[Sequence]) -> list[tuple]:
    """Return rows in an order that does not depend on who read them."""
    return sorted(map(tuple, rows), key=repr)


def typed(row: Sequence[str | None]) -> tuple:
    """Return a row that a client told as text."""
    mark, said, amount, hours, known_at, work_date, is_open, ledger = row
    return (
        int(mark or ""),
        said,
        Decimal(amount or ""),
        Decimal(hours or ""),
        dt.datetime.fromisoformat(known_at or ""),
        dt.date.fromisoformat(work_date or ""),
        {"t": True, "f": False, "true": True, "false": False}[is_open or ""],
        Decimal(ledger or ""),
    )
