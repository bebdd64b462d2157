"""Ask a system for a sign of life: cheaply, and without landing anything."""

from sources.configuration import Files, Rest, Sql, SystemSettings
from sources.errors import ReadError
from sources.patience import within
from sources.system import tables_of

PATIENCE_SECONDS = 20.0


def reach(system: SystemSettings) -> str:
    """Return what a system shows of itself.

    Raises:
        SourceError: It can not be reached or refuses, or a secret it needs is not set.
    """
    return within(PATIENCE_SECONDS, lambda: _reach(system), system.name)


def _reach(system: SystemSettings) -> str:
    match system.delivery:
        case Files() as files:
            return _reach_files(system, files)
        case Sql() as sql:
            return _reach_sql(sql)
        case Rest() as rest:
            return _reach_rest(rest)


def _reach_files(system: SystemSettings, files: Files) -> str:
    from sources.connectors.store import find, opened_store  # noqa: PLC0415 - its drivers are slow

    with opened_store(files) as store:
        found, missing = 0, list[str]()
        for table in tables_of(system):
            there = find(store, store.root, files.pattern.format(table=table.source_name))
            found += len(there)
            if not there and not table.optional:
                missing.append(table.name)
    if missing:
        raise ReadError(f"no files of {', '.join(missing)} in {files.url}")
    return f"{found} files"


def _reach_sql(sql: Sql) -> str:
    from sources.connectors.sql import open_snapshot  # noqa: PLC0415

    with open_snapshot(sql) as snapshot:
        snapshot.one("select 1")
    return "answers a query"


def _reach_rest(rest: Rest) -> str:
    from sources.connectors.rest_client import RestClient  # noqa: PLC0415

    once = rest.model_copy(update={"attempts": 1, "timeout_seconds": PATIENCE_SECONDS / 2})
    with RestClient(once) as client:
        return client.reach()
