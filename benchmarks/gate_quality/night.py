"""A company's night without the orchestrator: what the nightly lands, builds and judges.

The deliveries are pulled, checked and landed, raw tables and reference data loaded by the
nightly's own functions; the models run as dbt compiled them; the data tests and the gate's
queries run on what they made. A small company's night is half a minute of work so, and three with
the orchestrator.
"""

import contextlib
import datetime as dt
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from benchmarks.gate_quality.planting import DAYS
from expectations.results import Candidate
from expectations.suite import Expected
from expectations.tables import suites_of
from pipelines.lib.company import landing_of
from pipelines.lib.dbt import PROJECT, folder_of, prepare_manifest, published_tables, variables
from pipelines.lib.gate.night import night_of
from pipelines.lib.gate.stated import stated_tables
from pipelines.lib.ingest.known import load_known
from pipelines.lib.ingest.raw import create_raw_tables, load_landed
from pipelines.lib.ingest.reference import load_deliveries, load_reference
from pipelines.lib.releases.books import load_books
from pipelines.lib.warehouse import open_warehouse, warehouse_path
from sources.configuration import Settings
from sources.errors import SourceError
from sources.pull import PullOptions, pull
from sources.settings import load_settings
from sources.system import tables_of

JUDGED_AT = dt.datetime(2026, 7, 1, 6, tzinfo=dt.UTC)
Row = tuple[str, str]
# Where rows are named: the place, what it says of the row, and the row.
NAMED = """
    select 'quarantine', reason, table_name, row_key from marts.ctl_quarantine
    union all
    select 'finding', finding_code, table_name, source_id from marts.ctl_finding
    union all
    select 'identity', finding, entity_type, source_id
    from marts.ctl_unmatched_identity where finding = 'inferred'
    union all
    select 'control', control_id || ' ' || cause_code, table_name, source_id
    from marts.ctl_reconciling_item where item_amount <> explained_amount
    union all
    select 'control', control_id || ' ' || cause_code, 'gl_lines', journal_id
    from marts.ctl_reconciling_item
    where item_amount <> explained_amount and journal_id is not null
"""


@dataclass
class Night:
    """What a night saw: rows by place and reason, tests and gates that failed, what stopped it."""

    named: set[tuple[str, str, str, str]] = field(default_factory=set)
    failed_tests: set[str] = field(default_factory=set)
    gates: dict[str, list[str]] = field(default_factory=dict)
    stopped: list[str] = field(default_factory=list)
    entries: dict[str, int] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        """Whether nothing is published."""
        return bool(self.stopped or self.gates)


def compile_models(configuration: Path) -> Path:
    """Have dbt compile every model and test; return the manifest. The warehouse must be built."""
    settings = load_settings(configuration)
    prepare_manifest(settings)
    folder = folder_of(settings)
    command = [
        *(sys.executable, "-m", "dbt.cli.main", "compile", "--quiet"),
        *("--project-dir", str(PROJECT), "--profiles-dir", str(folder)),
        *("--target-path", str(folder / "compiled"), "--log-path", str(folder / "logs")),
        *("--vars", variables(settings)),
    ]
    subprocess.run(command, check=True, env=dict(os.environ))  # noqa: S603 - our own
    return folder / "compiled" / "manifest.json"


def run_night(configuration: Path, compiled: Path) -> Night:
    """Land, build and judge a company as its nightly does."""
    settings, night = load_settings(configuration), Night()
    _land(settings, night)
    if night.stopped:
        return night
    nodes = json.loads(compiled.read_text("utf-8"))["nodes"]
    published = published_tables(prepare_manifest(settings))
    with open_warehouse(settings) as warehouse:
        landing = landing_of(settings)
        for system in settings.systems:
            for table in tables_of(system):
                load_landed(warehouse, landing, system, table)
        create_raw_tables(warehouse, settings)
        load_reference(warehouse, settings, run_id="r", as_of=DAYS[-1], model_version="m")
        load_deliveries(warehouse, settings, landing)
        load_books(warehouse, settings.root, {}, published)
        load_known(warehouse, None)
        _build(warehouse, nodes)
        _look(warehouse, nodes, settings, night)
    return night


def _land(settings: Settings, night: Night) -> None:
    landing = landing_of(settings)
    for system in settings.systems:
        for table in tables_of(system):
            try:
                for each in pull(system, table.name, landing, PullOptions()):
                    night.named |= {
                        ("contract", "new column", table.name, n) for n in each.new_columns
                    }
            except SourceError as error:
                night.stopped.append(f"{table.name}: {type(error).__name__}")


def _build(warehouse: duckdb.DuckDBPyConnection, nodes: dict) -> None:
    for node in nodes.values():
        if node["resource_type"] == "seed":
            path = PROJECT / node["original_file_path"]
            types = {k: c["data_type"] for k, c in node["columns"].items() if c.get("data_type")}
            types |= node["config"].get("column_types") or {}
            stated = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
            warehouse.execute(f"create schema if not exists {node['schema']}")
            warehouse.execute(
                f"create or replace table {node['schema']}.{node['name']} as "
                f"from read_csv('{path}', types = {{{stated}}})"
                if stated
                else f"create or replace table {node['schema']}.{node['name']} as from '{path}'"
            )
    for node in in_order(nodes):
        kind = "view" if node["config"]["materialized"] == "view" else "table"
        warehouse.execute(f"create schema if not exists {node['schema']}")
        warehouse.execute(
            f"create or replace {kind} {node['schema']}.{node['name']} as {node['compiled_code']}"
        )


def in_order(nodes: dict) -> list[dict]:
    """Return the models of a manifest, each after those it is made of."""
    order: dict[str, dict] = {}

    def place(key: str) -> None:
        node = nodes.get(key)
        if node and node["resource_type"] == "model" and key not in order:
            for parent in node["depends_on"]["nodes"]:
                place(parent)
            order[key] = node

    for key in sorted(nodes):
        place(key)
    return list(order.values())


def _look(
    warehouse: duckdb.DuckDBPyConnection, nodes: dict, settings: Settings, night: Night
) -> None:
    night.named |= {tuple(map(str, row)) for row in warehouse.execute(NAMED).fetchall()}  # type: ignore[misc]
    night.entries = dict(
        warehouse.execute(
            "select time_entry_id, count(*) from marts.fct_time_entry group by all"
        ).fetchall()
    )
    for node in nodes.values():
        is_test = node["resource_type"] == "test" and "compiled_code" in node
        if is_test and _rows(warehouse, node["compiled_code"]):
            night.failed_tests.add(node["name"])
    candidate = Candidate(
        database=warehouse_path(settings),
        run_id="run",
        tables=stated_tables(prepare_manifest(settings)),
        night=night_of(settings, JUDGED_AT, DAYS[-1], may_shrink=True),
        record=warehouse_path(settings),
    )
    for table, suite in suites_of(warehouse, candidate).items():
        for each in suite:
            _judge(warehouse, table, each, night)


def _judge(
    warehouse: duckdb.DuckDBPyConnection, table: str, expected: Expected, night: Night
) -> None:
    rows = _rows(warehouse, expected.query.replace("{batch}", table))
    if rows and expected.severity == "block":
        night.gates[f"{table}: {expected.name}"] = [
            str(value) for row in rows for value in row if isinstance(value, str)
        ]


def _rows(warehouse: duckdb.DuckDBPyConnection, query: str) -> list[tuple]:
    with contextlib.suppress(duckdb.CatalogException):
        return warehouse.execute(query).fetchall()
    return []
