"""Read tables of REST APIs: every page once, compared with the server's own total, resumable.

Where a system's tables are found belongs in `sources/systems/<kind>/extract.py`.
"""

import datetime as dt
import hashlib
import logging
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import duckdb

from sources.casting import cast_expression, literal, quote
from sources.configuration import Rest
from sources.connectors.formats import parquet_relation
from sources.connectors.records import check_seen, write_records
from sources.connectors.rest_client import RefusedError, RestClient
from sources.connectors.rest_columns import naming_columns
from sources.connectors.rest_paging import Endpoint
from sources.connectors.rest_query import completed, offered, windowed
from sources.connectors.rest_spool import FOLDER, Spool
from sources.connectors.rest_walk import Walk
from sources.contract import Table
from sources.errors import CompletenessError, ContractError
from sources.extract import Extract, Stated, Window
from sources.settings import secret
from sources.writing import count_rows

__all__ = ["Endpoint", "RestConnector"]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Read:
    """What one walk brought: files of rows, and the walk with its counts."""

    walk: Walk
    files: list[Path]
    seen: set[str]


class RestConnector:
    """Reads one table at a time."""

    def __init__(
        self,
        settings: Rest,
        endpoints: Mapping[str, Endpoint],
        *,
        spool: Path,
        held: Callable[[Table], str | None],
    ) -> None:
        """Prepare to read; nothing is asked yet.

        Args:
            settings: The API's address, credentials and patience.
            endpoints: Where each table of the contract is found.
            spool: The system's folder; answers under way are kept in `<spool>/<table>/.pages`.
            held: Gives the SQL of the keys that a table held when it was last read, if any.
        """
        self._settings = settings
        self._endpoints = endpoints
        self._spool = spool
        self._held = held

    def read(
        self, connection: duckdb.DuckDBPyConnection, table: Table, window: Window
    ) -> Generator[Extract, None, None]:
        """Yield the table, or what changed since the window's cursor less the look-back.

        A read that was cut off goes on at the next page of the same window. The kept answers are
        removed when the delivery has landed or was refused, never while reading is under way.
        Where rows were deleted at a source that does not tell of it, the whole table is read.

        Raises:
            ReadError: The API can not be read to the end.
            CompletenessError: Twice, the rows read were not those that the server counts.
            ContractError: The kind has no endpoint for the table, or a column is in no row.
        """
        endpoint = self._endpoints.get(table.name)
        if endpoint is None:
            known = ", ".join(self._endpoints)
            raise ContractError(f"no endpoint for {table.name}; extract.py has {known}")
        since = self._since(endpoint, table, window)
        with RestClient(self._settings) as client:
            endpoint = offered(client, naming_columns(client, endpoint, table))
            spool, read = self._windowed(client, endpoint, table, since)
            if since and not self._holds_all(connection, endpoint, table, read):
                spool.discard()
                since = None
                spool, read = self._windowed(client, endpoint, table, since)
        try:
            relation = parquet_relation(connection, table, read.files, self._spool)
            yield Extract(
                relation=relation.sql,
                columns=relation.columns,
                mode="full" if since is None else "incremental",
                source_files=tuple(read.walk.answers),
                numbered=_numbered(read.files),
                stated=lambda: _stated(endpoint, read),
            )
        finally:
            spool.discard()

    def _since(self, endpoint: Endpoint, table: Table, window: Window) -> dt.datetime | None:
        """Return the instant to ask from; None for everything."""
        asked = window.mode == "incremental" and window.cursor and table.cursor
        if not asked or endpoint.root.changed_since is None:
            return None
        cursor = dt.datetime.fromisoformat(window.cursor or "")
        return cursor - dt.timedelta(days=self._settings.look_back_days)

    def _windowed(
        self, client: RestClient, endpoint: Endpoint, table: Table, since: dt.datetime | None
    ) -> tuple[Spool, Read]:
        """Read what changed since an instant, or everything, and say where the answers are kept."""
        endpoint = windowed(endpoint, since)
        # A full read goes on where it stopped, though what changed is asked for again first.
        folder = FOLDER if since else f"{FOLDER}-full"
        spool = Spool(self._spool / table.name / folder, self._identity(endpoint, since))
        if endpoint.moves:
            spool.restart()
        return spool, self._complete(client, spool, endpoint, table, since)

    def _holds_all(
        self,
        connection: duckdb.DuckDBPyConnection,
        endpoint: Endpoint,
        table: Table,
        read: Read,
    ) -> bool:
        """Tell whether the keys held before and those that changed are as many as the source has.

        They are more when rows were deleted, and fewer when a read missed some; the source would
        tell of neither again.
        """
        if not endpoint.hides_deletions:
            return True
        held = self._held(table)
        if held is None:
            return False
        files = ", ".join(literal(str(path)) for path in read.files)
        columns = [table.column(name) for name in table.key]
        keys = ", ".join(cast_expression(c, quote(c.source_name), "VARCHAR") for c in columns)
        found = count_rows(connection, f"({held} union select {keys} from read_parquet([{files}]))")
        total = read.walk.stated_total(endpoint)
        if found != total:
            log.info(
                "%s: %s rows at the source, %d known; reading all", endpoint.path, total, found
            )
        return found == total

    def _identity(self, endpoint: Endpoint, since: dt.datetime | None) -> str:
        """Return what tells this read from another; a token that is renewed does not count."""
        headers = {name: secret(env) for name, env in self._settings.header_env.items()}
        headers = {name: text for name, text in headers.items() if name != "Authorization"}
        told = (self._settings.base_url, self._settings.headers, headers, endpoint, since)
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def _complete(
        self,
        client: RestClient,
        spool: Spool,
        endpoint: Endpoint,
        table: Table,
        since: dt.datetime | None,
    ) -> Read:
        """Read the endpoint, once more where rows moved between its pages while it was read."""
        read = self._first_read(client, spool, endpoint, table, since)
        if not all(found.is_whole for found in read.walk.lists):
            spool.restart()
            walk = Walk(client, spool, since=since)
            read = _read(walk, spool, endpoint, table)
        try:
            _check_lists(endpoint, read)
            check_seen(table, read.seen, where=endpoint.path, within=endpoint.fields_within)
        except (CompletenessError, ContractError):
            spool.discard()
            raise
        return read

    def _first_read(
        self,
        client: RestClient,
        spool: Spool,
        endpoint: Endpoint,
        table: Table,
        since: dt.datetime | None,
    ) -> Read:
        """Read the endpoint; a link that went stale since the read was cut off begins it anew."""
        walk = Walk(client, spool, since=since)
        try:
            return _read(walk, spool, endpoint, table)
        except RefusedError as error:
            if not walk.resumed:
                raise
            log.warning("%s; reading from the first page again", error)
        spool.restart()
        return _read(Walk(client, spool, since=since), spool, endpoint, table)


def _read(walk: Walk, spool: Spool, endpoint: Endpoint, table: Table) -> Read:
    """Walk the endpoint to its end and write the rows of each answer as a file of text columns."""
    files, seen = list[Path](), set[str]()
    for batch in chain(walk.batches(endpoint), [[]]):
        if not batch and files:
            continue
        path = spool.records(len(files) + 1)
        rows = completed(endpoint, batch)
        seen |= write_records(rows, table, path, within=endpoint.fields_within)
        files.append(path)
    return Read(walk=walk, files=files, seen=seen)


def _check_lists(endpoint: Endpoint, read: Read) -> None:
    for found in read.walk.lists:
        if not found.is_acceptable:
            raise CompletenessError(
                f"{found.label}: the answer's {endpoint.root.total} says "
                f"{found.total} rows, {found.different} different ones came "
                f"({found.rows} with repeats), and no other number when read again"
            )


def _stated(endpoint: Endpoint, read: Read) -> Stated:
    """Return the rows that must land: the server's own total, and the rows it gave repeatedly."""
    (only, *others) = read.walk.lists
    is_plain = endpoint.nested is None and not others
    return Stated(rows=only.rows if is_plain and only.total is not None else None)


def _numbered(files: list[Path]) -> str:
    """Return the rows with their answer and their place in it, for naming bad ones."""
    listed = ", ".join(literal(str(path)) for path in files)
    return (
        "(select * exclude (filename, file_row_number), file_row_number as _row_number, "
        "parse_filename(filename, true) as _source_file from read_parquet("
        f"[{listed}], union_by_name = true, filename = true, file_row_number = true))"
    )
