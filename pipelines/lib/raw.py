"""Load landed deliveries into append-only raw tables, each row version once.

Raw tables keep the source's columns and add where a version came from: `_system`, `_delivery_id`,
`_delivery_number`, `_landed_at`, `_row_hash` and `_is_deleted`. Reading a source belongs in
sources/; picking the current version belongs in dbt.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from sources.casting import literal, quote
from sources.contract import Contract, Table
from sources.delivery import Delivery
from sources.writing import columns_in

LINEAGE = {
    "_system": "varchar",
    "_delivery_id": "varchar",
    "_delivery_number": "bigint",
    "_landed_at": "timestamp",
    "_row_hash": "varchar",
    "_is_deleted": "boolean",
}


@dataclass(frozen=True)
class Loaded:
    """What one delivery changed in its raw table, in rows."""

    appended: int
    unchanged: int
    deleted: int


def create_raw_table(
    connection: duckdb.DuckDBPyConnection, contract: Contract, table: Table
) -> str:
    """Create a table of the contract's columns where there is none; return its quoted name.

    A column that the contract gained is added to the table that is there.
    """
    schema = quote(f"raw_{contract.system}")
    name = f"{schema}.{quote(table.name)}"
    columns = {column.name: column.landed_type for column in table.columns} | LINEAGE
    declared = ", ".join(f"{quote(column)} {kind}" for column, kind in columns.items())
    connection.execute(f"create schema if not exists {schema}")
    connection.execute(f"create table if not exists {name} ({declared})")
    for column, kind in columns.items():
        connection.execute(f"alter table {name} add column if not exists {quote(column)} {kind}")
    return name


def load_delivery(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    table: Table,
    delivery: Delivery,
    folder: Path,
) -> Loaded | None:
    """Append what a delivery changed, and record it as loaded, in one transaction.

    Returns:
        The counts, or None when this delivery was loaded before.
    """
    name = create_raw_table(connection, contract, table)
    create_loads(connection)
    known = connection.execute(
        "select 1 from raw_evenkeel.loads where delivery_id = ?", [delivery.delivery_id]
    ).fetchone()
    if known:
        return None
    connection.execute("begin transaction")
    try:
        appended = _append(connection, name, table, delivery, folder)
        deleted = _mark_deleted(connection, name, table, delivery, folder)
        loaded = Loaded(appended, delivery.landed.rows - appended, deleted)
        connection.execute(
            "insert into raw_evenkeel.loads values (?, ?, ?, ?)",
            [delivery.delivery_id, loaded.appended, loaded.unchanged, loaded.deleted],
        )
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    return loaded


def create_loads(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the table that says which deliveries are in the raw tables."""
    connection.execute("create schema if not exists raw_evenkeel")
    connection.execute(
        "create table if not exists raw_evenkeel.loads (delivery_id varchar primary key, "
        "appended_rows bigint, unchanged_rows bigint, deleted_rows bigint)"
    )


def _append(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    table: Table,
    delivery: Delivery,
    folder: Path,
) -> int:
    columns = ", ".join(quote(column.name) for column in table.columns)
    lineage = _lineage(delivery, deleted=False)
    hashed = f"md5(cast(row({columns}) as varchar))"
    data = folder / "data.parquet"
    landed = columns_in(connection, data)
    # The delivery may lack an optional column, and one that its contract did not have yet.
    values = ", ".join(
        quote(column.name)
        if column.name in landed
        else f"cast(null as {column.landed_type}) as {quote(column.name)}"
        for column in table.columns
    )
    delivered = f"select {values} from read_parquet({literal(str(data))})"
    delivered = f"select {columns}, {hashed} as _row_hash from ({delivered})"
    known = connection.execute(
        f"select 1 from {name} where _system = ? limit 1", [delivery.system]
    ).fetchone()
    changed = (
        f"""
        from delivered left join current using ({_keys(table)})
        where current._row_hash is null or current._row_hash <> delivered._row_hash
        """
        if known
        else "from delivered"
    )
    row = connection.execute(f"""
        insert into {name} ({columns}, _row_hash, {", ".join(lineage)})
        with delivered as ({delivered}),
        current as ({_current(name, table, delivery, "delivered")})
        select {", ".join(f"delivered.{quote(c.name)}" for c in table.columns)},
            delivered._row_hash, {", ".join(lineage.values())}
        {changed}
    """).fetchone()
    return int(row[0]) if row else 0


def _mark_deleted(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    table: Table,
    delivery: Delivery,
    folder: Path,
) -> int:
    """Append a deletion for every key that is no longer at the source.

    A key in quarantine is still there, so it is kept. Where a refused row's key could not be
    read, nothing is marked: which key is missing can not be told.
    """
    if delivery.mode == "incremental" and not delivery.has_present_keys:
        return 0
    present = folder / ("keys.parquet" if delivery.has_present_keys else "data.parquet")
    keys = _keys(table)
    kept = f"select {keys} from read_parquet({literal(str(present))})"
    quarantine = folder / "quarantine.parquet"
    if quarantine.exists():
        refused = f"read_parquet({literal(str(quarantine))})"
        unknown = " or ".join(f"{quote(key)} is null" for key in table.key)
        if connection.execute(f"select 1 from {refused} where {unknown} limit 1").fetchone():
            return 0
        kept += f" union all select {keys} from {refused}"
    lineage = _lineage(delivery, deleted=True)
    columns = ", ".join(quote(column.name) for column in table.columns)
    row = connection.execute(f"""
        insert into {name} ({columns}, _row_hash, {", ".join(lineage)})
        with present as ({kept}),
        current as ({_current(name, table, delivery, None)})
        select {columns}, 'deleted', {", ".join(lineage.values())}
        from current anti join present using ({keys})
    """).fetchone()
    return int(row[0]) if row else 0


def _current(name: str, table: Table, delivery: Delivery, among: str | None) -> str:
    """Return the SQL of the latest version of each key of this system, deleted ones left out."""
    keys = _keys(table)
    asked = f"semi join {among} using ({keys})" if among else ""
    return f"""
        select * from (
            select versions.* from {name} as versions {asked}
            where versions._system = {literal(delivery.system)}
            qualify row_number() over (partition by {keys} order by _delivery_number desc) = 1
        ) where not _is_deleted
    """


def _keys(table: Table) -> str:
    return ", ".join(quote(name) for name in table.key)


def _lineage(delivery: Delivery, *, deleted: bool) -> dict[str, str]:
    return {
        "_system": literal(delivery.system),
        "_delivery_id": literal(delivery.delivery_id),
        "_delivery_number": str(delivery.sequence),
        "_landed_at": f"timestamp {literal(delivery.finished_at.strftime('%Y-%m-%d %H:%M:%S.%f'))}",
        "_is_deleted": str(deleted).lower(),
    }
