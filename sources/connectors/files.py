"""Read deliveries that arrive as files, from a folder or another store.

Formats come from the contract and the file's ending; a file still being written is left alone.
How a store is reached belongs in `store.py`.
"""

import itertools
import time
from collections.abc import Callable, Collection, Generator, Iterator
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from sources.configuration import Files
from sources.connectors.formats import relation_of
from sources.connectors.relation import LocalFile
from sources.connectors.store import Found, Store, find, opened_store
from sources.contract import Table
from sources.delivery import Delivery
from sources.disk import PARTIAL, sha256_of
from sources.errors import AwayError, ReadError
from sources.extract import Extract, Mode, SourceFile, Stated, Window

AHEAD_SECONDS = 24 * 3600.0
ENDINGS = (".csv", ".tsv", ".txt", ".json", ".ndjson", ".jsonl", ".parquet", ".xlsx")


@dataclass(frozen=True)
class ReadFile:
    """A file on this machine, as it was when its checksum was taken."""

    path: Path
    source: SourceFile
    modified_ns: int


class FilesConnector:
    """Reads the files of a table that were not landed before."""

    def __init__(
        self,
        settings: Files,
        *,
        landed: Callable[[str], list[Delivery]],
        spool: Path,
        tables: Collection[str] = (),
    ) -> None:
        """Prepare to read.

        Args:
            settings: Where the files are and how they are delivered.
            landed: Returns a table's earlier deliveries, to tell new files from known ones.
            spool: The system's folder. Files are fetched and rewritten in `<spool>/<table>`, where
                what a cut-off run left is swept by the next.
            tables: What the source calls its tables; where the name of one begins another's, its
                files are told from the other's.
        """
        self._settings = settings
        self._landed = landed
        self._spool = spool
        self._tables = tables

    def read(
        self, connection: duckdb.DuckDBPyConnection, table: Table, window: Window
    ) -> Generator[Extract, None, None]:
        """Yield one extract for all files (`full`), or one for each new file (`incremental`).

        Files that were landed before, told by their checksum, are not delivered again, whatever
        the window asks for.

        Raises:
            ReadError: No file is there, or one is empty, half-written, or not of its format.
        """
        del window
        with TemporaryDirectory(prefix=PARTIAL, dir=self._spool / table.name) as spool:
            read = self._fetched(table, Path(spool))
            if not read:
                return
            if self._settings.mode == "full":
                yield from self._full(connection, table, read, Path(spool))
            else:
                yield from self._new(connection, table, read, Path(spool))

    def _fetched(self, table: Table, spool: Path) -> list[ReadFile]:
        folders = (spool / f"{number:06d}" for number in itertools.count())
        with opened_store(self._settings) as store:
            files = self._ready_files(store, table)
            if not files and (not table.optional or self._came_before(table)):
                raise ReadError(
                    f"no file {self._pattern(table.source_name)} in {self._settings.url}; "
                    f"expected one ending in {', '.join(ENDINGS)}"
                )
            return [
                _read(store, file, folder) for file, folder in zip(files, folders, strict=False)
            ]

    def _came_before(self, table: Table) -> bool:
        """Tell whether the files that are gone were the whole table."""
        return self._settings.mode == "full" and bool(self._landed(table.name))

    def _full(
        self,
        connection: duckdb.DuckDBPyConnection,
        table: Table,
        read: list[ReadFile],
        spool: Path,
    ) -> Iterator[Extract]:
        landed = self._landed(table.name)
        known = {file.sha256 for file in landed[-1].source_files} if landed else set()
        if known != {file.source.sha256 for file in read}:
            yield self._extract(connection, table, read, spool, mode="full")

    def _new(
        self,
        connection: duckdb.DuckDBPyConnection,
        table: Table,
        read: list[ReadFile],
        spool: Path,
    ) -> Iterator[Extract]:
        landed = self._landed(table.name)
        known = {file.sha256 for delivery in landed for file in delivery.source_files}
        for file in read:
            if file.source.sha256 not in known:
                yield self._extract(connection, table, [file], spool, mode="incremental")

    def _extract(
        self,
        connection: duckdb.DuckDBPyConnection,
        table: Table,
        read: list[ReadFile],
        spool: Path,
        *,
        mode: Mode,
    ) -> Extract:
        relation = relation_of(connection, table, _named(read), spool)
        return Extract(
            relation=relation.sql,
            columns=relation.columns,
            numbered=relation.numbered,
            rejects=relation.rejects,
            count=relation.count,
            mode=mode,
            source_files=tuple(file.source for file in read),
            stated=lambda: _unchanged(read),
        )

    def _pattern(self, source_name: str) -> str:
        return self._settings.pattern.format(table=source_name)

    def _found_otherwise(self, store: Store, table: Table) -> set[str]:
        """Return the files of tables whose names begin as this one's: `deals`, `deals_history`."""
        name = table.source_name
        longer = [each for each in self._tables if each.startswith(name) and each != name]
        return {
            file.path for each in longer for file in find(store, store.root, self._pattern(each))
        }

    def _ready_files(self, store: Store, table: Table) -> list[Found]:
        of_others = self._found_otherwise(store, table)
        found = [
            file
            for file in find(store, store.root, self._pattern(table.source_name))
            if file.path.lower().endswith(ENDINGS) and file.path not in of_others
        ]
        others = [file for file in found if not self._is_ready(file)]
        if others:
            names = ", ".join(Path(file.path).name for file in others)
            expected = (
                "its manifest <file>.done"
                if self._settings.ready == "manifest"
                else f"no change for settle_seconds = {self._settings.settle_seconds:g}; "
                f"run again in {self._seconds_left(others):.0f} s"
            )
            raise AwayError(f"{names} may still be being written; expected {expected}")
        return found

    def _is_ready(self, file: Found) -> bool:
        if self._settings.ready == "manifest":
            return file.is_done
        return self._seconds_left([file]) <= 0

    def _seconds_left(self, files: list[Found]) -> float:
        """Return how long it takes until every file has stood still for long enough."""
        return max(unsettled_seconds(file, self._settings, time.time()) for file in files)


def unsettled_seconds(file: Found, settings: Files, now: float) -> float:
    """Return how long it takes until a file has stood still for long enough; less than 0 if it has.

    One that is dated days ahead was dated by a wrong clock, or this one was put back: then its date
    says nothing, as where a store has none.
    """
    if file.modified is None or file.modified > now + AHEAD_SECONDS:
        return 0.0
    return file.modified + settings.settle_seconds - now


def _read(store: Store, file: Found, folder: Path) -> ReadFile:
    """Fetch a file that lies elsewhere, and take its checksum."""
    folder.mkdir()
    path = _plainly_named(store.fetch(file.path, folder), folder)
    state = path.stat()
    if state.st_size != file.size:
        raise ReadError(f"{file.path}: {file.size} bytes listed, {state.st_size} read")
    source = SourceFile(name=file.path, size=state.st_size, sha256=sha256_of(path))
    return ReadFile(path=path, source=source, modified_ns=state.st_mtime_ns)


def _plainly_named(path: Path, folder: Path) -> Path:
    """Return the file under a name that DuckDB does not take for a pattern of several."""
    if escape(str(path)) == str(path):
        return path
    link = folder / f"plainly-named{path.suffix}"
    link.symlink_to(path.absolute())
    return link


def _named(read: list[ReadFile]) -> list[LocalFile]:
    """Call each file by its name, or by its whole path where two folders hold one of that name."""
    names = [Path(file.source.name).name for file in read]
    return [
        LocalFile(file.path, name if names.count(name) == 1 else file.source.name)
        for file, name in zip(read, names, strict=True)
    ]


def _unchanged(read: list[ReadFile]) -> Stated:
    """Check that no file was written to while it was read; it has no counts of its own to state."""
    for file in read:
        state = file.path.stat()
        if (state.st_size, state.st_mtime_ns) != (file.source.size, file.modified_ns):
            raise ReadError(
                f"{file.source.name} was written to while it was read; expected a file that is "
                "finished. Run again when it is"
            )
    return Stated()
