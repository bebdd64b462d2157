"""What a run's report tells: its steps, deliveries, refused rows, controls, gate and release."""

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

import dagster as dg
import duckdb
from pydantic import BaseModel, ConfigDict

from expectations.results import GateRecord, TableGate
from pipelines.lib.company import landing_of, releases_root
from pipelines.lib.gate.pages import INDEX
from pipelines.lib.gate.process import GateError, read_record
from pipelines.lib.ingest.status import TableStatus, table_statuses
from pipelines.lib.publish.publishing import GATES
from pipelines.lib.releases.release import Release, current_release
from pipelines.lib.runs.outcome import Outcome
from sources.casting import literal
from sources.configuration import Settings
from sources.contract import HIDDEN
from sources.landing import Landing
from sources.system import contract_of, tables_of

ENDS = {"STEP_SUCCESS": "done", "STEP_FAILURE": "failed", "STEP_SKIPPED": "not begun"}
SHOWN_ROWS = 20


class Told(BaseModel):
    """Base of what a report tells: frozen."""

    model_config = ConfigDict(frozen=True)


class Step(Told):
    """One step of the run: how it ended, how long it took, how often it was asked again."""

    name: str
    state: str
    seconds: float | None
    again: int


class Cause(Told):
    """Why rows of a table were refused, and how many for that reason."""

    table: str
    column: str
    reason: str
    expected: str
    rows: int
    examples: tuple[str, ...]


class Control(Told):
    """How the checks of one control came out, by status."""

    control_id: str
    statuses: dict[str, int]


class RunTold(Told):
    """All that a report tells of a run."""

    company: str
    outcome: Outcome
    began_at: dt.datetime
    ended_at: dt.datetime
    steps: tuple[Step, ...]
    tables: tuple[TableStatus, ...]
    causes: tuple[Cause, ...]
    controls: tuple[Control, ...]
    gate: tuple[TableGate, ...]
    gate_page: Path | None
    release: Release | None


def told_of(settings: Settings, outcome: Outcome, entries: Iterable[dg.EventLogEntry]) -> RunTold:
    """Return what a report tells of a run, from what it logged and what it left."""
    logged = list(entries)
    times = [dt.datetime.fromtimestamp(entry.timestamp, dt.UTC) for entry in logged]
    release = current_release(releases_root(settings)) if outcome.release_id else None
    return RunTold(
        company=settings.company.name,
        outcome=outcome,
        began_at=min(times),
        ended_at=max(times),
        steps=tuple(sorted(_steps(logged), key=lambda step: -(step.seconds or 0))),
        tables=tuple(table_statuses(settings, landing_of(settings), max(times))),
        causes=tuple(_causes(settings, min(times))),
        controls=tuple(_controls(releases_root(settings) / "current")) if release else (),
        gate=_gate(settings, outcome.run_id),
        gate_page=_gate_page(settings, outcome),
        release=release,
    )


def _steps(entries: list[dg.EventLogEntry]) -> Iterator[Step]:
    began, again = dict[str, float](), dict[str, int]()
    for entry in entries:
        event, name = entry.dagster_event, entry.step_key
        if event is None or name is None:
            continue
        kind = event.event_type_value
        if kind in ("STEP_START", "STEP_RESTARTED"):
            began.setdefault(name, entry.timestamp)
        elif kind == "STEP_UP_FOR_RETRY":
            again[name] = again.get(name, 0) + 1
        elif kind in ENDS:
            seconds = entry.timestamp - began[name] if name in began else None
            yield Step(name=name, state=ENDS[kind], seconds=seconds, again=again.get(name, 0))


def _causes(settings: Settings, since: dt.datetime) -> Iterator[Cause]:
    """Yield why rows were refused of what landed since; values of people are not shown."""
    landing = landing_of(settings)
    for system in settings.systems:
        contract = contract_of(system)
        for table in tables_of(system):
            columns = contract.table(table.name).columns
            hidden = {column.name for column in columns if column.classification in HIDDEN}
            for path in _quarantines(landing, system.name, table.name, since):
                yield from _counted(path, f"{system.name}.{table.name}", hidden)


def _quarantines(landing: Landing, system: str, table: str, since: dt.datetime) -> Iterator[Path]:
    for folder, delivery in landing.latest_first(system, table):
        if delivery.finished_at < since:
            return
        if delivery.quarantined.rows:
            yield folder / "quarantine.parquet"


def _counted(path: Path, table: str, hidden: set[str]) -> Iterator[Cause]:
    with duckdb.connect() as connection:
        found = connection.execute(
            "select column_name, reason, expected, count(*), "
            "list((coalesce(source_file, ''), row_number, found) order by row_number)"
            f"[:{SHOWN_ROWS}] from read_parquet({literal(str(path))}) group by all order by 4 desc"
        ).fetchall()
    for column, reason, expected, rows, places in found:
        shown = [
            f"{file}:{number}" + ("" if column in hidden or value is None else f" found {value!r}")
            for file, number, value in places
        ]
        yield Cause(
            table=table,
            column=column or "",
            reason=reason or "",
            expected=expected or "",
            rows=rows,
            examples=tuple(shown),
        )


def _controls(release: Path) -> Iterator[Control]:
    path = release / "finance.duckdb"
    if not path.exists():
        return
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute(
            "select control_id, status, count(*) from ctl_reconciliation "
            "group by control_id, status order by control_id, status"
        ).fetchall()
    found = dict[str, dict[str, int]]()
    for control_id, status, count in rows:
        found.setdefault(control_id, {})[status] = count
    for control_id, statuses in found.items():
        yield Control(control_id=control_id, statuses=statuses)


def _gate(settings: Settings, run_id: str) -> tuple[TableGate, ...]:
    try:
        record: GateRecord = read_record(settings)
    except GateError:
        return ()
    return record.suites if record.run_id == run_id else ()


def _gate_page(settings: Settings, outcome: Outcome) -> Path | None:
    """Return where the gate is shown: with its release, where later nights do not write."""
    if outcome.release_id:
        return releases_root(settings) / outcome.release_id / GATES / INDEX
    return outcome.gate_page
