"""Models as dbt compiled them, run on rows that a test makes."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar, Self

import duckdb
import polars as pl
from nightly import Build

Value = str | int | bool | Decimal | dt.date | dt.datetime | None
Row = Mapping[str, Value]


@dataclass(frozen=True, repr=False)
class Chain:
    """A database with the inputs of some models, all empty at first, and the models, in order.

    Where there is SQL of builds that follow on others, every build after the first is made both
    ways, and must come to the same rows.
    """

    models: ClassVar[tuple[str, ...]]
    inputs: ClassVar[tuple[str, ...]]

    connection: duckdb.DuckDBPyConnection
    compiled: Mapping[str, str]
    places: Mapping[str, str]
    nodes: Mapping[str, dict[str, Any]]
    following: dict[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def of(cls, build: Build) -> Self:
        """Return the chain of a build of all models."""
        manifest = json.loads((build.folder / "target" / "manifest.json").read_text("utf-8"))
        by_name = {node["name"]: node for node in manifest["nodes"].values()}
        nodes = {name: by_name[name] for name in (*cls.models, *cls.inputs)}
        places = {name: f"evenkeel.{node['schema']}.{name}" for name, node in nodes.items()}
        connection = duckdb.connect()
        connection.execute("attach ':memory:' as evenkeel; use evenkeel")
        for schema in {node["schema"] for node in nodes.values()}:
            connection.execute(f"create schema evenkeel.{schema}")
        warehouse = build.folder / "var" / "warehouse" / "evenkeel.duckdb"
        connection.execute(f"attach '{warehouse}' as night (read_only)")
        for name in cls.inputs:
            described = connection.execute(
                "select column_name, data_type from duckdb_columns() "
                "where database_name = 'night' and schema_name = $1 and table_name = $2 "
                "order by column_index",
                [nodes[name]["schema"], name],
            ).fetchall()
            columns = ", ".join(f'"{column}" {kind}' for column, kind in described)
            connection.execute(f"create table {places[name]} ({columns})")
        compiled = {name: nodes[name]["compiled_code"] for name in cls.models}
        return cls(connection, compiled, places, nodes)

    def run(self, tables: Mapping[str, Iterable[Row]], *, as_of: dt.date) -> None:
        """Fill the inputs with rows, those not named with none, and build all models."""
        given = {
            "stg_evenkeel__systems": [{"system_name": "s", "entity_code": "E"}],
            "stg_evenkeel__entities": [{"entity_code": "E", "functional_currency_code": "EUR"}],
            "stg_evenkeel__run": [{"run_id": "r", "as_of_date": as_of}],
            "stg_evenkeel__fiscal_periods": months(as_of),
            **tables,
        }
        for name in self.inputs:
            self.connection.execute(f"truncate {self.places[name]}")
            rows = list(given.get(name, ()))
            if rows:
                written = pl.DataFrame(
                    {
                        column: [_text(row.get(column)) for row in rows]
                        for column in sorted({column for row in rows for column in row})
                    }
                )
                self.connection.register("written", written.to_arrow())
                self.connection.execute(f"insert into {self.places[name]} by name from written")
        for name in self.models:
            self._build(name)
        self._keep()

    def begin_anew(self) -> None:
        """Let the next build follow on none."""
        self.connection.execute("drop schema if exists built cascade; create schema built")

    def _build(self, name: str) -> None:
        place, config = self.places[name], self.nodes[name]["config"]
        if name in self.following and self._has_left():
            made = self.following[name]
            if config["materialized"] != "incremental":
                self.connection.execute(f"create or replace table {place} as {made}")
                return
            self._rebuild_changed(place, config, made)
            self.connection.execute(f"create or replace temp table followed as from {place}")
            self.connection.execute(f"create or replace table {place} as {self.compiled[name]}")
            differing = self.connection.execute(
                f"(from followed except all from {place}) "
                f"union all (from {place} except all from followed)"
            ).fetchall()
            assert differing == [], name
        else:
            self.connection.execute(f"create or replace table {place} as {self.compiled[name]}")

    def _rebuild_changed(self, place: str, config: dict[str, Any], made: str) -> None:
        keys = " and ".join(
            f"changes.{key} is not distinct from kept.{key}" for key in config["unique_key"]
        )
        self.connection.execute(f"create or replace temp table made as {made}")
        self.connection.execute(
            f"delete from {place} as kept where exists "
            f"(select 1 from {config['meta']['changes']} as changes where {keys})"
        )
        self.connection.execute(f"insert into {place} by name from made")

    def _has_left(self) -> bool:
        return bool(
            self.connection.execute(
                "select 1 from duckdb_tables() "
                "where database_name = 'evenkeel' and schema_name = 'built'"
            ).fetchall()
        )

    def _keep(self) -> None:
        if self.following:
            for name, node in self.nodes.items():
                if node["config"]["meta"].get("is_compared"):
                    self.connection.execute(
                        f"create or replace table built.{name} as from {self.places[name]}"
                    )

    def rows(self, model: str, columns: str, order: str = "all") -> list[tuple[Any, ...]]:
        """Return some columns of a model's rows."""
        return self.connection.execute(
            f"select {columns} from {self.places[model]} order by {order}"
        ).fetchall()


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


def months(until: dt.date) -> list[Row]:
    """Return the calendar months from 2025 to that of a day."""
    first = dt.date(2025, 1, 1)
    found: list[Row] = []
    while first <= until:
        following = (first + dt.timedelta(days=31)).replace(day=1)
        found.append(
            {
                "period_code": f"{first:%Y-%m}",
                "period_start_date": first,
                "period_end_date": following - dt.timedelta(days=1),
            }
        )
        first = following
    return found
