"""The command that asks what the plan would be, if; it touches nothing that is published."""

import datetime as dt
import json
from collections import defaultdict
from decimal import Decimal
from typing import Annotated

import typer
from rich.table import Table

from pipelines.commands.shared_options import Json, named_company
from pipelines.lib.what_if import Change, PlannedWeek, what_if
from pipelines.terminal.outcomes import out
from sources.errors import ConfigurationError


def what_if_plan(
    *,
    project: Annotated[str, typer.Option(help="The code of a project with work ahead.")] = "",
    start: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day it would begin; its end moves along."),
    ] = None,
    opportunity: Annotated[str, typer.Option(help="The id of an open opportunity.")] = "",
    probability: Annotated[
        float | None, typer.Option(min=0, max=1, help="The probability it would have, 0 to 1.")
    ] = None,
    role: Annotated[str, typer.Option(help="Show this role only.")] = "",
    as_json: Json = False,
) -> None:
    """Show demand and capacity by week as planned, and as they would be after a change.

    The plan of the last nightly is computed again in memory by the same SQL. Nothing is written.
    """
    pairs = (bool(project), bool(start)), (bool(opportunity), probability is not None)
    if any(named != told for named, told in pairs) or not (project or opportunity):
        raise ConfigurationError(
            "expected --project with --start, or --opportunity with --probability"
        )
    change = Change(
        project=project,
        start=start.date() if start else None,
        opportunity=opportunity,
        probability=None if probability is None else Decimal(str(probability)),
    )
    planned = what_if(named_company(), change)
    weeks = [week for week in planned if role in ("", week.role)]
    if not weeks and planned:
        roles = ", ".join(sorted({week.role for week in planned}))
        raise ConfigurationError(f"--role: found {role!r}, allowed: {roles}")
    if as_json:
        out.print_json(json.dumps([week.model_dump(mode="json") for week in weeks]))
    else:
        _tell(weeks)


def _tell(weeks: list[PlannedWeek]) -> None:
    shown = Table("Hours of week", "Capacity", "Demand", "Demand if", "Gap", "Gap if", box=None)
    for column in shown.columns[1:]:
        column.justify = "right"
    by_week: dict[dt.date, list[PlannedWeek]] = defaultdict(list)
    for week in weeks:
        by_week[week.week_start_date].append(week)
    for day, roles in sorted(by_week.items()):
        sums = (
            sum(each.planned_capacity_hours for each in roles),
            sum(each.demand_hours for each in roles),
            sum(each.demand_hours_if for each in roles),
            sum(each.capacity_gap_hours for each in roles),
            sum(each.capacity_gap_hours_if for each in roles),
        )
        style = "bold" if sums[1] != sums[2] else ""
        shown.add_row(f"{day}", *(f"{value:,.0f}" for value in sums), style=style)
    out.print(shown)
