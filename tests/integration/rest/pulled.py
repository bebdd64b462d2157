"""A configured REST system and the folder it lands in; run as a program, it pulls one table."""

import sys
from pathlib import Path

import duckdb

from sources.configuration import Rest, SystemSettings
from sources.delivery import Delivery
from sources.landing import Landing
from sources.pull import PullOptions, pull

HEADERS = {"Authorization": "VENDOR_TOKEN", "Harvest-Account-Id": "VENDOR_ACCOUNT"}


class Pulled:
    """One system, and what landed of it."""

    def __init__(self, kind: str, url: str, folder: Path, **delivery: object) -> None:
        """Configure a system of this kind that answers at `url`."""
        settings = {
            "connector": "rest",
            "base_url": url,
            "header_env": HEADERS,
            "timeout_seconds": 5,
            "attempts": 2,
            **delivery,
        }
        self.kind = kind
        self.url = url
        self.folder = folder
        self.landing = Landing(folder / "landing")
        self.system = SystemSettings(
            name=kind,
            kind=kind,
            domains=("time",),
            entity="E1",
            delivery=Rest.model_validate(settings),
        )

    def with_delivery(self, **delivery: object) -> "Pulled":
        """Return the same system, configured otherwise."""
        return Pulled(self.kind, self.url, self.folder, **delivery)

    def pull(self, table: str, *, full: bool = False) -> Delivery:
        """Pull a table; return its one delivery."""
        (delivery,) = pull(self.system, table, self.landing, PullOptions(full=full))
        return delivery

    def landed(self, delivery: Delivery, columns: str = "*") -> list[tuple]:
        """Return what landed, in order."""
        return self._read(delivery, "data.parquet", columns)

    def refused(self, delivery: Delivery, columns: str = "*") -> list[tuple]:
        """Return what is in quarantine, in order."""
        return self._read(delivery, "quarantine.parquet", columns)

    def left_behind(self, table: str) -> list[str]:
        """Return what lies in a table's folder beside its deliveries."""
        folder = self.landing.root / self.kind / table
        return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))

    def deliveries(self, table: str) -> int:
        """Return how many deliveries of a table landed."""
        return len(self.landing.deliveries(self.kind, table))

    def _read(self, delivery: Delivery, name: str, columns: str) -> list[tuple]:
        path = self.landing.folder(delivery) / name
        return duckdb.sql(f"select {columns} from '{path}' order by all").fetchall()


if __name__ == "__main__":
    Pulled(sys.argv[1], sys.argv[2], Path(sys.argv[3]), timeout_seconds=60).pull(sys.argv[4])
