"""A system that is read from a database, and the folder it lands in.

Run as a program, it pulls the time entries and prints how many landed, and the most memory that
this took, in bytes.
"""

import datetime as dt
import sys
from pathlib import Path

import duckdb
from databases import VARIABLE

from sources.configuration import Sql, SystemSettings
from sources.delivery import Delivery
from sources.landing import Landing
from sources.pull import PullOptions, pull


class SqlSystem:
    """A configured system, and what landed of it."""

    def __init__(self, folder: Path, kind: str = "canonical", **delivery: object) -> None:
        """Configure a system that is read from the database in ERP_URL."""
        self.folder = folder
        self.kind = kind
        self.landing = Landing(folder / "landing")
        settings = {"connector": "sql", "url_env": VARIABLE, **delivery}
        self.system = SystemSettings(
            name="erp",
            kind=kind,
            domains=("time",),
            entity="E1",
            delivery=Sql.model_validate(settings),
        )

    def with_delivery(self, **delivery: object) -> "SqlSystem":
        """Return the same system, configured otherwise."""
        return SqlSystem(self.folder, self.kind, **delivery)

    def pull(
        self,
        table: str = "time_entries",
        *,
        full: bool = False,
        since: dt.date | None = None,
        accept_shrink: bool = False,
    ) -> Delivery:
        """Pull a table; return its one delivery."""
        accepted = (f"erp.{table}",) if accept_shrink else ()
        options = PullOptions(full=full, since=since, accept_shrink=accepted)
        (delivery,) = pull(self.system, table, self.landing, options)
        return delivery

    def pull_all(self, table: str) -> list[Delivery]:
        """Pull a table; return its deliveries, of which there may be none."""
        return pull(self.system, table, self.landing, PullOptions())

    def landed_columns(self, delivery: Delivery) -> list[str]:
        """Return the names of the columns that landed."""
        path = self.landing.folder(delivery) / "data.parquet"
        return duckdb.sql(f"select * from '{path}'").columns

    def landed(self, delivery: Delivery, columns: str) -> list[tuple]:
        """Return what landed, in order."""
        return self._read(delivery, "data.parquet", columns)

    def refused(self, delivery: Delivery, columns: str) -> list[tuple]:
        """Return what is in quarantine, in order."""
        return self._read(delivery, "quarantine.parquet", columns)

    def present(self, delivery: Delivery) -> list[tuple]:
        """Return the keys that the source held, in order."""
        return self._read(delivery, "keys.parquet", "*")

    def in_landing(self, table: str = "time_entries") -> list[str]:
        """Return what lies in a table's folder, what was cut off with it."""
        return sorted(path.name for path in (self.landing.root / "erp" / table).iterdir())

    def _read(self, delivery: Delivery, name: str, columns: str) -> list[tuple]:
        path = self.landing.folder(delivery) / name
        return duckdb.sql(f"select {columns} from '{path}' order by all").fetchall()


if __name__ == "__main__":
    reading = SqlSystem(Path(sys.argv[1]))
    reading.landing = Landing(reading.landing.root, memory_limit=sys.argv[2])
    rows = reading.pull().landed.rows
    # What getrusage gives counts the memory of the process that started this one as well.
    status = Path("/proc/self/status").read_text("utf-8")
    peak = int(status.partition("VmHWM:")[2].split()[0]) * 1024
    sys.stdout.write(f"{rows} {peak}")
