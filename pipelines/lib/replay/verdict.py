"""Compare a rebuilt warehouse with a release: its record of each table, and its own files.

Three checksums tell where a difference comes from: of the rebuilt table, of the release's files
and of `release.json`.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

import duckdb

from expectations.content import content_hash
from pipelines.lib.dbt import PublishedTable
from pipelines.lib.releases.difference import Shown, TableDifference, table_difference
from pipelines.lib.releases.names import Names
from pipelines.lib.releases.release import Release
from pipelines.lib.warehouse import open_scratch
from sources.casting import literal, quote
from sources.configuration import Settings

Found = Literal[
    "equal",
    "rebuilt otherwise",
    "file altered",
    "record altered",
    "nothing agrees",
    "not rebuilt",
    "not in the release",
]


class TableVerdict(Shown):
    """How a table of a release compares with the rebuilt one.

    `altered_files` are the release's own files that are not what was published. `difference` goes
    from the release's file to what was rebuilt.
    """

    table: str
    found: Found
    altered_files: tuple[str, ...] = ()
    difference: TableDifference | None = None

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs."""
        return self.found == "equal"


def judge(
    settings: Settings,
    folder: Path,
    release: Release,
    warehouse: Path,
    tables: list[PublishedTable],
    examples: int,
) -> tuple[TableVerdict, ...]:
    """Return the verdict on every table of a release and on every table that was rebuilt.

    Args:
        settings: Whose memory limit and state folder comparing may use.
        folder: The release's folder.
        release: What `release.json` says.
        warehouse: The rebuilt warehouse file.
        tables: The tables that the code at hand publishes.
        examples: How many rows of each table to show at most.
    """
    rebuilt = {table.name: f"rebuilt.{table.schema}.{quote(table.name)}" for table in tables}
    with open_scratch(settings) as connection:
        connection.execute(f"attach {literal(str(warehouse))} as rebuilt (read_only)")
        for path in sorted(folder.glob("*.duckdb")):
            catalog = quote(f"release_{path.stem}")
            # One that can not be opened has none of its tables, which is told of each.
            with suppress(duckdb.Error):
                connection.execute(f"attach {literal(str(path))} as {catalog} (read_only)")
        return tuple(
            _verdict(connection, folder, release, name, rebuilt.get(name), examples)
            for name in sorted({*release.content, *rebuilt})
        )


def _verdict(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    release: Release,
    table: str,
    rebuilt: str | None,
    examples: int,
) -> TableVerdict:
    if table not in release.content:
        return TableVerdict(table=table, found="not in the release")
    files = dict(_files(connection, folder, release, table))
    recorded = release.content[table]
    altered = tuple(path for path, (_, found) in files.items() if found != recorded)
    if rebuilt is None:
        return TableVerdict(table=table, found="not rebuilt", altered_files=altered)
    now = content_hash(connection, rebuilt)
    found = _found(recorded, now, {found for _, found in files.values()})
    if found == "record altered":
        altered = ()
    # The file that differs, where one does: it may be any of several copies.
    differing = [name for name, checksum in files.values() if checksum not in (now, None)]
    difference = None
    if found != "equal" and differing:
        names = Names.of(connection, "rebuilt")
        difference = table_difference(
            connection, table, differing[0], rebuilt, names=names, examples=examples
        )
    return TableVerdict(table=table, found=found, altered_files=altered, difference=difference)


def _found(recorded: str, now: str, files: set[str | None]) -> Found:
    if files == {recorded}:
        return "equal" if now == recorded else "rebuilt otherwise"
    if now == recorded:
        return "file altered"
    return "record altered" if files == {now} else "nothing agrees"


def _files(
    connection: duckdb.DuckDBPyConnection, folder: Path, release: Release, table: str
) -> Iterator[tuple[str, tuple[str, str | None]]]:
    """Yield each copy of a table in the release, its name in SQL and the checksum of its content.

    The checksum is None where the copy can not be read.
    """
    for audience in release.audiences[table]:
        parquet = f"parquet/{audience}/{table}.parquet"
        copies = {
            f"{audience}.duckdb": f"{quote('release_' + audience)}.main.{quote(table)}",
            parquet: f"read_parquet({literal(str(folder / parquet))})",
        }
        for path, name in copies.items():
            try:
                yield path, (name, content_hash(connection, name))
            except duckdb.Error:
                yield path, (name, None)
