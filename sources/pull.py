"""Pull one table of one configured system: read it through its connector and land what comes."""

import datetime as dt
from contextlib import closing
from dataclasses import dataclass

import duckdb

from sources.configuration import Files, Sql, SystemSettings
from sources.contract import Table
from sources.delivery import Delivery
from sources.errors import ReadError, SourceError, first_line
from sources.extract import Connector, Window, utc_now
from sources.held import keys_held
from sources.landing import Landing, Shrink, Target
from sources.patience import within
from sources.system import contract_of, endpoints_of


@dataclass(frozen=True)
class PullOptions:
    """What one run asks for beyond the configuration.

    `since` is a day from which on changes are read again, those before the last cursor too.
    """

    full: bool = False
    since: dt.date | None = None
    accept_shrink: tuple[str, ...] = ()


def connector_for(system: SystemSettings, target: Target, landing: Landing) -> Connector:
    """Return the connector that a system's settings ask for; only its own drivers are imported."""
    delivery = system.delivery
    if isinstance(delivery, Files):
        from sources.connectors.files import FilesConnector  # noqa: PLC0415 - as said above

        # What was read under another contract or in other formats is read again: rows that were
        # refused then may land now.
        return FilesConnector(
            delivery,
            landed=lambda table: [
                each
                for each in landing.deliveries(system.name, table)
                if each.contract_sha256 == target.contract.sha256
            ],
            spool=landing.root / system.name,
            tables={table.source_name for table in target.contract.tables},
        )
    if isinstance(delivery, Sql):
        from sources.connectors.sql import SqlConnector  # noqa: PLC0415

        return SqlConnector(delivery)
    from sources.connectors.rest import RestConnector  # noqa: PLC0415

    return RestConnector(
        delivery,
        endpoints_of(target.contract.system),
        spool=landing.root / system.name,
        held=lambda table: keys_held(table, landing.latest_first(system.name, table.name)),
    )


def pull(
    system: SystemSettings, table_name: str, landing: Landing, options: PullOptions
) -> list[Delivery]:
    """Read one table and land every delivery it yields.

    Returns:
        The deliveries that landed; empty when the source has delivered nothing new.

    Raises:
        SourceError: One of its kinds, naming the system and table; earlier deliveries stay.
            A `HungError` leaves a thread behind that holds the table until the process ends.
    """
    where = f"{system.name}.{table_name}"
    limit = system.pull.timeout_minutes * 60
    try:
        return within(limit, lambda: _land_all(system, table_name, landing, options), where)
    except SourceError as error:
        raise type(error)(f"{where}: {error}") from error
    except (OSError, duckdb.Error) as error:
        raise ReadError(f"{where}: {first_line(error)}") from error


def _land_all(
    system: SystemSettings, table_name: str, landing: Landing, options: PullOptions
) -> list[Delivery]:
    contract = contract_of(system)
    target = Target(system=system.name, contract=contract, table=contract.table(table_name))
    accepted = target.where in options.accept_shrink
    shrink = None if accepted else Shrink(allowed_share=system.shrink_allowed_share)
    landed = []
    with landing.connection(system.name, table_name) as connection:
        connector = connector_for(system, target, landing)
        window = _window(system, target.table, landing, options)
        started_at = utc_now()
        with closing(connector.read(connection, target.table, window)) as extracts:
            for extract in extracts:
                try:
                    landed.append(
                        landing.land(
                            connection, extract, target, shrink=shrink, started_at=started_at
                        )
                    )
                except ReadError as error:
                    if failure := extract.failure():
                        raise failure from error
                    raise
                started_at = utc_now()
    return landed


def _window(system: SystemSettings, table: Table, landing: Landing, options: PullOptions) -> Window:
    """Ask for what changed since the last cursor, or an earlier day that is asked for.

    Where there is no cursor, for everything.
    """
    if options.full or system.delivery.mode == "full":
        return Window(mode="full")
    last = landing.last(system.name, table.name)
    if table.cursor is None or last is None or last.cursor_after is None:
        return Window(mode="full")
    cursor = last.cursor_after
    if options.since and options.since.isoformat() < cursor[:10]:
        cursor = options.since.isoformat()
    return Window(mode="incremental", cursor=cursor)
