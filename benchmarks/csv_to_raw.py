"""Land a large CSV of time entries and load it into raw, against DuckDB's own `read_csv`.

Each side runs in a process of its own, so that times and peak memory are its own. Usage:
`python -m benchmarks.csv_to_raw --rows 5000000`.
"""

import argparse
import tempfile
from pathlib import Path

import duckdb

from benchmarks.measure import measured, out
from pipelines.lib.raw import create_raw_table, load_delivery
from pipelines.lib.warehouse import open_warehouse
from sources.landing import Landing
from sources.pull import PullOptions, pull
from sources.settings import load_settings
from sources.system import contract_of

CONFIGURATION = """
[company]
name = "Benchmark"
time_zone = "UTC"
reporting_currency = "EUR"

[[entities]]
code = "B"
name = "B"
functional_currency = "EUR"

[[systems]]
name = "exports"
kind = "canonical"
domains = ["time"]
entity = "B"
tables = ["time_entries"]

[systems.delivery]
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


def land_and_load(folder: Path) -> None:
    """Check, land and load the CSV as the nightly does."""
    settings = load_settings(folder / "evenkeel.toml")
    (system,) = settings.systems
    landing = Landing(settings.path(settings.storage.landing))
    (delivery,) = pull(system, "time_entries", landing, PullOptions())
    contract = contract_of(system)
    table = contract.table("time_entries")
    with open_warehouse(settings) as warehouse:
        create_raw_table(warehouse, contract, table)
        load_delivery(warehouse, contract, table, delivery, landing.folder(delivery))


def main() -> None:
    """Make the file, run both sides and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="evenkeel-bench-") as name:
        folder = Path(name)
        (folder / "exports").mkdir()
        (folder / "evenkeel.toml").write_text(CONFIGURATION, "utf-8")
        path = folder / "exports" / "time_entries.csv"
        out.print(f"writing {rows:,} time entries")
        with duckdb.connect() as connection:
            connection.execute("set enable_progress_bar = false")
            connection.execute(ENTRIES.format(rows=rows, path=path))
        out.print(f"{path.stat().st_size / 1e6:,.0f} MB of CSV")
        bare, bare_peak = measured(read_with_duckdb, folder)
        out.print(f"read_csv into a table       {bare:6.1f} s  {bare_peak:5.2f} GB")
        ours, peak = measured(land_and_load, folder)
        out.print(f"checked, landed, into raw   {ours:6.1f} s  {peak:5.2f} GB")
        out.print(f"ratio {ours / bare:.2f} (goal at most 2.5), peak {peak:.2f} GB (goal under 2)")


if __name__ == "__main__":
    main()
