"""What a run and a gate left behind of every kind that their pages show."""

import datetime as dt

import dagster as dg

from expectations.results import Checked, GateRecord, Limit, Override, TableGate
from pipelines.lib.runs.outcome import Refusal, outcome_of
from pipelines.lib.runs.told import RunTold, told_of
from sources.configuration import Settings
from sources.landing import Landing
from sources.pull import PullOptions, pull

OVERRIDE = Override(
    table="portfolio.portfolio_project",
    expectation="there are projects",
    person="Ada Lovelace",
    reason="The first project begins tomorrow.",
    expires=dt.date(2026, 8, 1),
)
ROW = {"project_name": "<script>alert(1)</script>"}
EXPECTATIONS = (
    Checked(
        name="margin foots", severity="block", passed=False, found="1 row", failing_rows=(ROW,)
    ),
    Checked(
        name=OVERRIDE.expectation, severity="block", passed=False, found="1 row", override=OVERRIDE
    ),
    Checked(
        name="rows are there",
        severity="warn",
        passed=True,
        found="as expected",
        limit=Limit(name="rows_lost", limit="0.5", owner="finance", reason="Never half."),
    ),
)
RECORD = GateRecord(
    run_id="run",
    company="Halden <b>& Voss",
    judged_at=dt.datetime(2026, 8, 1, tzinfo=dt.UTC),
    as_of_date=dt.date(2026, 7, 31),
    suites=(
        TableGate(table="marts.dim_date", audiences=("portfolio", "people"), expectations=()),
        TableGate(
            table="portfolio.portfolio_project", audiences=("finance",), expectations=EXPECTATIONS
        ),
    ),
    content={},
    overrides=(OVERRIDE,),
    refused_overrides=("override 2: expired",),
)


def told(settings: Settings, message: str = "no file people*", **changed: object) -> RunTold:
    """Run a job of two steps, of which the second fails, and pull a table with refused rows."""

    @dg.asset
    def landed() -> None:
        landing = Landing(settings.path(settings.storage.landing))
        pull(settings.systems[0], "cost_rates", landing, PullOptions())

    @dg.asset(deps=[landed])
    def built() -> None:
        raise ValueError(message)

    with dg.DagsterInstance.ephemeral() as instance:
        run = dg.materialize([landed, built], instance=instance, raise_on_error=False)
        entries = instance.all_logs(run.run_id)
    events = [entry.dagster_event for entry in entries if entry.dagster_event]
    outcome = outcome_of(settings, run.run_id, events)
    return told_of(settings, outcome.model_copy(update=changed), entries)


def refusal() -> Refusal:
    """Return what the gate refused, with a row."""
    checked = Checked(
        name="hours add up",
        severity="block",
        passed=False,
        found="1 rows",
        failing_rows=({"entity_code": "HV-DE"},),
    )
    return Refusal(table="portfolio_month", expectation=checked)
