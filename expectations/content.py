"""The content of a table as one checksum: what passed the gate must be what is published."""

import hashlib
import json
from contextlib import suppress
from pathlib import Path

import duckdb

PERIOD = "accounting_period"
OF_CONTENT, OF_ONE_NIGHT = "md5_number_lower(cast(row_ as varchar))", "hash(row_)"


def content_hash(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """Return the checksum of a table's columns, types and rows; the order of rows does not matter.

    Args:
        connection: A connection in which `table` can be selected from.
        table: The table's name, quoted where it needs to be.
    """
    return _of_whole(connection, table, OF_CONTENT)


def fingerprint(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """Return what `content_hash` does, for one night only: at a tenth of its cost.

    DuckDB may hash otherwise in another version, so this is kept with no release.
    """
    return _of_whole(connection, table, OF_ONE_NIGHT)


class KnownContent:
    """What accounting periods of tables sum to, by their fingerprint, as earlier nights found.

    Most periods of most tables are as they were the night before: they are told by their
    fingerprint, and only the rows of the others are written as text and hashed.
    """

    def __init__(self, path: Path | None) -> None:
        """Read what is known: nothing where there is no such file, or it was cut off."""
        self._path, self._known, self._found = path, dict[str, int](), dict[str, int]()
        if path is not None and path.exists():
            with suppress(ValueError):
                self._known = json.loads(path.read_text("utf-8"))

    def checksums(self, connection: duckdb.DuckDBPyConnection, table: str) -> tuple[str, str]:
        """Return the table's `content_hash` and its `fingerprint`."""
        columns = _columns(connection, table)
        shape = _shape(columns)
        period = f"coalesce(cast({PERIOD} as varchar), '')" if PERIOD in columns else "''"
        parts = connection.execute(f"""
            select {period}, count(*), sum(cast({OF_ONE_NIGHT} as hugeint))
            from {table} as row_
            group by 1
        """).fetchall()
        keys = {part: f"{duckdb.__version__}|{_hashed(shape, *sums)}" for part, *sums in parts}
        new = [part for part, key in keys.items() if key not in self._known]
        totals = {part: self._known[key] for part, key in keys.items() if key in self._known}
        if new:
            found = connection.execute(
                f"""
                select {period}, sum(cast({OF_CONTENT} as hugeint))
                from {table} as row_
                where {period} in (select unnest(?))
                group by 1
                """,
                [new],
            ).fetchall()
            totals |= {part: int(total) for part, total in found}
        self._found |= {key: totals[part] for part, key in keys.items()}
        rows = sum(rows for _, rows, _ in parts)
        return (
            _hashed(shape, rows, sum(totals.values())),
            _hashed(shape, rows, sum(int(total) for _, _, total in parts)),
        )

    def keep(self) -> None:
        """Keep what was asked for, for the next night, and nothing else."""
        if self._path is not None:
            self._path.write_text(json.dumps(self._found, indent=0), "utf-8")


def _of_whole(connection: duckdb.DuckDBPyConnection, table: str, of_row: str) -> str:
    row = connection.execute(f"""
        select count(*), coalesce(sum(cast({of_row} as hugeint)), 0)
        from {table} as row_
    """).fetchone()
    return _hashed(_shape(_columns(connection, table)), *(row or (0, 0)))


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    described = connection.execute(f"describe select * from {table}").fetchall()
    return {str(row[0]): str(row[1]) for row in described}


def _shape(columns: dict[str, str]) -> str:
    return ",".join(f"{name}:{kind}" for name, kind in columns.items())


def _hashed(shape: str, rows: int, total: int) -> str:
    return hashlib.sha256(f"{shape}|{rows}|{total}".encode()).hexdigest()
