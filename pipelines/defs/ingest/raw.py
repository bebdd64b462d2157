"""One asset per raw table: append what was landed and is not there yet."""

import time
from collections.abc import Iterator

import dagster as dg

from pipelines.defs.ingest.landing import landing_key
from pipelines.defs.resources import Nightly
from pipelines.lib.company import company, landing_of, releases_root
from pipelines.lib.dbt import model_version, prepare_manifest, published_tables
from pipelines.lib.ingest.known import KNOWN, load_known
from pipelines.lib.ingest.raw import create_raw_tables, load_landed
from pipelines.lib.ingest.reference import load_deliveries, load_reference
from pipelines.lib.measuring import measure
from pipelines.lib.releases.books import load_books
from pipelines.lib.releases.books_configuration import check_configuration
from pipelines.lib.releases.release import books_of, current_release
from sources.configuration import Settings, SystemSettings
from sources.contract import Table
from sources.system import tables_of

REFERENCE = (
    "run",
    "entities",
    "systems",
    "fiscal_periods",
    "crosswalk_corrections",
    "control_settings",
    "control_explanations",
    "overhead_pools",
    "overhead_rates",
)
BOOKS = (
    "book_pages",
    "booked_fct_billing_event",
    "booked_fct_bookings_backlog_month",
    "booked_fct_loss_provision",
    "booked_fct_project_cost",
    "booked_fct_revenue_event",
    *KNOWN,
)
DELIVERIES = ("deliveries", "control_totals", "quarantined_rows", "loads")


def raw_key(kind: str, table: str) -> dg.AssetKey:
    """Return the key of a raw table, which is its schema and name."""
    return dg.AssetKey([f"raw_{kind}", table])


def load_table(systems: list[SystemSettings], table: Table) -> dg.AssetsDefinition:
    """Return the asset that loads one table of all systems of one kind."""

    @dg.asset(
        key=raw_key(systems[0].kind, table.name),
        deps=[landing_key(system, table) for system in systems],
        group_name="raw",
        kinds={"duckdb"},
        description=table.description,
        pool="warehouse",
        owners=["team:data-engineering"],
    )
    def loaded(nightly: Nightly) -> dg.MaterializeResult:
        began = time.monotonic()
        with nightly.kept.open() as warehouse:
            landing = landing_of(nightly.settings)
            loads = [
                load for each in systems for load in load_landed(warehouse, landing, each, table)
            ]
            counted = measure(warehouse, f"raw_{systems[0].kind}", table.name)
        counts = {
            "appended_rows": sum(load.appended for load in loads),
            "unchanged_rows": sum(load.unchanged for load in loads),
            "deleted_rows": sum(load.deleted for load in loads),
        }
        return dg.MaterializeResult(
            metadata={**counted, **counts, "seconds": round(time.monotonic() - began, 3)}
        )

    return loaded


def reference_tables(settings: Settings) -> dg.AssetsDefinition:
    """Return the asset of the tables that describe the run and its deliveries."""
    raw_keys = [
        raw_key(system.kind, table.name)
        for system in settings.systems
        for table in tables_of(system)
    ]

    @dg.multi_asset(
        specs=[
            dg.AssetSpec(
                raw_key("evenkeel", name),
                deps=list(dict.fromkeys(raw_keys)),
                group_name="raw",
                kinds={"duckdb"},
                owners=["team:data-engineering"],
            )
            for name in (*REFERENCE, *BOOKS, *DELIVERIES)
        ],
        pool="warehouse",
        name="raw_evenkeel",
    )
    def described(
        context: dg.AssetExecutionContext, nightly: Nightly
    ) -> Iterator[dg.MaterializeResult]:
        root = releases_root(nightly.settings)
        last = current_release(root)
        check_configuration(nightly.settings, last)
        with nightly.kept.open() as warehouse:
            create_raw_tables(warehouse, nightly.settings)
            counts = load_reference(
                warehouse,
                nightly.settings,
                run_id=context.run_id,
                as_of=nightly.as_of_date,
                model_version=model_version(nightly.settings),
            )
            counts["book_pages"] = load_books(
                warehouse,
                root,
                books_of(root),
                published_tables(prepare_manifest(nightly.settings)),
            )
            folder = root / last.release_id if last else None
            counts |= load_known(warehouse, folder)
            landing = landing_of(nightly.settings)
            counts |= load_deliveries(warehouse, nightly.settings, landing)
        nightly.kept.close()
        for name in (*REFERENCE, *BOOKS, *DELIVERIES):
            rows = {"dagster/row_count": counts[name]} if name in counts else {}
            yield dg.MaterializeResult(asset_key=raw_key("evenkeel", name), metadata=rows)

    return described


@dg.definitions
def raw() -> dg.Definitions:
    """Return an asset for every raw table of the configured kinds of systems."""
    settings = company()
    by_table: dict[tuple[str, str], tuple[list[SystemSettings], Table]] = {}
    for system in settings.systems:
        for table in tables_of(system):
            systems, _ = by_table.setdefault((system.kind, table.name), ([], table))
            systems.append(system)
    return dg.Definitions(
        assets=[
            *(load_table(systems, table) for systems, table in by_table.values()),
            reference_tables(settings),
        ]
    )
