"""What PostgreSQL holds of each publication, and deleting one of them."""

from pipelines.lib.postgres.database import Connection, rows, run
from pipelines.lib.postgres.relations import relations
from pipelines.lib.postgres.shape import DATA, KEY, LISTED
from sources.casting import quote

CURRENT = f"""
    select p.release_id from {DATA}.current_publication
    join {DATA}.publication as p using ({KEY})
"""
SIZE = "select coalesce(sum(pg_total_relation_size(oid)), 0) from pg_class where relnamespace = {}"


def is_prepared(connection: Connection) -> bool:
    """Tell whether anything was ever published here."""
    return bool(rows(connection, f"select 1 where to_regclass('{LISTED}.publication') is not null"))


def current_publication(connection: Connection) -> str | None:
    """Return the release that readers of PostgreSQL get; None before the first."""
    found = rows(connection, CURRENT) if is_prepared(connection) else []
    return str(found[0][0]) if found else None


def published_sizes(connection: Connection) -> dict[str, int]:
    """Return the releases that are published here, each with its even share of all bytes."""
    if not is_prepared(connection):
        return {}
    listed = rows(connection, f"select release_id from {DATA}.publication order by {KEY}")
    ((size,),) = rows(connection, SIZE.format(f"to_regnamespace('{DATA}')"))
    return {str(release_id): int(str(size)) // len(listed) for (release_id,) in listed}


def delete_publication(connection: Connection, release_id: str) -> None:
    """Delete a publication in one transaction; who reads it reads it to the end."""
    with connection.transaction():
        ((key,),) = rows(
            connection, f"select {KEY} from {DATA}.publication where release_id = %s", (release_id,)
        )
        for table, relation in relations(connection, DATA).items():
            if KEY in relation.types and table not in ("publication", "current_publication"):
                run(connection, f"delete from {DATA}.{quote(table)} where {KEY} = %s", (key,))
        run(connection, f"delete from {DATA}.publication where {KEY} = %s", (key,))
