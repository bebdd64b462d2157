"""Load landed deliveries into append-only raw tables, each row version once.

Raw tables keep the source's columns and add where a version came from: `_system`, `_delivery_id`,
`_delivery_number`, `_landed_at`, `_row_hash` and `_is_deleted`. Reading a source belongs in
sources/; picking the current version belongs in dbt.
"""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from sources.casting import literal, quote
from sources.configuration import Settings, SystemSettings
from sources.contract import Contract, Table
from sources.delivery import Delivery
from sources.landing import Landing
from sources.parquet import columns_in
from sources.system import contract_of

LINEAGE = {
    "_system": "varchar",
    "_delivery_id": "varchar",
    "_delivery_number": "bigint",
    "_landed_at": "timestamp",
    "_row_hash": "varchar",
    "_is_deleted": "boolean",
}
# Stands for the hash of a row that is gone at the source.
DELETED = "deleted"


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


def create_raw_tables(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Create every table of every configured contract, for models that nothing delivers to."""
    for system in settings.systems:
        contract = contract_of(system)
        for table in contract.tables:
            create_raw_table(connection, contract, table)


def load_landed(
    connection: duckdb.DuckDBPyConnection, landing: Landing, system: SystemSettings, table: Table
) -> list[Loaded]:
    """Load what landed of one system's table and is not in the warehouse yet."""
    contract = contract_of(system)
    create_raw_table(connection, contract, table)
    new = landing.deliveries(system.name, table.name, but=loaded_ids(connection))
    return [load_delivery(connection, contract, table, d, landing.folder(d)) for d in new]


def load_delivery(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    table: Table,
    delivery: Delivery,
    folder: Path,
) -> Loaded:
    """Append what a delivery changed, and record it as loaded, in one transaction.

    Loading it again would be refused by the key of `raw_evenkeel.loads`: ask `loaded_ids` first.
    """
    name = create_raw_table(connection, contract, table)
    create_loads(connection)
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
        # A full disk ends the transaction by itself; what is told is why.
        with suppress(duckdb.TransactionException):
            connection.execute("rollback")
        raise
    return loaded


def loaded_ids(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the ids of the deliveries that are in the raw tables."""
    create_loads(connection)
    rows = connection.execute("select delivery_id from raw_evenkeel.loads").fetchall()
    return {str(row[0]) for row in rows}


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
    keys, lineage = _keys(table), _lineage(delivery, deleted=False)
    data = folder / "data.parquet"
    landed = columns_in(connection, data)
    # The delivery may lack an optional column, and one that its contract did not have yet.
    values = ", ".join(
        quote(column.name)
        if column.name in landed
        else f"cast(null as {column.landed_type}) as {quote(column.name)}"
        for column in table.columns
    )
    delivered = f"read_parquet({literal(str(data))})"
    row = connection.execute(f"""
        insert into {name} ({columns}, _row_hash, {", ".join(lineage)})
        with delivered as (
            select {columns}, md5(cast(row({columns}) as varchar)) as _row_hash
            from (select {values} from {delivered})
        ),
        latest as (
            {_latest(name, table, delivery)} semi join {delivered} using ({keys}) group by all
        )
        select delivered.*, {", ".join(lineage.values())}
        from delivered left join latest using ({keys})
        where latest._row_hash is distinct from delivered._row_hash {_is_no_older(table, delivery)}
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
        latest as ({_latest(name, table, delivery)} group by all),
        gone as (
            select {keys}, _delivery_number
            from latest anti join present using ({keys})
            where _row_hash <> {literal(DELETED)}
        )
        select {columns}, {literal(DELETED)}, {", ".join(lineage.values())}
        from {name} semi join gone using ({keys}, _delivery_number)
        where _system = {literal(delivery.system)}
    """).fetchone()
    return int(row[0]) if row else 0


def _latest(name: str, table: Table, delivery: Delivery) -> str:
    """Return the SQL of each key's latest version before this delivery, up to its `group by`.

    Only keys and hashes are compared: a table's width costs nothing.
    """
    return f"""
        select {_keys(table)}, max(_delivery_number) as _delivery_number,
            arg_max(_row_hash, _delivery_number) as _row_hash,
            arg_max({quote(table.cursor or table.key[0])}, _delivery_number) as _latest_cursor
        from (
            select * from {name}
            where _system = {literal(delivery.system)} and _delivery_number < {delivery.sequence}
        )
    """


def _is_no_older(table: Table, delivery: Delivery) -> str:
    """Return the SQL that leaves out what a later delivery of changes has overtaken.

    A file of changes that comes late, or out of its order, holds rows as they were: what the source
    itself dates later stays. A whole table is as the source has it, however it is dated.
    """
    if delivery.mode == "full" or table.cursor is None:
        return ""
    return f"and not coalesce(delivered.{quote(table.cursor)} < latest._latest_cursor, false)"


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
