"""The tables of a release as its own files describe them: types, comments, who may read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.lib.dbt import AUDIENCES
from pipelines.lib.releases.release import Release

COLUMNS = """
    select
        t.table_name, coalesce(t.comment, ''), c.column_name, c.data_type, coalesce(c.comment, '')
    from duckdb_tables() as t
    join duckdb_columns() as c using (table_name)
    order by t.table_name, c.column_index
"""


@dataclass(frozen=True)
class ReleasedColumn:
    """A column: its type in DuckDB and what it means."""

    kind: str
    comment: str


@dataclass(frozen=True)
class ReleasedTable:
    """A table of a release, with its Parquet file."""

    name: str
    audiences: tuple[str, ...]
    comment: str
    columns: Mapping[str, ReleasedColumn]
    file: Path
    rows: int


def released_tables(root: Path, release: Release) -> list[ReleasedTable]:
    """Return the tables of a release, each once, whoever may read it."""
    folder = root / release.release_id
    found = dict[str, ReleasedTable]()
    for audience in AUDIENCES:
        for name, (comment, columns) in _described(folder / f"{audience}.duckdb").items():
            if name not in found:
                found[name] = ReleasedTable(
                    name=name,
                    audiences=tuple(release.audiences[name]),
                    comment=comment,
                    columns=columns,
                    file=folder / "parquet" / audience / f"{name}.parquet",
                    rows=release.rows[name],
                )
    return list(found.values())


def _described(file: Path) -> dict[str, tuple[str, dict[str, ReleasedColumn]]]:
    found = dict[str, tuple[str, dict[str, ReleasedColumn]]]()
    with duckdb.connect(str(file), read_only=True) as connection:
        for table, comment, column, kind, meaning in connection.execute(COLUMNS).fetchall():
            _, columns = found.setdefault(table, (comment, {}))
            columns[column] = ReleasedColumn(kind, meaning)
    return found
