"""What the plan would be if a project began on another day, or an offer were likelier.

The same SQL that plans at night is run in memory on a copy of its inputs: nothing is written.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import duckdb

from pipelines.lib.dbt import folder_of
from pipelines.lib.releases.difference import Shown
from pipelines.lib.releases.release import ReleaseError
from pipelines.lib.warehouse import warehouse_path
from sources.casting import literal
from sources.configuration import Settings
from sources.errors import first_line

INPUTS = (
    "int_planned_work__listed",
    "int_role_shares__counted",
    "int_plan_weeks__listed",
    "int_plan_capacity__counted",
)
MODELS = ("fct_planned_work_week", "fct_pipeline_to_capacity_week")
# What DuckDB says of a file that another process writes.
LOCKED = "Conflicting lock"
WORK = "evenkeel.intermediate.int_planned_work__listed"


class Change(Shown):
    """What is asked: a project by its code that begins on a day, an opportunity's probability."""

    project: str = ""
    start: dt.date | None = None
    opportunity: str = ""
    probability: Decimal | None = None


class PlannedWeek(Shown):
    """One role's week, as it is planned and as it would be; hours, and what capacity leaves."""

    role: str
    week_start_date: dt.date
    planned_capacity_hours: Decimal
    demand_hours: Decimal
    demand_hours_if: Decimal
    capacity_gap_hours: Decimal
    capacity_gap_hours_if: Decimal


def what_if(settings: Settings, change: Change) -> list[PlannedWeek]:
    """Return every role's week of the plan, without the change and with it.

    Raises:
        ReleaseError: There is no warehouse or no plan yet, a nightly writes it, it can not be read,
            or what is to be changed is not in the plan.
    """
    with _in_memory(settings) as connection:
        models = [_compiled(settings, name) for name in MODELS]
        _plan(connection, models)
        connection.execute(
            "create table planned as from evenkeel.marts.fct_pipeline_to_capacity_week"
        )
        _change(connection, change)
        _plan(connection, models)
        rows = connection.execute(
            """
            select role, week_start_date,
                coalesce(changed.planned_capacity_hours, planned.planned_capacity_hours),
                coalesce(planned.demand_hours, 0), coalesce(changed.demand_hours, 0),
                coalesce(planned.capacity_gap_hours, 0), coalesce(changed.capacity_gap_hours, 0)
            from planned
            full join evenkeel.marts.fct_pipeline_to_capacity_week as changed
                using (role, week_start_date)
            order by all
            """
        ).fetchall()
    names = list(PlannedWeek.model_fields)
    return [PlannedWeek.model_validate(dict(zip(names, row, strict=True))) for row in rows]


@contextmanager
def _in_memory(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    path = warehouse_path(settings)
    if not path.exists():
        raise ReleaseError(f"found no warehouse at {path}, expected one: run the nightly first")
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as evenkeel")
        connection.execute("create schema evenkeel.intermediate; create schema evenkeel.marts")
        try:
            connection.execute(f"attach {literal(str(path))} as night (read_only)")
        except duckdb.IOException as error:
            if LOCKED in str(error):
                told = "a nightly is writing the warehouse; ask again after it"
            else:
                told = f"the warehouse can not be read: {first_line(error)}"
            raise ReleaseError(told) from error
        for name in INPUTS:
            connection.execute(
                f"create table evenkeel.intermediate.{name} as from night.intermediate.{name}"
            )
        yield connection


def _compiled(settings: Settings, model: str) -> str:
    models = folder_of(settings) / "target" / "compiled" / "evenkeel" / "models"
    path = models / "marts" / "forecast" / f"{model}.sql"
    if not path.exists():
        raise ReleaseError(f"found no {path}, expected the SQL of the last nightly")
    return f"create or replace table evenkeel.marts.{model} as {path.read_text('utf-8')}"


def _plan(connection: duckdb.DuckDBPyConnection, models: list[str]) -> None:
    for model in models:
        connection.execute(model)


def _change(connection: duckdb.DuckDBPyConnection, change: Change) -> None:
    if change.project:
        key = _found(
            connection,
            "select project_key from night.marts.dim_project where project_code = $1",
            "project by the code",
            change.project,
        )
        moved = connection.execute(
            f"update {WORK} set end_date = end_date + ($1::date - start_date)::integer, "
            "start_date = $1 where project_key = $2 and not is_soft returning 1",
            [change.start, key],
        ).fetchall()
        if not moved:
            ahead = connection.execute(
                f"select distinct project_code from {WORK} "
                "inner join night.marts.dim_project using (project_key) "
                "where not is_soft order by all"
            ).fetchall()
            codes = ", ".join(str(code) for (code,) in ahead) or "none"
            raise ReleaseError(
                f"project {change.project} has no work ahead in the plan; these have: {codes}"
            )
    if change.opportunity:
        key = _found(
            connection,
            "select opportunity_key from night.marts.fct_opportunity where opportunity_id = $1",
            "opportunity by the id",
            change.opportunity,
        )
        likelier = connection.execute(
            f"update {WORK} set probability_share = $1 "
            "where opportunity_key = $2 and is_soft returning 1",
            [change.probability, key],
        ).fetchall()
        if not likelier:
            raise ReleaseError(f"opportunity {change.opportunity} is not among what is offered")


def _found(connection: duckdb.DuckDBPyConnection, query: str, what: str, named: str) -> str:
    rows = connection.execute(query, [named]).fetchall()
    if len(rows) != 1:
        found = len(rows) or "no"
        raise ReleaseError(f"found {found} {what} {named!r}, expected one")
    return str(rows[0][0])
