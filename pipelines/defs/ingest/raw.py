"""One asset per raw table: append what was landed and is not there yet."""

import time
from collections import Counter
from collections.abc import Iterator

import dagster as dg
import duckdb

from pipelines.defs.ingest.landing import landing_key
from pipelines.defs.resources import Nightly
from pipelines.lib.company import company, landing_of
from pipelines.lib.measuring import measure
from pipelines.lib.raw import create_raw_table, load_delivery, loaded_ids
from pipelines.lib.reference import load_deliveries, load_reference
from pipelines.lib.warehouse import open_warehouse
from sources.configuration import Settings, SystemSettings
from sources.contract import Table
from sources.system import contract_of, tables_of

REFERENCE = (
    "run",
    "entities",
    "systems",
    "fiscal_periods",
    "crosswalk_corrections",
    "control_settings",
    "control_explanations",
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
        with open_warehouse(nightly.settings) as warehouse:
            loads = [_load(warehouse, nightly.settings, system, table) for system in systems]
            counted = measure(warehouse, f"raw_{systems[0].kind}", table.name)
        counts = Counter[str]()
        for load in loads:
            counts.update(load)
        return dg.MaterializeResult(
            metadata={**counted, **counts, "seconds": round(time.monotonic() - began, 3)}
        )

    return loaded


def _load(
    warehouse: duckdb.DuckDBPyConnection, settings: Settings, system: SystemSettings, table: Table
) -> dict[str, int]:
    """Load what landed of one system's table and is not in the warehouse yet."""
    landing, contract = landing_of(settings), contract_of(system)
    create_raw_table(warehouse, contract, table)
    new = landing.deliveries(system.name, table.name, but=loaded_ids(warehouse))
    done = [load_delivery(warehouse, contract, table, d, landing.folder(d)) for d in new]
    return {
        "appended_rows": sum(load.appended for load in done),
        "unchanged_rows": sum(load.unchanged for load in done),
        "deleted_rows": sum(load.deleted for load in done),
    }


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
            for name in (*REFERENCE, *DELIVERIES)
        ],
        pool="warehouse",
        name="raw_evenkeel",
    )
    def described(
        context: dg.AssetExecutionContext, nightly: Nightly
    ) -> Iterator[dg.MaterializeResult]:
        with open_warehouse(nightly.settings) as warehouse:
            for system in nightly.settings.systems:
                contract = contract_of(system)
                for table in contract.tables:
                    create_raw_table(warehouse, contract, table)
            counts = load_reference(
                warehouse, nightly.settings, run_id=context.run_id, as_of=nightly.as_of_date
            )
            landing = landing_of(nightly.settings)
            counts |= load_deliveries(warehouse, nightly.settings, landing)
        for name in (*REFERENCE, *DELIVERIES):
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
