"""Which mutants the data tests, controls and gates of a built warehouse see."""

import datetime as dt
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.sql_mutation.judging import NOT_SQL
from benchmarks.sql_mutation.sites import unmarked
from expectations.results import Candidate
from expectations.tables import Suites, suites_of
from pipelines.lib.dbt import prepare_manifest
from pipelines.lib.gate.night import night_of
from pipelines.lib.gate.stated import stated_tables
from sources.settings import load_settings

PATIENCE_SECONDS = 20
JUDGED_AT = dt.datetime(2026, 7, 1, 6, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Seen:
    """What saw a mutant on a built warehouse, and whether any figure of its model is another."""

    seen_by: str
    by: str = ""
    differs: bool = True


class BuiltWarehouse:
    """A company's warehouse after its night, of which models are replaced one after another."""

    def __init__(self, configuration: Path, manifest: Path) -> None:
        """Open a warehouse beside which replaced models are kept in memory.

        Args:
            configuration: The company's configuration; its nightly has run.
            manifest: What dbt compiled of the marked project.
        """
        settings = load_settings(configuration)
        file = configuration.parent / "var" / "warehouse" / "evenkeel.duckdb"
        nodes = json.loads(manifest.read_text("utf-8"))["nodes"]
        self.models = {k: n for k, n in nodes.items() if n["resource_type"] == "model"}
        self.tests = [
            n for n in nodes.values() if n["resource_type"] == "test" and "compiled_code" in n
        ]
        self.order = _in_order(self.models)
        self.connection = duckdb.connect(config={"threads": 1, "memory_limit": "2GB"})
        self.connection.execute(
            f"attach ':memory:' as evenkeel; attach '{file}' as night (read_only)"
        )
        self.connection.execute("use evenkeel")
        self.connection.execute("set enable_progress_bar = false")
        self._link_all()
        candidate = Candidate(
            database=file,
            run_id="run",
            tables=stated_tables(prepare_manifest(settings)),
            night=night_of(settings, JUDGED_AT, JUDGED_AT.date(), may_shrink=True),
            record=file,
        )
        self.suites: Suites = suites_of(self.connection, candidate)
        self.failing = {name for name, _ in self._failing(set(self.models))}

    def judge(self, name: str, sql: str) -> Seen:
        """Build a model otherwise, then what is made of it, until something sees the change."""
        first = next(key for key, node in self.models.items() if node["name"] == name)
        replaced = list[str]()
        try:
            return self._seen(first, sql, replaced)
        except NOT_SQL as error:
            return Seen("no sql", str(error).splitlines()[0], differs=False)
        except (duckdb.InterruptException, duckdb.OutOfMemoryException):
            return Seen("", "took too long to judge")
        except duckdb.Error as error:
            return Seen("build", str(error).splitlines()[0])
        finally:
            for key in replaced:
                node = self.models[key]
                self.connection.execute(f"drop table {node['schema']}.{node['name']}")
                self._link(node["schema"], node["name"])

    def _seen(self, first: str, sql: str, replaced: list[str]) -> Seen:
        for key in self.order:
            parents = set(self.models[key]["depends_on"]["nodes"])
            if key != first and not parents & set(replaced):
                continue
            made = sql if key == first else unmarked(self.models[key]["compiled_code"])
            with self._patience():
                if not self._replace(key, made, replaced):
                    continue
                for test, kind in self._failing({key}):
                    if test not in self.failing:
                        return Seen(kind, test)
        return Seen("", differs=bool(replaced))

    def _replace(self, key: str, sql: str, replaced: list[str]) -> bool:
        node = self.models[key]
        place, before = (f"{db}.{node['schema']}.{node['name']}" for db in ("evenkeel", "night"))
        self.connection.execute(f"create or replace temp table made as {sql}")
        columns = ", ".join(
            f'"{column}"'
            for (column,) in self.connection.execute(
                "select column_name from duckdb_columns() where database_name = 'night' "
                "and schema_name = $1 and table_name = $2",
                [node["schema"], node["name"]],
            ).fetchall()
        )
        ((differing,),) = self.connection.execute(
            f"select count(*) from ((select {columns} from made except all from {before}) "
            f"union all (from {before} except all select {columns} from made))"
        ).fetchall()
        if differing:
            self.connection.execute(f"drop view {place}")
            self.connection.execute(f"create table {place} as from made")
            replaced.append(key)
        return bool(differing)

    def _failing(self, keys: set[str]) -> Iterator[tuple[str, str]]:
        for test in self.tests:
            if keys & set(test["depends_on"]["nodes"]) and self._finds(
                unmarked(test["compiled_code"])
            ):
                yield test["name"], "data test"
        for key in keys:
            relation = f"{self.models[key]['schema']}.{self.models[key]['name']}"
            for each in self.suites.get(relation, ()):
                if self._finds(each.query.replace("{batch}", relation)):
                    kind = "control" if relation == "marts.ctl_reconciliation" else "gate"
                    yield f"{relation}: {each.name}", kind

    def _finds(self, query: str) -> bool:
        return bool(self.connection.execute(f"select 1 from ({query}) limit 1").fetchall())

    def _link_all(self) -> None:
        relations = self.connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'night' "
            "union all select schema_name, view_name from duckdb_views() "
            "where database_name = 'night' and not internal"
        ).fetchall()
        for schema in sorted({schema for schema, _ in relations}):
            self.connection.execute(f"create schema if not exists evenkeel.{schema}")
        views = [self.models[key] for key in self.order if not _is_table(self.models[key])]
        names = {(node["schema"], node["name"]) for node in views}
        for schema, name in relations:
            if (schema, name) not in names:
                self._link(schema, name)
        for node in views:
            self.connection.execute(
                f"create view evenkeel.{node['schema']}.{node['name']} as "
                f"{unmarked(node['compiled_code'])}"
            )

    def _link(self, schema: str, name: str) -> None:
        place = f"evenkeel.{schema}.{name}"
        self.connection.execute(f"create view {place} as from night.{schema}.{name}")

    @contextmanager
    def _patience(self) -> Iterator[None]:
        timer = threading.Timer(PATIENCE_SECONDS, self.connection.interrupt)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _is_table(node: dict[str, Any]) -> bool:
    return node["config"]["materialized"] != "view"


def _in_order(models: dict[str, dict[str, Any]]) -> list[str]:
    """Return the models, each after those it is made of."""
    order, seen = list[str](), set[str]()

    def place(key: str) -> None:
        if key in models and key not in seen:
            seen.add(key)
            for parent in models[key]["depends_on"]["nodes"]:
                place(parent)
            order.append(key)

    for key in sorted(models):
        place(key)
    return order
