"""What a source held when it was last read: how many rows, and which keys.

Landed deliveries tell it, the latest first, each with the folder it lies in.
"""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from sources.casting import literal, quote
from sources.contract import Table
from sources.delivery import Counted, Delivery
from sources.extract import Mode
from sources.writing import count_rows

KEYS = "keys.parquet"


def rows_held(
    connection: duckdb.DuckDBPyConnection, folder: Path, mode: Mode, delivered: Counted
) -> int | None:
    """Return how many rows the source held; None where a delivery tells of changes only."""
    keys = folder / KEYS
    if keys.exists():
        return count_rows(connection, f"read_parquet({literal(str(keys))})")
    return delivered.rows if mode == "full" else None


def last_rows_held(
    connection: duckdb.DuckDBPyConnection, landed: Iterable[tuple[Path, Delivery]]
) -> int | None:
    """Return how many rows the source held when it last told of all of them."""
    for folder, delivery in landed:
        held = rows_held(connection, folder, delivery.mode, delivery.delivered)
        if held is not None:
            return held
    return None


def keys_held(table: Table, landed: Iterable[tuple[Path, Delivery]]) -> str | None:
    """Return the SQL of every key that was delivered since the last full read, that one included.

    A key in quarantine is at the source too. None where the table was never read in full.
    """
    keys = ", ".join(quote(name) for name in table.key)
    files = list[str]()
    for folder, delivery in landed:
        delivered = (folder / "data.parquet", folder / "quarantine.parquet")
        files += [literal(str(path)) for path in delivered if path.exists()]
        if delivery.mode == "full":
            listed = ", ".join(files)
            return f"select {keys} from read_parquet([{listed}], union_by_name = true)"
    return None
