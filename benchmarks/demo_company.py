"""Write the demo company, against a bare write of the same time entries to CSV.

The bare side reads the entries that were written from a Parquet file, as text, and writes them with
DuckDB, two threads and the company's memory limit. Ours makes the company and writes all its tables
and its truth. Each side runs in a process of its own. Usage:
`python -m benchmarks.demo_company --people 10000`.
"""

import argparse
import json
import tempfile
from functools import partial
from pathlib import Path

import duckdb

from benchmarks.measure import measured, out
from benchmarks.results import record
from sources.demo.plan import Plan
from sources.demo.write import write_demo

GOAL = 300_000
COMPANY, BARE = "Evenkeel: the whole company", "DuckDB: its entries, once more"
LIMITS = {"memory_limit": "1GB", "threads": 2}


def make(folder: Path) -> None:
    """Write the company."""
    options = json.loads((folder / "plan.json").read_text("utf-8"))
    write_demo(folder / "demo", Plan(**options), lambda _: None)


def rewrite(folder: Path) -> None:
    """Write its time entries again, from a file that reads fast."""
    with duckdb.connect(config=LIMITS) as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(
            f"copy (from '{folder}/entries.parquet') to '{folder}/bare.csv' (format csv, header)"
        )


def keep(folder: Path) -> int:
    """Keep the entries as text in a Parquet file; return how many there are."""
    entries = f"read_csv('{folder}/demo/exports/time_entries.csv', all_varchar = true)"
    with duckdb.connect(config=LIMITS) as connection:
        connection.execute("set enable_progress_bar = false")
        kept = connection.execute(f"copy (from {entries}) to '{folder}/entries.parquet'").fetchone()
    return kept[0] if kept else 0


def main() -> None:
    """Write the company and its entries again; print how fast, and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=3000)
    parser.add_argument("--years", type=int, default=3)
    options = vars(parser.parse_args())
    with tempfile.TemporaryDirectory(prefix="evenkeel-bench-") as name:
        folder = Path(name)
        (folder / "plan.json").write_text(json.dumps(options), "utf-8")
        made = measured(COMPANY, partial(make, folder))
        entries = keep(folder)
        bare = measured(BARE, partial(rewrite, folder))
    record("the demo company", f"{entries:,} time entries", {BARE: bare, COMPANY: made})
    out.print(f"{entries / made.seconds:,.0f} entries a second (goal {GOAL:,})")
    out.print(f"{made.seconds / bare.seconds:.2f} x its entries, once more")


if __name__ == "__main__":
    main()
