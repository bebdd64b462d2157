"""Value time with polars, as a script would: `python value_time_with_polars.py FOLDER`.

Reads the tables that `int_time_entries__valued` reads, as Parquet, and writes hours and cost by
project and period. Amounts are floats: polars multiplies decimals, but rounds no product half up.
"""

import sys
from pathlib import Path

import polars as pl

folder = Path(sys.argv[1])


def table(name: str) -> pl.LazyFrame:
    """Return one table, its decimals as floats."""
    return pl.scan_parquet(folder / f"{name}.parquet").with_columns(
        pl.selectors.decimal().cast(pl.Float64)
    )


entries = table("int_time_entries__unioned").select(
    "system_name", "person_id", "project_id", "work_date", "hours"
)
projects = table("int_projects__unioned").select(
    "system_name", "project_id", project_entity="entity_code"
)
people = table("int_people__unioned").select(
    "system_name", "person_id", person_entity="entity_code"
)
rates = table("int_cost_rates__assigned").select(
    "system_name", "person_id", "valid_from", "valid_before", "cost_rate", "currency_code"
)
fx = table("int_fx_rates__dated").filter(pl.col("to_currency_code") == sys.argv[2])
rated = (
    entries.sort("work_date")
    .join_asof(
        rates.sort("valid_from"),
        left_on="work_date",
        right_on="valid_from",
        by=["system_name", "person_id"],
    )
    .with_columns(cost_rate=pl.when(pl.col("work_date") < pl.col("valid_before")).then("cost_rate"))
    .join(projects, on=["system_name", "project_id"], how="left")
    .join(people, on=["system_name", "person_id"], how="left")
    .with_columns(
        entity_code=pl.coalesce("project_entity", "person_entity"),
        cost=(pl.col("hours") * pl.col("cost_rate")).round(6),
    )
    # Joins leave rows in any order, and this one would match what is not sorted without a word.
    .sort("work_date")
    .join_asof(
        fx.select("from_currency_code", "rate_date", "fx_rate").sort("rate_date"),
        left_on="work_date",
        right_on="rate_date",
        by_left="currency_code",
        by_right="from_currency_code",
    )
    .with_columns(
        cost=pl.when(pl.col("currency_code") == sys.argv[2])
        .then("cost")
        .otherwise((pl.col("cost") * pl.col("fx_rate")).round(6))
    )
)
rated.group_by("system_name", "project_id", pl.col("work_date").dt.truncate("1mo")).agg(
    pl.col("hours").sum(), pl.col("cost").sum()
).sink_parquet(folder / "by-polars.parquet")
