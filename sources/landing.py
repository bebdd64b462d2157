"""Land deliveries: one immutable folder each, whole or not at all, with bad rows beside it.

Layout: `<root>/<system>/<table>/<sequence>-<checksum>/` with `data.parquet`,
`quarantine.parquet` where rows were refused, `keys.parquet` where the source listed its keys,
and `delivery.json`. A folder appears by one rename; one that starts with `.partial` was cut off.
"""

import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from sources.casting import literal, quote
from sources.checking import check_shape, checked_rows
from sources.contract import Contract, Table
from sources.delivery import Counted, Delivery, File
from sources.errors import ContractError, ReadError, ShrinkError
from sources.extract import Extract, utc_now
from sources.quarantine import quarantine_rows, split_rows

PARTIAL = ".partial-"
RETYPED_AT_LEAST = 10


@dataclass(frozen=True)
class Shrink:
    """How much shorter a full read may be than the last one before it is refused (share of rows)."""

    allowed_share: float = 0.2
    at_least_rows: int = 10

    def check(self, where: str, *, before: int, now: int) -> None:
        """Raise ShrinkError when `now` rows against `before` is a loss nobody agreed to."""
        lost = before - now
        if lost >= self.at_least_rows and lost > before * self.allowed_share:
            raise ShrinkError(
                f"{where}: {now} rows now, {before} last time; a full read may lose at most "
                f"{self.allowed_share:.0%}. If the rows are really gone at the source, "
                f"run again with --accept-shrink {where}"
            )


class Landing:
    """The folder of landed deliveries."""

    def __init__(self, root: Path, *, memory_limit: str = "1GB", threads: int = 2) -> None:
        """Open the folder at `root`; it is made on the first delivery."""
        self.root = root
        self._memory_limit = memory_limit
        self._threads = threads

    def deliveries(self, system: str, table: str) -> list[Delivery]:
        """Return the deliveries of one table in the order they landed."""
        folder = self.root / system / table
        manifests = sorted(folder.glob("[0-9]*/delivery.json"))
        return [Delivery.model_validate_json(path.read_text("utf-8")) for path in manifests]

    def last(self, system: str, table: str) -> Delivery | None:
        """Return the latest delivery of one table, or None before the first."""
        manifests = sorted((self.root / system / table).glob("[0-9]*/delivery.json"))
        return Delivery.model_validate_json(manifests[-1].read_text("utf-8")) if manifests else None

    def folder(self, delivery: Delivery) -> Path:
        """Return the folder a delivery lies in."""
        return self.root / delivery.delivery_id

    @contextmanager
    def connection(self, system: str, table: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the DuckDB connection one table is landed through; its spill goes to the landing disk.

        Also sweeps what a run that was cut off left of this table.
        """
        folder = self.root / system / table
        folder.mkdir(parents=True, exist_ok=True)
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
        connection.execute("set TimeZone = 'UTC'")
        try:
            yield connection
        finally:
            connection.close()
            shutil.rmtree(spill, ignore_errors=True)

    def land(
        self,
        connection: duckdb.DuckDBPyConnection,
        extract: Extract,
        *,
        system: str,
        contract: Contract,
        table: Table,
        shrink: Shrink | None,
        started_at: dt.datetime,
    ) -> Delivery:
        """Check, write and publish one delivery.

        Args:
            connection: The connection the extract's relations live in.
            extract: What the connector hands over.
            system: The system's name in the configuration.
            contract: The contract that `table` belongs to.
            table: The table's contract.
            shrink: The allowance for a shorter full read, or None to accept any.
            started_at: When reading began (aware UTC).

        Returns:
            The delivery as recorded in its `delivery.json`.

        Raises:
            ContractError: The shape breaks the contract, or a column was retyped.
            ShrinkError: A full read lost more rows than allowed.
            CompletenessError: Delivered is not landed plus quarantined.
            ReadError: The source failed while it was read.
        """
        last = self.last(system, table.name)
        new_columns = check_shape(table, extract.columns)
        parent = self.root / system / table.name
        partial = parent / f"{PARTIAL}{os.getpid()}"
        partial.mkdir()
        delivered, landed, quarantined = _write(
            connection, extract, table, partial, where=f"{system}.{table.name}", extra=new_columns
        )
        where = f"{system}.{table.name}"
        if shrink and last and extract.mode == "full" == last.mode:
            shrink.check(where, before=last.delivered.rows, now=delivered.rows)
        if extract.present_keys:
            _copy(connection, extract.present_keys, partial / "keys.parquet")
        stated = extract.stated()
        files = tuple(_file(path) for path in sorted(partial.glob("*.parquet")))
        sequence = (last.sequence if last else 0) + 1
        checksum = hashlib.sha256("".join(file.sha256 for file in files).encode()).hexdigest()
        delivery = Delivery(
            delivery_id=f"{system}/{table.name}/{sequence:06d}-{checksum[:12]}",
            system=system,
            kind=contract.system,
            table=table.name,
            sequence=sequence,
            mode=extract.mode,
            contract_version=contract.version,
            contract_sha256=contract.sha256,
            cursor_before=last.cursor_after if last else None,
            cursor_after=_cursor(connection, table, partial, last),
            started_at=started_at,
            finished_at=utc_now(),
            delivered=delivered,
            landed=landed,
            quarantined=quarantined,
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


def _write(
    connection: duckdb.DuckDBPyConnection,
    extract: Extract,
    table: Table,
    folder: Path,
    *,
    where: str,
    extra: tuple[str, ...],
) -> tuple[Counted, Counted, Counted]:
    """Write `data.parquet` and, where rows are refused, `quarantine.parquet`; return the counts."""
    checked = folder / "checked.parquet"
    _copy(
        connection,
        checked_rows(table, extract.columns, extract.relation, new_columns=extra),
        checked,
    )
    source = f"read_parquet({literal(str(checked))})"
    rejects = _count(connection, extract.rejects) if extract.rejects else 0
    breached = _breached(connection, source)
    if breached:
        _refuse_retyped(connection, source, table, where)
    if breached and extract.numbered:
        numbered = {**extract.columns, "_row_number": "BIGINT", "_source_file": "VARCHAR"}
        rows = checked_rows(table, numbered, extract.numbered, new_columns=extra)
        connection.execute("set preserve_insertion_order = true")
        _copy(connection, rows, checked)
        connection.execute("set preserve_insertion_order = false")
    delivered = _counted(connection, table, source)
    delivered = Counted(rows=delivered.rows + rejects, totals=delivered.totals)
    data = folder / "data.parquet"
    clean = not (breached or rejects) and _keys_unique(connection, source, table)
    if clean:
        checked.rename(data)
        empty = Counted(rows=0, totals=dict.fromkeys(table.control_totals, Decimal(0)))
        return delivered, _counted(connection, table, f"read_parquet({literal(str(data))})"), empty
    split_rows(connection, checked, table, data, new_columns=extra)
    quarantine = folder / "quarantine.parquet"
    quarantine_rows(connection, checked, table, quarantine, rejects=extract.rejects)
    checked.unlink()
    landed = _counted(connection, table, f"read_parquet({literal(str(data))})")
    quarantined = _counted(
        connection, table, f"read_parquet({literal(str(quarantine))})", prefix="_total_"
    )
    return delivered, landed, quarantined


def _copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    try:
        connection.execute(f"copy ({query}) to {literal(str(path))} (format parquet)")
    except duckdb.Error as error:
        raise ReadError(f"{path.parent.parent.name}: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    row = connection.execute(f"select count(*) from {relation}").fetchone()
    return int(row[0]) if row else 0


def _counted(
    connection: duckdb.DuckDBPyConnection, table: Table, source: str, *, prefix: str = ""
) -> Counted:
    sums = [
        f"coalesce(sum(cast({quote(prefix + name)} as decimal(38, 9))), 0)"
        for name in table.control_totals
    ]
    row = connection.execute(f"select {', '.join(['count(*)', *sums])} from {source}").fetchone()
    rows, *totals = row or (0,)
    named = zip(table.control_totals, totals, strict=True)
    plain = {name: Decimal(f"{Decimal(total).normalize():f}") for name, total in named}
    return Counted(rows=rows, totals=plain)


def _breached(connection: duckdb.DuckDBPyConnection, source: str) -> int:
    return _count(connection, f"{source} where _breaches is not null")


def _refuse_retyped(
    connection: duckdb.DuckDBPyConnection, source: str, table: Table, where: str
) -> None:
    """Stop the table when not one value of a column is of the contract's type."""
    for column in table.columns:
        name = quote(column.name)
        row = connection.execute(
            f"select count(*) filter (contains(',' || _breaches || ',', {literal(f',{column.name}:type,')})),"
            f" count({name}) from {source}"
        ).fetchone()
        wrong, right = row or (0, 0)
        if wrong >= RETYPED_AT_LEAST and right == 0:
            raise ContractError(
                f"{where}: column {column.source_name} was retyped: none of {wrong} values is "
                f"{column.type} as the contract expects"
            )


def _keys_unique(connection: duckdb.DuckDBPyConnection, source: str, table: Table) -> bool:
    keys = ", ".join(quote(name) for name in table.key)
    repeated = f"(select {keys} from {source} group by {keys} having count(*) > 1 limit 1)"
    return _count(connection, repeated) == 0


def _cursor(
    connection: duckdb.DuckDBPyConnection, table: Table, folder: Path, last: Delivery | None
) -> str | None:
    """Return the greatest cursor value landed so far, as text; a source without one has None."""
    if table.cursor is None:
        return None
    data = literal(str(folder / "data.parquet"))
    row = connection.execute(
        f"select cast(max({quote(table.cursor)}) as varchar) from read_parquet({data})"
    ).fetchone()
    before = last.cursor_after if last else None
    found = row[0] if row else None
    return max(filter(None, (found, before)), default=None)


def _file(path: Path) -> File:
    with path.open("rb") as handle:
        checksum = hashlib.file_digest(handle, "sha256").hexdigest()
    return File(name=path.name, size=path.stat().st_size, sha256=checksum)


def _publish(partial: Path, folder: Path, delivery: Delivery) -> None:
    (partial / "delivery.json").write_text(delivery.model_dump_json(indent=2) + "\n", "utf-8")
    for path in partial.iterdir():
        sync(path)
    partial.rename(folder)
    sync(folder.parent)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
