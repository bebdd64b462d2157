"""How long all forecasts of many projects take, with their intervals and their record.

Multiplies the projects of a company whose nightly has run, in memory, and runs the models' SQL.
Usage: `python -m benchmarks.forecast_backtest CONFIGURATION`.
"""

import sys
import time
from pathlib import Path

import duckdb
from rich.console import Console

from pipelines.lib.company import company
from pipelines.lib.dbt import folder_of
from pipelines.lib.warehouse import warehouse_path
from sources.casting import literal
from sources.settings import use_configuration

PROJECTS, GOAL_SECONDS = 2000, 60
INPUTS = {
    "seeds": ("forecast_horizons", "forecast_priors"),
    "intermediate": (
        *("int_estimates__dated", "int_period_ends__listed", "int_project_costs__cumulated"),
        *("int_project_periods__listed", "int_project_plans__valued", "int_baselines__dated"),
        *("int_planned_periods__cumulated", "int_company_forecasts__stated"),
    ),
    "marts": ("dim_project", "fct_project_cost", "fct_project_evm_period"),
}
MODELS = {
    "intermediate": (
        *("int_projects__completed", "int_project_forecasts__stated", "int_forecasts__stated"),
        *("int_forecast_outcomes__known", "int_forecast_ratios__graded"),
        *("int_forecast_levels__corrected", "int_forecasts__ranged"),
        "int_forecast_records__cumulated",
    ),
    "marts": ("fct_forecast_snapshot", "fct_forecast_accuracy"),
}
KEYS = ("project_key", "baseline_key")
out = Console(highlight=False)


def multiplied(connection: duckdb.DuckDBPyConnection, copies: int) -> None:
    """Copy the inputs, those of projects as often as is asked, each copy with its own keys."""
    for schema, tables in INPUTS.items():
        connection.execute(f"create schema evenkeel.{schema}")
        for table in tables:
            source = f"night.{schema}.{table}"
            described = connection.execute(f"describe {source}").fetchall()
            keys = [row[0] for row in described if row[0] in KEYS]
            renamed = ", ".join(f"{key} || '-' || copy_no as {key}" for key in keys)
            times = copies if keys else 1
            connection.execute(
                f"create table evenkeel.{schema}.{table} as select * exclude (copy_no) "
                f"{f'replace ({renamed})' if keys else ''} "
                f"from {source} cross join range({times}) as copies (copy_no)"
            )


def main() -> None:
    """Print the seconds of each model and of all."""
    use_configuration(Path(sys.argv[1]))
    settings = company()
    compiled = folder_of(settings) / "target" / "compiled" / "evenkeel" / "models"
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute("attach ':memory:' as evenkeel")
        path = literal(str(warehouse_path(settings)))
        connection.execute(f"attach {path} as night (read_only)")
        count = "select count(distinct project_key) from {}.intermediate.int_baselines__dated"
        (projects,) = connection.execute(count.format("night")).fetchall()[0]
        multiplied(connection, -(-PROJECTS // projects))
        (projects,) = connection.execute(count.format("evenkeel")).fetchall()[0]
        began = time.perf_counter()
        for schema, models in MODELS.items():
            for model in models:
                started = time.perf_counter()
                sql = (compiled / schema / "forecast" / f"{model}.sql").read_text("utf-8")
                connection.execute(f"create table evenkeel.{schema}.{model} as {sql}")
                out.print(f"{model:<34} {time.perf_counter() - started:6.1f} s")
        seconds = time.perf_counter() - began
    kept = "within" if seconds <= GOAL_SECONDS else "over"
    out.print(f"{projects:,} projects: {seconds:.1f} s, {kept} the goal of {GOAL_SECONDS} s")


if __name__ == "__main__":
    main()
