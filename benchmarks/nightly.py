"""Nights of a demo company: the first, those that follow, and what their models cost otherwise.

The first night builds everything. The one after it books all months that were closed by then, as
no later one does; those after that are as nights are, with a day and with a month of news. The
models of the first night are then run in other ways, each in a process of its own on a copy of the
warehouse as that night left it, with the same threads and memory limit:

- DuckDB copies every table that is raw or built, which is the least that reading and writing them
  can cost;
- the SQL that dbt compiled, in one connection;
- dbt's own command line, all models anew, once it has read the project.

Last, one model in the way of a script: what `int_time_entries__valued` computes of cost, by project
and month, in polars (`make bench-env`), beside that model's SQL. The amounts of both are compared.

Usage: `python -m benchmarks.nightly --people 6200 --years 5` for 10 million time entries.
"""

import argparse
import datetime as dt
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from benchmarks.alternatives import VALUE_TIME, alternatives_python
from benchmarks.measure import Cost, command, measured, out
from benchmarks.night import night, steps_table
from benchmarks.results import record
from pipelines.lib.dbt import PROJECT, variables
from sources.demo.plan import LAST_DAY, Plan
from sources.demo.write import write_demo
from sources.settings import load_settings, quiet_tools

SCRIPT_READS = (
    *("int_time_entries__unioned", "int_projects__unioned", "int_people__unioned"),
    *("int_cost_rates__assigned", "int_fx_rates__dated"),
)
MODELS = "warehouse"
COPIED, STRAIGHT, CLI = "DuckDB: its bytes, copied", "its SQL, in one connection", "dbt on its own"
SQL, POLARS = "the model's SQL", "polars, two of its amounts"
NIGHTS = {
    "first night": LAST_DAY - dt.timedelta(days=33),
    "all months booked": LAST_DAY - dt.timedelta(days=32),
    "a day's news": LAST_DAY - dt.timedelta(days=29),
    "a month's news": LAST_DAY,
}


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
    shutil.copytree(target.parent, folder / "dbt")


def _warehouse(folder: Path) -> duckdb.DuckDBPyConnection:
    config = json.loads((folder / "config.json").read_text("utf-8"))
    connection = duckdb.connect(str(folder / "evenkeel.duckdb"), config=config)
    connection.execute("set enable_progress_bar = false; set preserve_insertion_order = false")
    return connection


def copied(folder: Path) -> None:
    """Copy the tables of the warehouse to another."""
    with _warehouse(folder) as connection:
        connection.execute(f"attach '{folder / 'copied.duckdb'}' as copied")
        connection.execute("copy from database evenkeel to copied (schema)")
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'evenkeel'"
        ).fetchall()
        for schema, table in tables:
            connection.execute(
                f'insert into copied."{schema}"."{table}" from evenkeel."{schema}"."{table}"'
            )
    (folder / "copied.duckdb").unlink()


def straight(folder: Path) -> None:
    """Run the SQL of the first night's models."""
    made = [json.loads(line) for line in (folder / "made.jsonl").open(encoding="utf-8")]
    with _warehouse(folder) as connection:
        for materialised, relation, sql in made:
            connection.execute(f"create or replace {materialised} {relation} as {sql}")


def export(folder: Path, tables: Sequence[str]) -> None:
    """Write what the script reads as Parquet."""
    with _warehouse(folder) as connection:
        for table in tables:
            path = folder / f"{table}.parquet"
            connection.execute(f"copy intermediate.{table} to '{path}' (format parquet)")


def valued(folder: Path) -> None:
    """Run the SQL of the model that values time."""
    for line in (folder / "made.jsonl").open(encoding="utf-8"):
        _, relation, sql = json.loads(line)
        if relation.endswith('"int_time_entries__valued"'):
            with _warehouse(folder) as connection:
                connection.execute(f"create or replace table {relation} as {sql}")


def other_cents(folder: Path) -> tuple[int, int]:
    """Return how many project months there are, and of how many the script's cost is another."""
    with _warehouse(folder) as connection:
        compared = connection.execute(f"""
            with ours as (
                select system_name, project_id, date_trunc('month', work_date) as work_date,
                    sum(cost_reporting_amount) as cost
                from intermediate.int_time_entries__valued group by all
            )
            select count(*),
                count(*) filter (
                    round(ours.cost, 2)
                    is distinct from round(cast(theirs.cost as decimal(38, 9)), 2)
                )
            from ours
            left join '{folder}/by-polars.parquet' as theirs
                using (system_name, project_id, work_date)
        """).fetchone()
    return compared or (0, 0)


def on_its_own(configuration: Path, folder: Path) -> list[str | Path]:
    """Read the project for the copy of the warehouse; return the command that builds its models."""
    settings, profiles = load_settings(configuration), folder / "dbt"
    profile = (profiles / "profiles.yml").read_text("utf-8")
    warehouse = settings.path(settings.storage.warehouse).resolve() / "evenkeel.duckdb"
    (profiles / "profiles.yml").write_text(
        profile.replace(str(warehouse), str(folder / "evenkeel.duckdb")), "utf-8"
    )
    where = [
        *("--project-dir", PROJECT, "--profiles-dir", profiles),
        *("--target-path", profiles / "target", "--vars", variables(settings)),
    ]
    dbt = [Path(sys.executable).with_name("dbt"), "--quiet", "--log-level-file", "none"]
    command(*dbt, "parse", *where)()
    kinds = ("--exclude-resource-type", "unit_test", "test")
    return [*dbt, "build", "--full-refresh", *kinds, *where]


def nights(plan: Plan, folder: Path) -> tuple[Path, dict[str, Cost], dict[str, dict[str, float]]]:
    """Run the nights; return the configuration, and what each of them and its steps cost."""
    configuration, costs, steps = folder, {}, {}
    for name, day in NIGHTS.items():
        configuration = write_demo(folder / "demo", plan.on(day), lambda _: None)
        costs[name], steps[name] = night(name, configuration, as_of=day)
        if len(costs) == 1:
            keep(configuration, folder)
    return configuration, costs, steps


def other_ways(configuration: Path, folder: Path) -> dict[str, Cost]:
    """Run the models of the first night in other ways; return what each cost."""
    return {
        COPIED: measured(COPIED, partial(copied, folder)),
        STRAIGHT: measured(STRAIGHT, partial(straight, folder)),
        CLI: measured(CLI, command(*on_its_own(configuration, folder))),
    }


def ratios_of(
    costs: dict[str, Cost], others: dict[str, Cost], steps: dict[str, dict[str, float]]
) -> dict[str, float]:
    """Return what is promised: the models against the other ways, nights against the first."""
    full = steps["first night"][MODELS]
    against = {f"models / {side}": full / cost.seconds for side, cost in others.items()}
    for name in list(NIGHTS)[1:]:
        against[f"models, {name} / first night"] = steps[name][MODELS] / full
        against[f"{name} / first night"] = costs[name].seconds / costs["first night"].seconds
    return against


def in_a_script(python: Path, configuration: Path, folder: Path) -> dict[str, Cost]:
    """Run one model's SQL and the script; print how often they differ, return what they cost."""
    export(folder, SCRIPT_READS)
    currency = load_settings(configuration).company.reporting_currency
    costs = {
        SQL: measured(SQL, partial(valued, folder)),
        POLARS: measured(POLARS, command(python, VALUE_TIME, folder, currency)),
    }
    months, differ = other_cents(folder)
    out.print(f"polars has another cost in {differ:,} of {months:,} project months")
    return costs


def entries(folder: Path) -> int:
    """Return how many time entries the first night built on."""
    with _warehouse(folder) as connection:
        counted = connection.execute("select count(*) from marts.fct_time_entry").fetchone()
    return counted[0] if counted else 0


def main() -> None:
    """Run the nights and the other ways; print and keep what they cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=620)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="a new folder to keep what was built in")
    asked = parser.parse_args()
    quiet_tools()
    with tempfile.TemporaryDirectory(prefix="evenkeel-bench-") as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        plan = Plan(people=asked.people, years=asked.years)
        configuration, costs, steps = nights(plan, folder)
        size = f"{entries(folder):,} time entries"
        others = other_ways(configuration, folder)
        ratios = ratios_of(costs, others, steps)
        record("nightly", size, costs | others, steps, ratios)
        if python := alternatives_python():
            record("one model", size, in_a_script(python, configuration, folder))
    out.print(steps_table(steps))
    for name, ratio in ratios.items():
        out.print(f"{name:<52} {ratio:6.2f}")


if __name__ == "__main__":
    main()
