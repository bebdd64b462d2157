"""How a run ended, as its events tell: what failed, was refused or quarantined, was published."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

import dagster as dg
from pydantic import BaseModel, ConfigDict

from expectations.results import Checked, GateRecord, Override, Severity
from pipelines.lib.company import releases_root
from pipelines.lib.gate.pages import INDEX
from pipelines.lib.gate.process import GateError, pages_path, read_record
from pipelines.lib.releases.release import current_release, report_failure
from sources.configuration import Settings
from sources.errors import NO_SPACE, is_full

JOB, GATE, LANDING = "nightly", "gate", "landing_"
# Our own errors speak for themselves; their class is news to no one at a terminal.
OWN_ERROR = re.compile(r"^(sources|pipelines)\.[\w.]+: ")
# What dbt found follows the command that it was started by, with every variable.
DBT_ERROR = re.compile(
    r"^dagster_dbt\.\S+: .*view the dbt debug log: ([^\n]+)\.(\s+Errors parsed from dbt logs:)?",
    re.DOTALL,
)


class Refusal(BaseModel):
    """A gate's expectation that did not hold."""

    model_config = ConfigDict(frozen=True)

    table: str
    expectation: Checked


class Outcome(BaseModel):
    """How a run ended. A nightly succeeded only if it published its own release."""

    model_config = ConfigDict(frozen=True)

    run_id: str
    job: str = JOB
    succeeded: bool
    release_id: str | None
    errors: dict[str, str]
    refusals: tuple[Refusal, ...]
    warnings: tuple[Refusal, ...]
    quarantined_rows: dict[str, int]
    new_columns: dict[str, str]
    findings: int
    # What a person let through, and why each override that has no effect has none.
    overrides: tuple[Override, ...] = ()
    refused_overrides: tuple[str, ...] = ()
    # Where the gate of this run is shown; None where it did not come to judge.
    gate_page: Path | None = None
    # Why the release has no portfolio report; nothing where it has one.
    report_failure: str = ""


def outcome_of(
    settings: Settings, run_id: str, events: Iterable[dg.DagsterEvent], *, job: str = JOB
) -> Outcome:
    """Return how a run ended; a nightly that published nothing has failed.

    Args:
        settings: The company's configuration.
        run_id: The run.
        events: All that the run told, in its order.
        job: The job that was run.
    """
    told = list(events)
    errors, landed = _errors(told), _landed(told)
    release = current_release(releases_root(settings))
    published = release is not None and release.run_id == run_id
    if not errors and not published and job == JOB:
        errors["publish"] = "the run ended without publishing a release"
    gate = _gate(settings, run_id)
    blocked = _refusals(gate, "block")
    succeeded = not errors and not blocked
    if blocked:
        # What the gate refused says more than that its step failed.
        errors.pop(GATE, None)
    return Outcome(
        run_id=run_id,
        job=job,
        succeeded=succeeded,
        release_id=release.release_id if published and release else None,
        errors=errors,
        refusals=blocked,
        warnings=_refusals(gate, "warn"),
        overrides=gate.overrides if gate else (),
        refused_overrides=gate.refused_overrides if gate else (),
        gate_page=pages_path(settings) / INDEX if gate else None,
        report_failure=report_failure(releases_root(settings) / release.release_id)
        if published and release
        else "",
        quarantined_rows={
            table: told["quarantined_rows"]
            for table, told in landed.items()
            if told.get("quarantined_rows")
        },
        new_columns={
            table: told["new_columns"] for table, told in landed.items() if "new_columns" in told
        },
        findings=_rows_of("marts", "ctl_finding", told),
    )


def _rows_of(schema: str, table: str, events: Iterable[dg.DagsterEvent]) -> int:
    """Return the rows that a published table had when it was built; 0 where it was not."""
    key = dg.AssetKey([schema, table])
    rows = 0
    for event in events:
        if event.event_type_value == "ASSET_OBSERVATION" and event.asset_key == key:
            told = event.asset_observation_data.asset_observation.metadata
            rows = int(str(told["dagster/row_count"].value))
    return rows


def _landed(events: Iterable[dg.DagsterEvent]) -> dict[str, dict[str, Any]]:
    """Return what landing told of each table, by `system.table`."""
    found = {}
    for event in events:
        if event.event_type_value != "ASSET_MATERIALIZATION":
            continue
        told = event.step_materialization_data.materialization
        step, *table = told.asset_key.path
        if step.startswith(LANDING):
            name = ".".join((step.removeprefix(LANDING), *table))
            found[name] = {key: value.value for key, value in told.metadata.items()}
    return found


def _errors(events: Iterable[dg.DagsterEvent]) -> dict[str, str]:
    """Return the message of every step that failed, and of the run where none did."""
    found: dict[str, str] = {}
    for event in events:
        if event.is_step_failure and event.step_key:
            found[event.step_key] = message_of(event.step_failure_data.error)
        elif event.event_type_value in {"PIPELINE_FAILURE", "PIPELINE_INIT_FAILURE"} and not found:
            data: Any = event.event_specific_data
            found["run"] = message_of(getattr(data, "error", None)) or str(event.message)
    return found


class _Caused(Protocol):
    @property
    def message(self) -> str: ...

    @property
    def cls_name(self) -> str | None: ...

    @property
    def cause(self) -> "_Caused | None": ...


def message_of(error: "_Caused | None") -> str:
    """Return what the step itself raised, without the orchestrator's wrapping around it."""
    while error and error.cause and (error.cls_name or "").startswith("Dagster"):
        error = error.cause
    message = "" if error is None else OWN_ERROR.sub("", error.message.strip())
    message = DBT_ERROR.sub(r"dbt failed; all that it said is in \1", message)
    return f"{message}\n{NO_SPACE}" if is_full(message) and "free space" not in message else message


def _gate(settings: Settings, run_id: str) -> GateRecord | None:
    """Return what the gate found in this run; None where it did not come to judge."""
    try:
        record = read_record(settings)
    except GateError:
        return None
    return record if record.run_id == run_id else None


def _refusals(gate: GateRecord | None, severity: Severity) -> tuple[Refusal, ...]:
    """Return what did not hold, but for what a person let through."""
    return tuple(
        Refusal(table=suite.table, expectation=each)
        for suite in (gate.suites if gate else ())
        for each in suite.expectations
        if each.severity == severity and not each.passed and each.override is None
    )
