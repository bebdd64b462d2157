"""Read a CSV of time entries with polars into Parquet: `python load_with_polars.py FOLDER`."""

import sys
from pathlib import Path

import polars as pl

folder = Path(sys.argv[1])
pl.scan_csv(folder / "exports" / "time_entries.csv").sink_parquet(folder / "polars.parquet")
