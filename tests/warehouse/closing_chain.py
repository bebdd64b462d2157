"""The models from what source rows come to now, to postings that closed periods do not change.

The books are written and read back by the code that the nightly uses.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Self

from model_chain import Chain, Row, months
from nightly import Build

from pipelines.lib.dbt import PublishedTable, published_tables
from pipelines.lib.publish.closing import check_closed, write_book
from pipelines.lib.releases.books import Book, load_books

POSTINGS = ("fct_project_cost", "fct_billing_event", "fct_revenue_event")


@dataclass(frozen=True, repr=False)
class ClosingChain(Chain):
    """A company whose nights are made by a test: its models, and its books in a folder."""

    models: ClassVar = (
        "stg_evenkeel__book_pages",
        "stg_evenkeel__booked_costs",
        "stg_evenkeel__booked_billings",
        "stg_evenkeel__booked_revenue",
        "int_period_locks__dated",
        "int_costs__incurred",
        "int_costs__changed",
        "int_costs__adjusted",
        "fct_project_cost",
        "int_cost_groups__changed",
        "int_costs__grouped",
        "int_billings__issued",
        "int_billings__adjusted",
        "fct_billing_event",
        "int_revenue__recognised",
        "int_obligation_changes__caused",
        "int_revenue__adjusted",
        "fct_revenue_event",
        "ctl_prior_period_adjustment",
        "ctl_drift",
        "int_control_c15__measured",
        "int_control_c16__measured",
    )
    inputs: ClassVar = (
        "int_time_entries__unioned",
        "int_time_entries__valued",
        "int_time_entries__affected",
        "int_purchases__valued",
        "int_invoice_lines__converted",
        "int_invoice_lines__placed",
        "int_invoice_lines__used",
        "int_usage__valued",
        "int_service_lines__spread",
        "int_revenue__posted",
        "int_obligations__dated",
        "int_projects__unioned",
        "int_identities__matched",
        "int_fx_rates__dated",
        "int_period_events__unioned",
        "dim_accounting_period",
        "stg_evenkeel__systems",
        "stg_evenkeel__run",
    )
    tables: list[PublishedTable] = field(default_factory=list[PublishedTable])
    books: dict[str, str] = field(default_factory=dict[str, str])
    time: dict[str, Row] = field(default_factory=dict[str, Row])

    @classmethod
    def of(cls, build: Build) -> Self:
        """Return the chain of a build of all models, with books that hold nothing."""
        chain = super().of(build)
        manifest = build.folder / "target" / "manifest.json"
        found = [table for table in published_tables(manifest) if table.name in POSTINGS]
        chain.tables.extend(found)
        return chain

    def begin(self, folder: Path) -> None:
        """Begin a company that has published nothing."""
        self.books.clear()
        self.time.clear()
        self.begin_anew()
        load_books(self.connection, folder, {}, self.tables)

    def night(
        self,
        folder: Path,
        tables: Mapping[str, Iterable[Row]],
        *,
        as_of: dt.date,
        model_version: str = "v1",
        published_at: dt.datetime,
    ) -> None:
        """Load the books, build all models, and publish: close what is closed."""
        release_id = f"r{len(list(folder.iterdir())):03}"
        load_books(self.connection, folder, self.books, self.tables)
        given = {
            "dim_accounting_period": [
                {**period, "entity_code": "E", "state": "open"}
                for period in months(as_of + dt.timedelta(days=62))
            ],
            "stg_evenkeel__run": [
                {"run_id": release_id, "as_of_date": as_of, "model_version": model_version}
            ],
            **tables,
        }
        self.run(given | {"int_time_entries__affected": self._affected(given)}, as_of=as_of)
        check_closed(self.connection, self.tables)
        (folder / release_id).mkdir()
        book = Book(
            release_id=release_id,
            run_id=release_id,
            published_at=published_at,
            model_version=model_version,
            files={},
            pages=(),
        )
        checksum = write_book(self.connection, folder / release_id, self.tables, book)
        if checksum:
            self.books[release_id] = checksum

    def _affected(self, given: Mapping[str, Iterable[Row]]) -> list[Row]:
        """Return the keys of entries that are not what they were on the night before."""
        now = {str(row["time_entry_id"]): row for row in given.get("int_time_entries__valued", ())}
        changed = [key for key in now | self.time if now.get(key) != self.time.get(key)]
        self.time.clear()
        self.time.update(now)
        return [{"system_name": "s", "time_entry_id": key} for key in changed]
