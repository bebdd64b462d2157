"""What a run made of what, as OpenLineage events: for the run, and for each table that it made."""

import datetime as dt
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import dagster as dg
from openlineage.client import OpenLineageClient
from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.facet_v2 import (
    error_message_run,
    output_statistics_output_dataset,
    parent_run,
    schema_dataset,
)

from pipelines.lib.dbt import nodes_of, prepare_manifest, sources_of
from pipelines.lib.runs.outcome import LANDING, message_of
from pipelines.lib.warehouse import warehouse_path
from sources.configuration import Settings
from sources.errors import ConfigurationError
from sources.patience import within

PRODUCER = "https://evenkeel.example/nightly"
PATIENCE_SECONDS = 30.0
RAW, RELEASES = "raw_", "releases"
log = logging.getLogger("evenkeel.lineage")


def send_lineage(
    settings: Settings, run: dg.DagsterRun, entries: list[dg.EventLogEntry], *, succeeded: bool
) -> None:
    """Send the events of a run that has ended. What can not be sent is warned of once."""
    try:
        client = lineage_client()
        events = list(Lineage(settings, run, entries).events(succeeded=succeeded))
        within(PATIENCE_SECONDS, lambda: _send(client, events), "the lineage server")
    except Exception as error:  # noqa: BLE001 - the night ended as it did
        log.warning("lineage of run %s was not sent: %s", run.run_id, error)


def lineage_client() -> OpenLineageClient:
    """Return the client as its own configuration has it.

    Raises:
        ConfigurationError: That names no place to send events to.
    """
    client = OpenLineageClient()
    if client.transport.kind in (None, "console", "noop"):
        raise ConfigurationError(
            "no place for lineage; set OPENLINEAGE_URL, or name an openlineage.yml with "
            "OPENLINEAGE_CONFIG"
        )
    return client


def _send(client: OpenLineageClient, events: list[RunEvent]) -> None:
    for event in events:
        client.emit(event)
    client.close(PATIENCE_SECONDS)


class Lineage:
    """The events of one run, from what it logged and what dbt knows of its models."""

    def __init__(
        self, settings: Settings, run: dg.DagsterRun, entries: list[dg.EventLogEntry]
    ) -> None:
        """Read the manifest."""
        self._settings, self._run, self._entries = settings, run, entries
        manifest = prepare_manifest(settings)
        self._nodes = nodes_of(manifest) | sources_of(manifest)
        self._by_key = {(n["schema"], n["name"]): n for n in self._nodes.values()}
        self._rows = dict(self._counted())

    def events(self, *, succeeded: bool) -> Iterator[RunEvent]:
        """Yield all events in their order."""
        times = [_at(entry.timestamp) for entry in self._entries]
        yield self._event(RunState.START, min(times))
        for entry in self._entries:
            event: Any = entry.dagster_event
            kind = event.event_type_value if event else ""
            if kind == "ASSET_MATERIALIZATION":
                made = event.step_materialization_data.materialization
                yield from self._made(made, _at(entry.timestamp))
            elif kind == "STEP_FAILURE":
                message = message_of(event.step_failure_data.error)
                at = _at(entry.timestamp)
                yield self._event(RunState.START, at, step=event.step_key)
                yield self._event(RunState.FAIL, at, step=event.step_key, error=message)
        yield self._event(RunState.COMPLETE if succeeded else RunState.FAIL, max(times))

    def _made(self, made: dg.AssetMaterialization, ended: dt.datetime) -> Iterator[RunEvent]:
        first, *rest = made.asset_key.path
        metadata = made.metadata
        took = metadata.get("seconds") or metadata.get("Execution Duration")
        began = ended - dt.timedelta(seconds=float(str(took.value)) if took else 0)
        names = {
            "step": "__".join(made.asset_key.path),
            "inputs": [InputDataset(*where) for where in self._inputs(first, rest[-1])],
            "outputs": [self._output(first, rest[-1])],
        }
        yield self._event(RunState.START, began, **names)
        yield self._event(RunState.COMPLETE, ended, **names)

    def _inputs(self, schema: str, table: str) -> Iterator[tuple[str, str]]:
        if schema == RELEASES:
            yield from (self._place(*key) for key in sorted(self._rows) if key in self._by_key)
        elif schema.startswith(RAW):
            for system in self._settings.systems:
                if system.kind == schema.removeprefix(RAW):
                    yield self._place(f"{LANDING}{system.name}", table)
        elif node := self._by_key.get((schema, table)):
            above = node.get("depends_on", {}).get("nodes", [])
            for parent in (self._nodes[each] for each in above if each in self._nodes):
                yield self._place(parent["schema"], parent["name"])

    def _output(self, schema: str, table: str) -> OutputDataset:
        columns = self._by_key.get((schema, table), {}).get("columns", {}).values()
        fields = [
            schema_dataset.SchemaDatasetFacetFields(
                name=each["name"], type=each["data_type"], description=each["description"]
            )
            for each in columns
        ]
        rows = self._rows.get((schema, table))
        statistics = output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet
        return OutputDataset(
            *self._place(schema, table),
            facets={"schema": schema_dataset.SchemaDatasetFacet(fields=fields)} if fields else {},
            outputFacets={} if rows is None else {"outputStatistics": statistics(rowCount=rows)},
        )

    def _place(self, schema: str, table: str) -> tuple[str, str]:
        """Return a dataset's namespace and name: a folder's path, or a table of the warehouse."""
        storage = self._settings.storage
        if schema.startswith(LANDING):
            folder = self._settings.path(storage.landing) / schema.removeprefix(LANDING) / table
            return "file", str(_absolute(folder))
        if schema == RELEASES:
            return "file", str(_absolute(self._settings.path(storage.releases)) / table)
        warehouse = _absolute(warehouse_path(self._settings))
        return f"duckdb://{warehouse}", f"{warehouse.stem}.{schema}.{table}"

    def _event(
        self,
        state: RunState,
        at: dt.datetime,
        *,
        step: str = "",
        inputs: Iterable[InputDataset] = (),
        outputs: Iterable[OutputDataset] = (),
        error: str = "",
    ) -> RunEvent:
        namespace, job, run_id = (
            self._settings.lineage.namespace,
            self._run.job_name,
            self._run.run_id,
        )
        facets: dict[str, Any] = {}
        if step:
            facets["parent"] = parent_run.ParentRunFacet(
                run=parent_run.Run(runId=run_id),
                job=parent_run.Job(namespace=namespace, name=job),
            )
        if error:
            facets["errorMessage"] = error_message_run.ErrorMessageRunFacet(
                message=error, programmingLanguage="PYTHON"
            )
        return RunEvent(
            eventType=state,
            eventTime=at.isoformat(),
            producer=PRODUCER,
            run=Run(runId=str(uuid5(UUID(run_id), step)) if step else run_id, facets=facets),
            job=Job(namespace=namespace, name=f"{job}.{step}" if step else job),
            inputs=list(inputs),
            outputs=list(outputs),
        )

    def _counted(self) -> Iterator[tuple[tuple[str, str], int]]:
        """Yield the rows of each table, as it was made or as it was looked at afterwards."""
        for entry in self._entries:
            event: Any = entry.dagster_event
            kind = event.event_type_value if event else ""
            if kind == "ASSET_MATERIALIZATION":
                seen = event.step_materialization_data.materialization
            elif kind == "ASSET_OBSERVATION":
                seen = event.asset_observation_data.asset_observation
            else:
                continue
            if rows := seen.metadata.get("dagster/row_count"):
                yield (seen.asset_key.path[0], seen.asset_key.path[-1]), int(str(rows.value))


def _at(timestamp: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(timestamp, dt.UTC)


def _absolute(path: Path) -> Path:
    return path.resolve()
