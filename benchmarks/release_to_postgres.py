"""Publish a release of one table to PostgreSQL, against a bare COPY of the same rows.

The bare side copies a CSV file that is there already into a table without a key or an index. Ours
is the night's publishing: read from the release's Parquet file, keyed by publication, indexed,
counted, analysed, made current. Each side runs in a process of its own, against a PostgreSQL of its
own on loopback. Usage: `python -m benchmarks.release_to_postgres --rows 5000000`.
"""

import argparse
import datetime as dt
import os
import tempfile
from functools import partial
from pathlib import Path

import duckdb
import psycopg

from benchmarks.measure import measured, out
from benchmarks.results import record
from pipelines.lib.postgres.publishing import publish_missing
from pipelines.lib.releases.release import Release
from sources.configuration import Company, Entity, Files, Settings, SystemSettings
from sources.serving_settings import Postgres
from tests.integration.cluster import running_cluster

BARE, PUBLISHED = "COPY of a CSV file", "Evenkeel: published"
VARIABLE, TABLE, RELEASE = "BENCHMARK_URL", "fct_time_entry", "20260731T000000Z-bench"
TYPES = {
    "time_entry_key": "text",
    "person_id": "text",
    "project_code": "text",
    "work_date": "date",
    "accounting_period": "text",
    "hours": "numeric(18, 6)",
    "is_billable": "boolean",
    "cost_reporting_amount": "numeric(18, 2)",
    "known_at": "timestamp",
    "delivery_number": "bigint",
}
ENTRIES = """
    create table {table} as
    select
        md5(i::varchar) as time_entry_key, 'P' || (i % 400) as person_id,
        'J' || (i % 2000) as project_code, date '2022-01-01' + (i % 1000)::integer as work_date,
        strftime(date '2022-01-01' + (i % 1000)::integer, '%Y-%m') as accounting_period,
        ((i % 16 + 1) * 0.5)::decimal(18, 6) as hours, i % 3 = 0 as is_billable,
        ((i % 100000) * 1.37)::decimal(18, 2) as cost_reporting_amount,
        timestamp '2025-01-01' + interval (i) second as known_at, i as delivery_number
    from range({rows}) as numbers (i)
"""


def write_release(folder: Path, rows: int) -> None:
    """Write a release of one table as the night leaves it, and its rows as CSV."""
    release = folder / "var" / "releases" / RELEASE
    (release / "parquet" / "portfolio").mkdir(parents=True)
    for audience in ("finance", "people"):
        duckdb.connect(str(release / f"{audience}.duckdb")).close()
    with duckdb.connect(str(release / "portfolio.duckdb")) as connection:
        connection.execute(ENTRIES.format(table=TABLE, rows=rows))
        parquet = release / "parquet" / "portfolio" / f"{TABLE}.parquet"
        connection.execute(f"copy {TABLE} to '{parquet}' (format parquet)")
        connection.execute(f"copy {TABLE} to '{folder / 'bare.csv'}' (format csv, header false)")
    record = Release(
        release_id=RELEASE,
        run_id="bench",
        as_of_date=dt.date(2026, 7, 31),
        published_at=dt.datetime(2026, 7, 31, tzinfo=dt.UTC),
        code_version="bench",
        deliveries=(),
        rows={TABLE: rows},
        content={},
        audiences={TABLE: ("portfolio",)},
    )
    (release / "release.json").write_text(record.model_dump_json(), "utf-8")
    (release / "published").touch()
    (release.parent / "current").symlink_to(RELEASE)


def bare(folder: Path) -> None:
    """Copy the CSV file."""
    columns = ", ".join(f"{name} {kind}" for name, kind in TYPES.items())
    with psycopg.connect(os.environ[VARIABLE]) as connection:
        connection.execute(f"create table bare ({columns})".encode())
        with (
            connection.cursor().copy(b"copy bare from stdin (format csv)") as copy,
            (folder / "bare.csv").open("rb", buffering=0) as text,
        ):
            while chunk := text.read(1 << 18):
                copy.write(chunk)


def publish(folder: Path) -> None:
    """Publish the release as the night does."""
    files = Files(connector="files", url="exports")
    settings = Settings(
        company=Company(name="Benchmark", time_zone="UTC", reporting_currency="EUR"),
        entities=(Entity(code="B", name="B", functional_currency="EUR"),),
        systems=(
            SystemSettings(
                name="t", kind="canonical", domains=("time",), entity="B", delivery=files
            ),
        ),
        postgres=Postgres(url_env=VARIABLE),
        root=folder,
    )
    publish_missing(settings)


def main() -> None:
    """Write the release, run both sides and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="evenkeel-bench-") as name, running_cluster() as server:
        folder = Path(name)
        out.print(f"writing a release of {rows:,} rows")
        write_release(folder, rows)
        os.environ[VARIABLE] = server.url()
        costs = {
            BARE: measured(BARE, partial(bare, folder)),
            PUBLISHED: measured(PUBLISHED, partial(publish, folder)),
        }
    record("a release to postgresql", f"{rows:,} rows", costs)
    out.print(f"ratio {costs[PUBLISHED].seconds / costs[BARE].seconds:.2f} (goal at most 1.5)")


if __name__ == "__main__":
    main()
