"""Land deliveries: one immutable folder each, whole or not at all, with bad rows beside it.

Layout: `<root>/<system>/<table>/<sequence>-<checksum>/` with `data.parquet`,
`quarantine.parquet` where rows were refused, `keys.parquet` where the source listed its keys,
and `delivery.json`. A folder appears by one rename; one that starts with `.partial` was cut off.
"""

import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from sources.checking import check_shape, delivered_part
from sources.contract import Contract, Table
from sources.delivery import Delivery, File
from sources.disk import PARTIAL, alone_in, sha256_of, sync
from sources.errors import ShrinkError
from sources.extract import Extract, utc_now
from sources.held import KEYS, last_rows_held, rows_held
from sources.parquet import columns_in, copy_rows
from sources.writing import greatest_cursor, write_rows

DATA = "data.parquet"


@dataclass(frozen=True)
class Target:
    """The table of a configured system that a delivery belongs to."""

    system: str
    contract: Contract
    table: Table

    @property
    def where(self) -> str:
        """The table's name in messages and options."""
        return f"{self.system}.{self.table.name}"


@dataclass(frozen=True)
class Shrink:
    """How much shorter a full read may be than the last one: a share of rows, beyond a few.

    A table that comes back empty is never within the allowance.
    """

    allowed_share: float = 0.2
    at_least_rows: int = 10

    def check(self, where: str, *, before: int, now: int) -> None:
        """Raise ShrinkError when `now` rows against `before` is a loss nobody agreed to."""
        lost = before - now
        few = lost < self.at_least_rows and now > 0
        if lost > 0 and not few and lost > before * self.allowed_share:
            raise ShrinkError(
                f"{now} rows now, {before} last time; at most {self.allowed_share:.0%} may go "
                f"unseen. If the rows are really gone at the source, "
                f"run again with --accept-shrink {where}"
            )


class Landing:
    """The folder of landed deliveries."""

    def __init__(self, root: Path, *, memory_limit: str = "1GB", threads: int = 2) -> None:
        """Open the folder at `root`; it is made on the first delivery."""
        self.root = root
        self._memory_limit = memory_limit
        self._threads = threads

    def deliveries(self, system: str, table: str, *, but: Container[str] = ()) -> list[Delivery]:
        """Return the deliveries of one table in the order they landed.

        Args:
            system: The system's own name.
            table: The table's name in the contract.
            but: The ids of deliveries to leave out; they are not even read.
        """
        folder = self.root / system / table
        return [
            Delivery.model_validate_json(path.read_text("utf-8"))
            for path in sorted(folder.glob("[0-9]*/delivery.json"))
            if path.parent.relative_to(self.root).as_posix() not in but
        ]

    def last(self, system: str, table: str) -> Delivery | None:
        """Return the latest delivery of one table, or None before the first."""
        return next((delivery for _, delivery in self.latest_first(system, table)), None)

    def latest_first(self, system: str, table: str) -> Iterator[tuple[Path, Delivery]]:
        """Yield the deliveries of one table, each with its folder, the latest first."""
        manifests = sorted((self.root / system / table).glob("[0-9]*/delivery.json"), reverse=True)
        for path in manifests:
            yield path.parent, Delivery.model_validate_json(path.read_text("utf-8"))

    def folder(self, delivery: Delivery) -> Path:
        """Return the folder a delivery lies in."""
        return self.root / delivery.delivery_id

    @contextmanager
    def connection(self, system: str, table: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the DuckDB connection one table is landed through.

        It spills to the landing disk. Opening it also sweeps what a cut-off run left of the table.

        Raises:
            BusyError: Another process is landing the table at this moment.
        """
        folder = self.root / system / table
        folder.mkdir(parents=True, exist_ok=True)
        with alone_in(folder):
            for left in folder.glob(f"{PARTIAL}*"):
                shutil.rmtree(left)
            spill = folder / f"{PARTIAL}spill"
            connection = duckdb.connect(
                config={
                    "memory_limit": self._memory_limit,
                    "threads": self._threads,
                    "temp_directory": str(spill),
                    "preserve_insertion_order": False,
                    "autoinstall_known_extensions": False,
                    "autoload_known_extensions": False,
                }
            )
            connection.execute("set TimeZone = 'UTC'; set enable_progress_bar = false")
            try:
                yield connection
            finally:
                connection.close()
                shutil.rmtree(spill, ignore_errors=True)

    def land(
        self,
        connection: duckdb.DuckDBPyConnection,
        extract: Extract,
        target: Target,
        *,
        shrink: Shrink | None,
        started_at: dt.datetime,
    ) -> Delivery:
        """Check, write and publish one delivery.

        Args:
            connection: The connection the extract's relations live in.
            extract: What the connector hands over.
            target: Which system's table it is.
            shrink: The allowance for a shorter full read, or None to accept any.
            started_at: When reading began (aware UTC).

        Returns:
            The delivery as recorded in its `delivery.json`.

        Raises:
            ContractError: The shape breaks the contract, or a column was retyped.
            ShrinkError: The source holds fewer rows than last time, by more than allowed.
            CompletenessError: Delivered is not landed plus quarantined.
            ReadError: The source failed while it was read, or the rows could not be written.
        """
        last = self.last(target.system, target.table.name)
        landed = columns_in(connection, self.folder(last) / DATA) if last and shrink else ()
        table = delivered_part(target.table, extract.columns, landed)
        new_columns = check_shape(table, extract.columns)
        partial = self.root / target.system / target.table.name / f"{PARTIAL}{os.getpid()}"
        partial.mkdir()
        written = write_rows(connection, extract, table, partial, new_columns=new_columns)
        if extract.present_keys:
            copy_rows(connection, extract.present_keys, partial / KEYS)
        now = rows_held(connection, partial, extract.mode, written.delivered)
        before = last_rows_held(connection, self.latest_first(target.system, target.table.name))
        if shrink and now is not None and before is not None:
            shrink.check(target.where, before=before, now=now)
        stated = extract.stated()
        files = tuple(_file(path) for path in sorted(partial.glob("*.parquet")))
        sequence = (last.sequence if last else 0) + 1
        checksum = hashlib.sha256("".join(file.sha256 for file in files).encode()).hexdigest()
        cursor_before = last.cursor_after if last else None
        cursor_after = greatest_cursor(
            connection, table, partial, before=cursor_before, started_at=started_at
        )
        delivery = Delivery(
            delivery_id=f"{target.system}/{target.table.name}/{sequence:06d}-{checksum[:12]}",
            system=target.system,
            kind=target.contract.system,
            table=target.table.name,
            sequence=sequence,
            mode=extract.mode,
            contract_version=target.contract.version,
            contract_sha256=target.contract.sha256,
            cursor_before=cursor_before,
            cursor_after=cursor_after,
            started_at=started_at,
            finished_at=utc_now(),
            delivered=written.delivered,
            landed=written.landed,
            quarantined=written.quarantined,
            stated_rows=stated.rows,
            stated_totals={name: Decimal(total) for name, total in stated.totals.items()},
            new_columns=new_columns,
            source_files=tuple(
                File(name=file.name, size=file.size, sha256=file.sha256)
                for file in extract.source_files
            ),
            files=files,
            has_present_keys=extract.present_keys is not None,
        )
        delivery.check_complete()
        _publish(partial, self.folder(delivery), delivery)
        return delivery


def _file(path: Path) -> File:
    return File(name=path.name, size=path.stat().st_size, sha256=sha256_of(path))


def _publish(partial: Path, folder: Path, delivery: Delivery) -> None:
    (partial / "delivery.json").write_text(delivery.model_dump_json(indent=2) + "\n", "utf-8")
    for path in partial.iterdir():
        sync(path)
    sync(partial)
    partial.rename(folder)
    sync(folder.parent)
