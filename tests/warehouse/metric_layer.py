"""The semantic layer of a release as tests ask it, by the SQL that MetricFlow explains."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from metric_rows import Few
from nightly import Company

from pipelines.lib.dbt import AUDIENCES, PROJECT, folder_of
from sources.settings import load_settings

PYTHON = PROJECT.parent / ".venv-metricflow" / "bin" / "python"
EXPLAIN = Path(__file__).with_name("explaining.py")
SLOW = [
    pytest.mark.slow,
    pytest.mark.warehouse,
    pytest.mark.skipif(
        not PYTHON.exists(), reason="MetricFlow's environment is not there (make metricflow-env)"
    ),
]

Rows = dict[tuple, dict[str, Any]]


@dataclass(frozen=True)
class Layer:
    """The semantic layer of a night, its release, and the SQL of what was asked."""

    manifest: Path
    release: Path
    connection: duckdb.DuckDBPyConnection

    @property
    def told(self) -> dict[str, Any]:
        """What the manifest says."""
        return json.loads(self.manifest.read_text("utf-8"))

    def explained(self, asked: Mapping[str, dict], manifest: Path | None = None) -> dict[str, str]:
        """Return the SQL of each query."""
        done = subprocess.run(
            [str(PYTHON), str(EXPLAIN), str(manifest or self.manifest), str(self.release)],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    def rows(self, sql: str, keys: list[str]) -> Rows:
        """Run a query; return its rows by their keys, in whatever order its columns are."""
        found = self.connection.execute(sql)
        names = [column[0] for column in found.description]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        by_key = {tuple(_day(row.pop(key)) for key in keys): row for row in rows}
        assert len(by_key) == len(rows)
        return by_key

    @contextmanager
    def of(self, few: Few) -> Iterator["Layer"]:
        """The layer on a table of a few rows, of the types that the release has."""
        stated = [*few.columns, *few.of_all]
        rows = [[*row, *few.of_all.values()] for row in few.rows]
        with duckdb.connect() as connection:
            for audience in AUDIENCES:
                connection.execute(f"attach ':memory:' as {audience}")
                columns = self.connection.execute(
                    "select column_name || ' ' || data_type from duckdb_columns()"
                    " where database_name = ? and table_name = ?",
                    [audience, few.table],
                ).fetchall()
                if columns:
                    table, typed = f"{audience}.{few.table}", ", ".join(name for (name,) in columns)
                    connection.execute(f"create table {table} ({typed})")
                    connection.executemany(
                        f"insert into {table} ({', '.join(stated)})"
                        f" values ({', '.join('?' for _ in stated)})",
                        rows,
                    )
            yield replace(self, connection=connection)


@contextmanager
def layer_of(company: Company) -> Iterator[Layer]:
    """The semantic layer of a company's night, all audiences' files of its release attached."""
    settings = load_settings(company.folder / "evenkeel.toml")
    release = (company.releases / "current").resolve()
    with duckdb.connect() as connection:
        for audience in AUDIENCES:
            file = release / f"{audience}.duckdb"
            connection.execute(f"attach '{file}' as {audience} (read_only)")
        yield Layer(folder_of(settings) / "target/semantic_manifest.json", release, connection)


def _day(value: object) -> object:
    """A day as it is, a beginning of a month as the day it is."""
    return value.date() if hasattr(value, "date") else value  # pyright: ignore[reportAttributeAccessIssue]
