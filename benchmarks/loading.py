"""Land a large CSV of time entries and load it into raw, against DuckDB's own `read_csv`.

Beside them dlt loads it into DuckDB and polars writes it to Parquet, where their environment is
there (`make bench-env`). Usage: `python -m benchmarks.loading --rows 5000000`.
"""

import argparse
import tempfile
from functools import partial
from pathlib import Path

import duckdb

from benchmarks.alternatives import SCRIPTS, alternatives_python
from benchmarks.measure import command, measured, out
from benchmarks.results import record
from benchmarks.time_system import write_configuration
from pipelines.lib.ingest.raw import create_raw_table, load_delivery
from pipelines.lib.warehouse import open_warehouse
from sources.landing import Landing
from sources.pull import PullOptions, pull
from sources.settings import load_settings
from sources.system import contract_of

DUCKDB = "DuckDB: read_csv into a table"
LANDED, LOADED = "Evenkeel: checked and landed", "Evenkeel: checked, landed, in raw"
DELIVERY = """
connector = "files"
url = "exports"
settle_seconds = 0
"""
ENTRIES = """
    copy (
        select
            'T' || i as time_entry_id, 'P' || (i % 400) as person_id,
            'J' || (i % 2000) as project_id,
            'Build' as task_name, date '2022-01-01' + cast(i % 1000 as integer) as work_date,
            cast((i % 16 + 1) * 0.5 as decimal(9, 2)) as hours, 'delivery' as time_category,
            i % 3 = 0 as is_billable, 'approved' as approval_state,
            cast(80 + i % 50 as decimal(18, 2)) as bill_rate, 'EUR' as currency_code,
            null as invoice_line_id, 'some note ' || i as note, null as submitted_at,
            null as approved_at, '2025-01-01T00:00:00Z' as updated_at
        from range({rows}) as numbers (i)
    ) to '{path}' (header)
"""


def read_with_duckdb(folder: Path) -> None:
    """Load the CSV into a table as DuckDB would by itself."""
    with duckdb.connect(str(folder / "bare.duckdb")) as connection:
        path = folder / "exports" / "time_entries.csv"
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"create table entries as select * from read_csv('{path}')")


def land(folder: Path, landing: str) -> None:
    """Check and land the CSV as the nightly does."""
    (system,) = load_settings(folder / "evenkeel.toml").systems
    pull(system, "time_entries", Landing(folder / landing), PullOptions())


def land_and_load(folder: Path) -> None:
    """Check, land and load the CSV as the nightly does."""
    land(folder, "landing")
    settings = load_settings(folder / "evenkeel.toml")
    (system,) = settings.systems
    landing = Landing(folder / "landing")
    contract = contract_of(system)
    table = contract.table("time_entries")
    (delivery,) = landing.deliveries(system.name, table.name)
    with open_warehouse(settings) as warehouse:
        create_raw_table(warehouse, contract, table)
        load_delivery(warehouse, contract, table, delivery, landing.folder(delivery))


def main() -> None:
    """Make the file, run both sides and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="evenkeel-bench-") as temporary:
        folder = Path(temporary)
        (folder / "exports").mkdir()
        write_configuration(folder, DELIVERY)
        path = folder / "exports" / "time_entries.csv"
        out.print(f"writing {rows:,} time entries")
        with duckdb.connect() as connection:
            connection.execute("set enable_progress_bar = false")
            connection.execute(ENTRIES.format(rows=rows, path=path))
        out.print(f"{path.stat().st_size / 1e6:,.0f} MB of CSV")
        costs = {
            DUCKDB: measured(DUCKDB, partial(read_with_duckdb, folder)),
            LANDED: measured(LANDED, partial(land, folder, "landed")),
            LOADED: measured(LOADED, partial(land_and_load, folder)),
        }
        if python := alternatives_python():
            for name, script in SCRIPTS.items():
                costs[name] = measured(name, command(python, script, folder))
    record("loading", f"{rows:,} time entries", costs)
    for side, cost in costs.items():
        out.print(f"{side:<36} {cost.seconds / costs[DUCKDB].seconds:6.2f} x DuckDB")
    out.print("goal at most 1.5 x")


if __name__ == "__main__":
    main()
