"""The warehouse file: one DuckDB database, one writer at a time, open only while needed."""

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

import duckdb

from sources.configuration import Settings

FILE = "evenkeel.duckdb"
LOOK_SECONDS = 0.2
RUN = " of run "


class WarehouseBusyError(Exception):
    """Another process holds the warehouse."""

    def __init__(self, holder: str) -> None:
        super().__init__(
            f"another nightly is running (process {holder or 'unknown'}); expected none. "
            "Wait for it, or end that process; nothing was changed"
        )
        # The run that holds it; empty where it is held for something else.
        self.run_id = holder.partition(RUN)[2]


def warehouse_path(settings: Settings) -> Path:
    """Return the path of the warehouse file."""
    return settings.path(settings.storage.warehouse) / FILE


@contextmanager
def open_warehouse(
    settings: Settings, *, read_only: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse in UTC and close it again, so that the next step can have it."""
    path = warehouse_path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(
        str(path),
        read_only=read_only,
        config={
            "memory_limit": settings.storage.memory_limit,
            # Rows have no order of their own; keeping one writes a large table twice.
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )
    try:
        connection.execute("set TimeZone = 'UTC'; set enable_progress_bar = false")
        yield connection
    finally:
        connection.close()


class KeptWarehouse:
    """The warehouse for one step after the other.

    To open and close a file of hundreds of relations takes a fifth of a second: with one step for
    each of forty raw tables that was an eighth of a small night.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._held = ExitStack()
        self._connection: duckdb.DuckDBPyConnection | None = None

    @contextmanager
    def open(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the warehouse if it is not, and keep it; after a failure it is closed."""
        if self._connection is None:
            self._connection = self._held.enter_context(open_warehouse(self._settings))
        try:
            yield self._connection
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close it, so that another process can have it."""
        self._connection = None
        self._held.close()


@contextmanager
def open_scratch(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a connection that holds nothing and spills into the state folder."""
    state = settings.path(settings.storage.state)
    state.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=state, prefix="scratch-") as spill:
        connection = duckdb.connect(
            config={
                "memory_limit": settings.storage.memory_limit,
                "temp_directory": spill,
                "preserve_insertion_order": False,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )
        try:
            connection.execute("set TimeZone = 'UTC'; set enable_progress_bar = false")
            yield connection
        finally:
            connection.close()


@contextmanager
def nightly_lock(settings: Settings, run_id: str = "") -> Iterator[None]:
    """Hold the lock that only one nightly may hold; the system frees it when the process dies.

    Raises:
        WarehouseBusyError: Another process holds it; the message names that process, and its run.
    """
    folder = settings.path(settings.storage.state)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "nightly.lock").open("a+", encoding="utf-8") as handle:
        _take(handle, f"{os.getpid()}{RUN}{run_id}" if run_id else f"{os.getpid()}")
        yield


def lock_holder(settings: Settings) -> str | None:
    """Return the process that holds the nightly's lock, or None where it is free."""
    path = settings.path(settings.storage.state) / "nightly.lock"
    if not path.exists():
        return None
    with path.open(encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return handle.read().strip() or "unknown"
    return None


def _take(handle: TextIO, holder: str) -> None:
    try:
        _lock(handle)
    except BlockingIOError as error:
        handle.seek(0)
        raise WarehouseBusyError(handle.read().strip()) from error
    handle.truncate(0)
    handle.write(holder)
    handle.flush()


def _lock(handle: TextIO) -> None:
    """Take the lock; who only looks whether it is free holds it for a moment."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        time.sleep(LOOK_SECONDS)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
