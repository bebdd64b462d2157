"""What the doctor finds of the database that releases are published to."""

from collections.abc import Iterator

from pipelines.lib.company import releases_root
from pipelines.lib.dbt import AUDIENCES
from pipelines.lib.postgres.database import Connection, connected, rows
from pipelines.lib.postgres.keeping import current_publication
from pipelines.lib.postgres.shape import DATA, HISTORY, HISTORY_OF
from pipelines.lib.releases.release import PostgresError, current_release
from pipelines.lib.upkeep.doctor import Examined, ill, well
from sources.configuration import Settings
from sources.serving_settings import Roles

CHECK = "postgresql"


def examine_postgres(settings: Settings) -> Iterator[Examined]:
    """Yield whether it answers, has the current release, and lets roles read what is theirs."""
    if settings.postgres is None:
        return
    try:
        with connected(settings) as connection:
            yield _current(settings, connection)
            yield from _roles(connection, settings.postgres.roles)
    except PostgresError as error:
        mend = "see the message; releases are published as files meanwhile"
        yield ill(CHECK, str(error), mend)


def _current(settings: Settings, connection: Connection) -> Examined:
    there, release = current_publication(connection), current_release(releases_root(settings))
    wanted = release.release_id if release else None
    if there == wanted:
        return well(CHECK, f"answers, its current release is {there or 'none yet'}")
    found = f"its current release is {there or 'none yet'}, in files it is {wanted or 'none yet'}"
    return Examined(
        check=CHECK, state="note", found=found, mend="the next night does it, or releases publish"
    )


def _roles(connection: Connection, roles: Roles) -> Iterator[Examined]:
    for audience in AUDIENCES:
        role = roles.of(audience)
        found = rows(connection, "select rolsuper from pg_roles where rolname = %s", (role,))
        if not found:
            mend = f"create role {role}, then: evenkeel releases publish current"
            yield ill(CHECK, f"no role {role}: nobody reads what is for {audience}", mend)
        elif forbidden := _forbidden(connection, role, audience):
            mend = "see which roles it is a member of, and what was granted by hand"
            yield ill(CHECK, f"{role} can read {', '.join(forbidden)}", mend)


def _forbidden(connection: Connection, role: str, audience: str) -> list[str]:
    """Return the schemas that a role can read and that are not of its audience."""
    allowed = {audience, *([HISTORY] if audience == HISTORY_OF else [])}
    found = rows(
        connection,
        "select nspname from pg_namespace where nspname = any(%s) "
        "and has_schema_privilege(%s, oid, 'usage') order by nspname",
        (sorted({*AUDIENCES, HISTORY, DATA} - allowed), role),
    )
    return [str(name) for (name,) in found]
