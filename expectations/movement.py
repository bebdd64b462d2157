"""How a table differs from the last release's: rows lost, sums moved, closed sums, drift.

The last release is read where it lies; before the first one there is nothing to compare with. Nor
are tables compared that list what is open or wrong now: that they empty is what people work for.
"""

import re
from pathlib import Path

import duckdb

from expectations.results import Night, Severity, Stated
from expectations.stated import text
from expectations.suite import Expected
from expectations.thresholds import Thresholds

PERIOD = ("entity_code", "accounting_period")
STATES = "ctl_period_status"
LISTS = (
    *("ctl_drift", "ctl_finding", "ctl_prior_period_adjustment", "ctl_quarantine"),
    *("ctl_reconciling_item", "ctl_unmatched_identity", "fct_billable_now"),
    *("fct_pipeline_to_capacity_week", "fct_planned_work_week", "fct_rate_audit"),
    *("fct_rebalance_decision", "fct_unassigned_time", "portfolio_plan"),
)
# What adds up over all periods, so that one night is little of it.
TURNOVER = re.compile(
    r"^(revenue|billed|cost|net|debit|credit|mrr|arr)_(transaction|functional|reporting)_amount$"
)
STEP = "cast({} as decimal(38, 6))"


class Before:
    """A table of the last release."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        """Look at the columns of its file."""
        self.file = f"read_parquet({text(str(path))})"
        # What its groups of rows say of themselves: how many values of each column there are.
        self.groups = f"parquet_metadata({text(str(path))})"
        described = connection.execute(f"describe from {self.file}").fetchall()
        self.types: dict[str, str] = {row[0]: row[1] for row in described}


def parquet_of(release: Path, table: str) -> Path | None:
    """Return the file of a table in a release's folder; None where it has none."""
    return next(iter(sorted(release.glob(f"parquet/*/{table}.parquet"))), None)


def movement_rules(
    connection: duckdb.DuckDBPyConnection, stated: Stated, night: Night, limits: Thresholds
) -> tuple[Expected, ...]:
    """Return the expectations that compare a table with the last release's."""
    path = parquet_of(night.previous, stated.name) if night.previous else None
    states = parquet_of(night.previous, STATES) if night.previous else None
    if path is None or stated.name in LISTS:
        return ()
    before = Before(connection, path)
    shared = [column for column in stated.columns if column in before.types]
    amounts = [each for each in shared if before.types[each].startswith("DECIMAL")]
    closes = stated.closes_with and states and amounts and set(PERIOD) <= set(shared)
    turnover = [each for each in amounts if TURNOVER.match(each)]
    return (
        _rows_lost(before, limits, "rows_lost", "block"),
        _rows_lost(before, limits, "rows_lost_noticed", "warn"),
        _emptied(before, shared, limits),
        *(_categories(before, each, limits) for each in stated.domains if each in shared),
        *((_closed(before, stated, str(states), amounts),) if closes else ()),
        *((_moved(before, turnover, limits),) if turnover else ()),
    )


def _rows_lost(before: Before, limits: Thresholds, name: str, severity: Severity) -> Expected:
    limit = limits.limit(name)
    return Expected(
        f"not more than {limit.limit} of the rows of the last release are gone",
        f"with counted as (select (select count(*) from {before.file}) as rows_before, "
        "count(*) as rows_now from {batch}) from counted "
        f"where rows_before >= {limits.rows_compared_least.limit} "
        f"and rows_now < rows_before * (1 - {limit.limit})",
        severity,
        limit,
    )


def _emptied(before: Before, shared: list[str], limits: Thresholds) -> Expected:
    limit = limits.limit("empty_share_moved")
    counts = ", ".join(f"count({column}) as {column}" for column in shared)
    return Expected(
        f"the share of empty values of a column has not moved by more than {limit.limit}",
        "with before as (select path_in_schema as what, sum(num_values) as rows, "
        f"sum(num_values - stats_null_count) as amount from {before.groups} group by what), "
        f"{_unpivoted('now', '{batch}', counts, shared)}, "
        "shares as (select before.what as column_name, "
        "round(1 - before.amount / before.rows, 4) as empty_share_before, "
        "round(1 - now.amount / now.rows, 4) as empty_share_now "
        "from before inner join now using (what) "
        f"where least(before.rows, now.rows) >= {limits.rows_compared_least.limit}) from shares "
        f"where abs(empty_share_now - empty_share_before) > {limit.limit} order by all",
        "warn",
        limit,
    )


def _categories(before: Before, column: str, limits: Thresholds) -> Expected:
    limit = limits.limit("category_share_moved")
    share = f"select {column}, count(*) / sum(count(*)) over () as share, "
    share += "sum(count(*)) over () as rows from"
    return Expected(
        f"the share of a {column} has not moved by more than {limit.limit}",
        f"with before as ({share} {before.file} group by {column}), "
        f"now as ({share} {{batch}} group by {column}), "
        f"shares as (select {column}, round(coalesce(before.share, 0), 4) as share_before, "
        "round(coalesce(now.share, 0), 4) as share_now "
        f"from before full join now using ({column}) "
        f"where (select min(rows) from (select rows from before union all select rows from now)) "
        f">= {limits.rows_compared_least.limit}) from shares "
        f"where abs(share_now - share_before) > {limit.limit} order by all",
        "inform",
        limit,
    )


def _closed(before: Before, stated: Stated, states: str, amounts: list[str]) -> Expected:
    """Compare the sums of periods that were closed then and have stayed so since."""
    period = ", ".join(PERIOD)
    sums = ", ".join(f"coalesce(sum({STEP.format(each)}), 0) as {each}" for each in amounts)
    closed = (
        f"select {period}, max(closed_at) as closed_at from {{}} "
        f"where lock in ({', '.join(map(text, stated.closes_with))}) "
        f"group by {period} having bool_and(lock_state = 'closed')"
    )
    kept = "semi join stayed using (entity_code, accounting_period)"
    return Expected(
        "the sums of closed periods are those of the last release",
        f"with stayed as ({closed.format(f'read_parquet({text(states)})')} "
        f"intersect {closed.format('marts.' + STATES)}), "
        f"{_unpivoted('before', f'{before.file} {kept}', sums, amounts, PERIOD)}, "
        f"{_unpivoted('now', f'{{batch}} {kept}', sums, amounts, PERIOD)} "
        f"select {period}, what as column_name, before.amount as sum_before, "
        f"now.amount as sum_now from before full join now using ({period}, what) "
        "where before.amount is distinct from now.amount order by all",
    )


def _moved(before: Before, amounts: list[str], limits: Thresholds) -> Expected:
    limit = limits.limit("amount_moved_factor")
    sums = ", ".join(f"coalesce(sum(abs({STEP.format(each)})), 0) as {each}" for each in amounts)
    return Expected(
        f"no column of amounts has become more than {limit.limit} times what it was, or less",
        f"with {_unpivoted('before', before.file, sums, amounts)}, "
        f"{_unpivoted('now', '{batch}', sums, amounts)} "
        "select what as column_name, before.amount as sum_of_absolutes_before, "
        "now.amount as sum_of_absolutes_now from before inner join now using (what) "
        f"where before.amount >= {limits.amount_compared_least.limit} "
        f"and (now.amount > before.amount * {limit.limit} "
        f"or now.amount * {limit.limit} < before.amount) order by all",
        limit=limit,
    )


def _unpivoted(
    name: str, source: str, measures: str, columns: list[str], by: tuple[str, ...] = ()
) -> str:
    """Return a CTE with one row for each column of `measures`: `what` it is, and its `amount`."""
    grouped = f"group by {', '.join(by)}" if by else ""
    shown = "".join(f"{each}, " for each in by) or "count(*) as rows, "
    return (
        f"{name} as (unpivot (select {shown}{measures} from {source} {grouped}) "
        f"on {', '.join(columns)} into name what value amount)"
    )
