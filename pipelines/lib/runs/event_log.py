"""The orchestrator's events in SQLite, through connections that stay open.

Dagster's own storage opens and closes the database anew for each of a night's several thousand
events; closing the last connection makes SQLite write back its log and delete it, every time. Of a
small company's night that was up to half of what the orchestrator did.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as Database

# Nothing public is to be extended here; a test holds it to what Dagster itself reads and writes.
from dagster._core.storage.event_log import SqliteEventLogStorage  # noqa: TID251
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS  # noqa: TID251
from dagster._core.storage.sqlite_storage import SqliteStorageConfig  # noqa: TID251
from dagster._serdes import ConfigurableClassData
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine

# The run at hand, the index of all runs, and a few that someone looks at.
KEPT_OPEN = 4


class PooledSqliteEventLogStorage(SqliteEventLogStorage):
    """Dagster's storage of events, with the same files, that keeps the latest databases open.

    A commit is safe from the end of the process; the last ones before a loss of power may be gone,
    as `PRAGMA synchronous = NORMAL` says of a write-ahead log, and the file is whole.
    """

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: dict[str, Engine] = {}
        super().__init__(base_dir, inst_data)

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: SqliteStorageConfig
    ) -> "PooledSqliteEventLogStorage":
        """Return the storage that `dagster.yaml` describes."""
        return cls(config_value["base_dir"], inst_data)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock, self._engine_of(shard).begin() as connection:
            yield connection

    def _engine_of(self, shard: str) -> Engine:
        engine = self._engines.pop(shard, None)
        if engine is not None and not Path(self.path_for_shard(shard)).exists():
            engine.dispose()
            engine = None
        if engine is None:
            engine = create_engine(
                self.conn_string_for_shard(shard),
                connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS},
            )
            event.listen(engine, "connect", _be_quick)
            self._initdb(engine)
        self._engines[shard] = engine
        while len(self._engines) > KEPT_OPEN:
            self._engines.pop(next(iter(self._engines))).dispose()
        return engine

    def dispose(self) -> None:
        """Close what is open."""
        # First what watches it, and reads it from a thread of its own.
        super().dispose()
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()


def _be_quick(connection: Database, _: object) -> None:
    connection.execute("pragma synchronous = normal")
