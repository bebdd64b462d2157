"""Build the warehouse with dbt, against the same compiled SQL run straight in DuckDB.

A demo company's first night builds everything. The night after it books all that was closed by
then, as no later one does; the next working day's is as nights are. The bare side runs what dbt
compiled for the first, without tests, in one connection to a copy of the warehouse with the same
memory limit and threads. Usage:
`python -m benchmarks.warehouse_build --people 6200 --years 5` for 10 million time entries.
"""

import argparse
import datetime as dt
import json
import shutil
import tempfile
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from benchmarks.measure import measured, out
from benchmarks.nightly_fixed_cost import night
from sources.demo.plan import Plan
from sources.demo.write import write_demo
from sources.settings import load_settings, quiet_tools

BUILD_GOAL, NIGHT_GOAL = 1.3, 0.1
LAST_DAY = dt.date(2026, 6, 30)
STEP = "warehouse"


def straight(folder: Path) -> None:
    """Run the SQL of the first night's models."""
    made = [json.loads(line) for line in (folder / "made.jsonl").open(encoding="utf-8")]
    config = json.loads((folder / "config.json").read_text("utf-8"))
    with duckdb.connect(str(folder / "evenkeel.duckdb"), config=config) as connection:
        connection.execute("set enable_progress_bar = false")
        for materialised, relation, sql in made:
            connection.execute(f"create or replace {materialised} {relation} as {sql}")


def keep(configuration: Path, folder: Path) -> None:
    """Keep the warehouse and what dbt compiled, each model after those that it reads."""
    settings = load_settings(configuration)
    target = settings.path(settings.storage.state) / "dbt" / "target"
    nodes = json.loads((target / "manifest.json").read_text("utf-8"))["nodes"]
    models = {key: node for key, node in nodes.items() if node["resource_type"] == "model"}
    reads = {key: node["depends_on"]["nodes"] for key, node in models.items()}
    with (folder / "made.jsonl").open("w", encoding="utf-8") as made:
        for key in TopologicalSorter(reads).static_order():
            if node := models.get(key):
                compiled = target / "compiled" / node["package_name"] / node["original_file_path"]
                kind = "view" if node["config"]["materialized"] == "view" else "table"
                made.write(json.dumps([kind, node["relation_name"], compiled.read_text("utf-8")]))
                made.write("\n")
    limits = {"memory_limit": settings.storage.memory_limit, "threads": 2}
    (folder / "config.json").write_text(json.dumps(limits), "utf-8")
    shutil.copy(settings.path(settings.storage.warehouse) / "evenkeel.duckdb", folder)


def day_of(folder: Path, plan: Plan) -> dict[str, float]:
    """Deliver what the company recorded until its day and run the night; return its seconds."""
    out.print(f"running the night of {plan.seen_on}")
    configuration = write_demo(folder / "demo", plan, lambda _: None)
    return night(configuration, as_of=plan.seen_on)


def main() -> None:
    """Run three nights and the bare side; print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=120)
    parser.add_argument("--years", type=int, default=3)
    asked = parser.parse_args()
    plan = Plan(people=asked.people, years=asked.years)
    quiet_tools()
    with tempfile.TemporaryDirectory(prefix="evenkeel-bench-") as name:
        folder = Path(name)
        full = day_of(folder, plan.on(LAST_DAY - dt.timedelta(days=4)))
        keep(folder / "demo" / "evenkeel.toml", folder)
        booking = day_of(folder, plan.on(LAST_DAY - dt.timedelta(days=1)))
        following = day_of(folder, plan.on(LAST_DAY))
        out.print("running the compiled SQL straight")
        seconds, peak = measured(straight, folder)
    out.print(f"dbt, everything             {full[STEP]:7.1f} s")
    out.print(f"dbt, after all was booked   {booking[STEP]:7.1f} s")
    out.print(f"dbt, what a day changed     {following[STEP]:7.1f} s")
    out.print(f"compiled SQL, everything    {seconds:7.1f} s  {peak:5.2f} GB")
    out.print(f"dbt / compiled SQL          {full[STEP] / seconds:7.2f}    goal: {BUILD_GOAL}")
    out.print(
        f"a day / everything          {following[STEP] / full[STEP]:7.2f}    goal: {NIGHT_GOAL}"
    )
    out.print(f"night / first night         {sum(following.values()) / sum(full.values()):7.2f}")


if __name__ == "__main__":
    main()
