"""Where postings of revenue come from: source rows, their deliveries, and the files of those."""

import json

from pipelines.lib.company import landing_of
from pipelines.lib.provenance.landed_rows import LandedRows
from pipelines.lib.provenance.source_rows import Source, sources_of
from pipelines.lib.releases.known import KnownLanding
from pipelines.lib.releases.readable import Readable
from pipelines.lib.releases.release import Release
from sources.configuration import Settings
from sources.delivery import Delivery

MEASURE = "revenue_reporting_amount"
TRAIL = (
    "revenue_event_key",
    "system_name",
    "source_table",
    "source_id",
    "how_it_came_about",
    "delivery_id",
    "landed_table",
    "landed_at",
    "source_files",
    "landed_row_number",
    "landed_row",
    "not_shown",
)
DELIVERIES = (
    "delivery_id",
    "system_name",
    "table_name",
    "finished_at",
    "delivered_rows",
    "landed_rows",
    "quarantined_rows",
    "file_kind",
    "file_name",
    "file_bytes",
    "file_sha256",
)
NUMBERS = {"landed_row_number", "delivered_rows", "landed_rows", "quarantined_rows", "file_bytes"}


def load_trail(settings: Settings, tables: Readable, release: Release, period: str) -> None:
    """Load the table `trail`: a row for each posting and row that landed for it."""
    found = tables.rows(
        "select revenue_event_key from fct_revenue_event where accounting_period = ? order by 1",
        [period],
    )
    landed = LandedRows(tables, KnownLanding(landing_of(settings), release))
    keys = [str(row["revenue_event_key"]) for row in found]
    sources = sources_of(tables, landed, "fct_revenue_event", MEASURE, keys)
    _load(tables, "trail", TRAIL, [row for each in sources for row in _rows(each)])


def _rows(source: Source) -> list[tuple[object, ...]]:
    known = (
        source.key,
        source.system,
        source.source_table,
        source.source_id,
        "; ".join(source.told),
    )
    if not source.landed:
        hidden = f"for readers of {', '.join(source.withheld)}" if source.withheld else ""
        return [(*known, source.posting.get("delivery_id"), None, None, None, None, None, hidden)]
    return [
        (
            *known,
            each.delivery_id,
            each.table,
            each.landed_at,
            ", ".join(each.source_files),
            each.row_number,
            json.dumps(each.row, ensure_ascii=False),
            each.absent or ", ".join(each.hidden),
        )
        for each in source.landed
    ]


def load_deliveries(settings: Settings, tables: Readable, release: Release) -> None:
    """Load the table `deliveries`: every file of every delivery that the release knew."""
    landing = KnownLanding(landing_of(settings), release)
    systems = {tuple(each.split("/")[:2]) for each in release.deliveries}
    rows = [
        row
        for system, table in sorted(systems)
        for delivery in landing.deliveries(system, table)
        for row in _files(delivery)
    ]
    _load(tables, "deliveries", DELIVERIES, rows)


def _files(delivery: Delivery) -> list[tuple[object, ...]]:
    known = (
        delivery.delivery_id,
        delivery.system,
        delivery.table,
        f"{delivery.finished_at:%Y-%m-%d %H:%M:%S}",
        delivery.delivered.rows,
        delivery.landed.rows,
        delivery.quarantined.rows,
    )
    return [
        (*known, kind, file.name, file.size, file.sha256)
        for kind, files in (("source", delivery.source_files), ("landed", delivery.files))
        for file in files
    ]


def _load(
    tables: Readable, name: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]
) -> None:
    kinds = ", ".join(f"{each} {'bigint' if each in NUMBERS else 'varchar'}" for each in columns)
    tables.connection.execute(f"create temp table {name} ({kinds})")
    if rows:
        places = ", ".join("?" for _ in columns)
        tables.connection.executemany(f"insert into {name} values ({places})", rows)
