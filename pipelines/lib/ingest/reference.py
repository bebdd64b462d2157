"""Raw tables that do not come from a system: the configuration, the calendar, the deliveries."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

import duckdb
import pyarrow as pa

from pipelines.lib.ingest.corrections import CORRECTION_COLUMNS, read_corrections
from pipelines.lib.ingest.explanations import EXPLANATION_COLUMNS, read_explanations
from pipelines.lib.ingest.overhead_settings import POOL_COLUMNS, RATE_COLUMNS, pool_rows, rate_rows
from pipelines.lib.ingest.raw import create_loads
from sources.casting import literal
from sources.configuration import Settings
from sources.delivery import Delivery
from sources.finance_settings import Reconciliation
from sources.fiscal_calendar import accounting_periods
from sources.landing import Landing
from sources.section import CONTROLS
from sources.system import tables_of

Row = Sequence[object]


def load_reference(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    *,
    run_id: str,
    as_of: dt.date,
    model_version: str,
) -> dict[str, int]:
    """Replace the reference tables by what the configuration says now; return their row counts.

    Args:
        connection: The warehouse, open for writing.
        settings: The company's configuration.
        run_id: The run that builds the warehouse.
        as_of: The day up to which figures are stated; no model asks the clock.
        model_version: The checksum of the models that build it.

    Raises:
        ConfigurationError: The corrections or the explanations are absent or can not be read.
    """
    return {
        "run": _replace(
            connection,
            "run",
            "run_id varchar, as_of_date date, model_version varchar",
            [(run_id, as_of, model_version)],
        ),
        "entities": _replace(
            connection,
            "entities",
            "entity_code varchar, entity_name varchar, functional_currency_code varchar",
            [(e.code, e.name, e.functional_currency) for e in settings.entities],
        ),
        "systems": _replace(
            connection,
            "systems",
            "system_name varchar, system_kind varchar, entity_code varchar, domains varchar",
            [(s.name, s.kind, s.entity, " ".join(s.domains)) for s in settings.systems],
        ),
        "fiscal_periods": _replace(
            connection,
            "fiscal_periods",
            "period_code varchar, period_start_date date, period_end_date date, "
            "fiscal_year integer, fiscal_quarter integer, period_number integer",
            [
                (p.code, p.start_date, p.end_date, p.fiscal_year, p.quarter, p.number)
                for p in accounting_periods(settings.company.fiscal_calendar)
            ],
        ),
        "crosswalk_corrections": _replace(
            connection,
            "crosswalk_corrections",
            ", ".join(f"{name} varchar" for name in CORRECTION_COLUMNS),
            read_corrections(settings),
        ),
        "overhead_pools": _replace(
            connection, "overhead_pools", POOL_COLUMNS, pool_rows(settings.cost)
        ),
        "overhead_rates": _replace(
            connection, "overhead_rates", RATE_COLUMNS, rate_rows(settings.cost)
        ),
        "control_settings": _replace(
            connection,
            "control_settings",
            "control_id varchar, tolerance decimal(38, 9), owner_name varchar",
            _control_settings(settings.reconciliation),
        ),
        "control_explanations": _replace(
            connection,
            "control_explanations",
            ", ".join(f"{name} {kind}" for name, kind in EXPLANATION_COLUMNS.items()),
            read_explanations(settings),
        ),
    }


def as_of_day(connection: duckdb.DuckDBPyConnection) -> dt.date:
    """Return the day that the warehouse states figures at; a night may end on the day after it."""
    row = connection.execute("select as_of_date from raw_evenkeel.run").fetchone()
    if row is None:
        raise LookupError("raw_evenkeel.run has no row; expected the day figures are stated at")
    day: dt.date = row[0]
    return day


def load_deliveries(
    connection: duckdb.DuckDBPyConnection, settings: Settings, landing: Landing
) -> dict[str, int]:
    """Replace the tables of deliveries, their control totals and their quarantined rows."""
    create_loads(connection)
    deliveries = [
        delivery
        for system in settings.systems
        for table in tables_of(system)
        for delivery in landing.deliveries(system.name, table.name)
    ]
    return {
        "deliveries": _replace(
            connection,
            "deliveries",
            "delivery_id varchar, system_name varchar, system_kind varchar, table_name varchar, "
            "delivery_number bigint, delivery_mode varchar, contract_version varchar, "
            "cursor_before varchar, cursor_after varchar, started_at timestamp, "
            "finished_at timestamp, stated_rows bigint, delivered_rows bigint, landed_rows bigint, "
            "quarantined_rows bigint, new_columns varchar",
            map(_delivery_row, deliveries),
        ),
        "control_totals": _replace(
            connection,
            "control_totals",
            "delivery_id varchar, column_name varchar, delivered_total decimal(38, 9), "
            "landed_total decimal(38, 9), quarantined_total decimal(38, 9)",
            [row for delivery in deliveries for row in _total_rows(delivery)],
        ),
        "quarantined_rows": _load_quarantine(connection, landing, deliveries),
    }


def _replace(
    connection: duckdb.DuckDBPyConnection, table: str, columns: str, rows: Iterable[Row]
) -> int:
    connection.execute("create schema if not exists raw_evenkeel")
    connection.execute(f"create or replace table raw_evenkeel.{table} ({columns})")
    values = list(rows)
    if values:
        arrays = [pa.array(column) for column in zip(*values, strict=True)]
        connection.register("rows", pa.table(arrays, names=[f"c{n}" for n in range(len(arrays))]))
        connection.execute(f"insert into raw_evenkeel.{table} from rows")
        connection.unregister("rows")
    return len(values)


def _delivery_row(delivery: Delivery) -> Row:
    return (
        delivery.delivery_id,
        delivery.system,
        delivery.kind,
        delivery.table,
        delivery.sequence,
        delivery.mode,
        delivery.contract_version,
        delivery.cursor_before,
        delivery.cursor_after,
        delivery.started_at.replace(tzinfo=None),
        delivery.finished_at.replace(tzinfo=None),
        delivery.stated_rows,
        delivery.delivered.rows,
        delivery.landed.rows,
        delivery.quarantined.rows,
        " ".join(delivery.new_columns) or None,
    )


def _total_rows(delivery: Delivery) -> list[Row]:
    return [
        (
            delivery.delivery_id,
            name,
            total,
            delivery.landed.totals.get(name, Decimal(0)),
            delivery.quarantined.totals.get(name, Decimal(0)),
        )
        for name, total in delivery.delivered.totals.items()
    ]


def _load_quarantine(
    connection: duckdb.DuckDBPyConnection, landing: Landing, deliveries: list[Delivery]
) -> int:
    connection.execute(
        "create or replace table raw_evenkeel.quarantined_rows (delivery_id varchar, "
        "source_file varchar, source_row_number bigint, row_key varchar, reason varchar, "
        "column_name varchar, found varchar, expected varchar, breaches varchar, record varchar)"
    )
    counted = 0
    for delivery in deliveries:
        if delivery.quarantined.rows:
            path = literal(str(landing.folder(delivery) / "quarantine.parquet"))
            connection.execute(
                "insert into raw_evenkeel.quarantined_rows "
                f"select {literal(delivery.delivery_id)}, "
                "source_file, row_number, row_key, reason, column_name, found, expected, breaches, "
                f"record from read_parquet({path})"
            )
            counted += delivery.quarantined.rows
    return counted


def _control_settings(stated: Reconciliation) -> list[Row]:
    return [
        (control, stated.tolerance.get(control), stated.owners.get(control, stated.owner))
        for control in CONTROLS
    ]
