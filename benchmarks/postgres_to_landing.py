"""Land a table of PostgreSQL, against a bare fetch of the same columns to a Parquet file.

The bare side asks for the contract's columns by name, and writes the batches that ADBC gives it as
they are, with pyarrow's defaults: NUMERIC as the text in which ADBC delivers it, nothing counted,
checked or synced. Ours is the nightly's landing, with all its checks. Each side runs in a process
of its own, against a PostgreSQL of its own on loopback. Usage:
`python -m benchmarks.postgres_to_landing --rows 5000000`.
"""

import argparse
import os
import tempfile
from functools import partial
from pathlib import Path

import adbc_driver_postgresql.dbapi as postgres
import pyarrow.parquet as pq

from benchmarks.measure import measured, out
from benchmarks.results import record
from benchmarks.time_system import write_configuration
from sources.landing import Landing
from sources.pull import PullOptions, pull
from sources.settings import load_settings
from sources.system import contract_of
from tests.integration.cluster import running_cluster

BARE, LANDED = "ADBC to a Parquet file", "Evenkeel: checked and landed"
VARIABLE = "BENCHMARK_URL"
DELIVERY = f"""
connector = "sql"
url_env = "{VARIABLE}"
"""
ENTRIES = """
    create table time_entries as
    select
        'T' || i as time_entry_id, 'P' || (i % 400) as person_id, 'J' || (i % 2000) as project_id,
        text 'Build' as task_name, date '2022-01-01' + cast(i % 1000 as integer) as work_date,
        cast((i % 16 + 1) * 0.5 as numeric(9, 2)) as hours, text 'delivery' as time_category,
        i % 3 = 0 as is_billable, text 'approved' as approval_state,
        cast(80 + i % 50 as numeric(18, 2)) as bill_rate, text 'EUR' as currency_code,
        cast(null as text) as invoice_line_id, 'some note ' || i as note,
        cast(null as timestamp) as submitted_at, cast(null as timestamp) as approved_at,
        false as is_wasted,
        timestamp '2025-01-01' + i * interval '1 second' as updated_at
    from generate_series(1, {rows}) as numbers (i)
"""


def fetch(folder: Path) -> None:
    """Write what ADBC fetches to a Parquet file."""
    (system,) = load_settings(folder / "evenkeel.toml").systems
    table = contract_of(system).table("time_entries")
    columns = ", ".join(column.source_name for column in table.columns)
    with postgres.connect(os.environ[VARIABLE]) as connection, connection.cursor() as cursor:
        cursor.execute(f"select {columns} from time_entries")
        batches = cursor.fetch_record_batch()
        with pq.ParquetWriter(folder / "bare.parquet", batches.schema) as file:
            for batch in batches:
                file.write_batch(batch)


def land(folder: Path) -> None:
    """Read, check and land the table as the nightly does."""
    settings = load_settings(folder / "evenkeel.toml")
    (system,) = settings.systems
    pull(system, "time_entries", Landing(settings.path(settings.storage.landing)), PullOptions())


def main() -> None:
    """Fill the table, run both sides and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="evenkeel-bench-") as name, running_cluster() as server:
        folder = Path(name)
        write_configuration(folder, DELIVERY)
        os.environ[VARIABLE] = server.url()
        out.print(f"filling PostgreSQL with {rows:,} time entries")
        with postgres.connect(server.url(), autocommit=True) as connection:
            for statement in (ENTRIES.format(rows=rows), "vacuum analyze time_entries"):
                connection.execute(statement).close()
        costs = {
            BARE: measured(BARE, partial(fetch, folder)),
            LANDED: measured(LANDED, partial(land, folder)),
        }
    record("landing postgresql", f"{rows:,} time entries", costs)
    out.print(f"ratio {costs[LANDED].seconds / costs[BARE].seconds:.2f} (goal at most 1.5)")


if __name__ == "__main__":
    main()
