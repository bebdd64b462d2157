"""Load a CSV of time entries into DuckDB with dlt: `python load_with_dlt.py FOLDER`."""

import sys
from pathlib import Path

import dlt
from dlt.sources.filesystem import filesystem, read_csv_duckdb

folder = Path(sys.argv[1])
files = filesystem(bucket_url=(folder / "exports").as_uri(), file_glob="time_entries.csv")
pipeline = dlt.pipeline(
    pipeline_name="bench",
    pipelines_dir=str(folder / "dlt"),
    destination=dlt.destinations.duckdb(str(folder / "dlt.duckdb")),
    dataset_name="raw",
)
entries = (files | read_csv_duckdb(use_pyarrow=True)).with_name("time_entries")
pipeline.run(entries, write_disposition="replace")
