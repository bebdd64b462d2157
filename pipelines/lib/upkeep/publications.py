"""What PostgreSQL keeps of earlier releases, and deleting it."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from pipelines.lib.upkeep.judged import Judged
from sources.configuration import Settings
from sources.errors import ConfigurationError


def publications(settings: Settings, kept: AbstractSet[str]) -> Iterator[Judged]:
    """Judge what PostgreSQL has: a publication stays as long as its release, or is current there.

    Args:
        settings: Whose database it is; one that is not configured has nothing.
        kept: The releases that stay.
    """
    if settings.postgres is None:
        return
    from pipelines.lib.postgres.database import connected  # noqa: PLC0415 - its driver is slow to import
    from pipelines.lib.postgres.keeping import (  # noqa: PLC0415
        current_publication,
        published_sizes,
    )
    from pipelines.lib.releases.release import PostgresError  # noqa: PLC0415

    try:
        with connected(settings) as connection:
            current, sizes = current_publication(connection), published_sizes(connection)
    except (ConfigurationError, PostgresError) as error:
        yield Judged(kind="publication", name="PostgreSQL", size=0, goes=False, why=str(error))
        return
    for release_id, size in sizes.items():
        if release_id == current:
            why = "the current one in PostgreSQL"
        elif release_id in kept:
            why = "its release stays"
        else:
            why = "its release goes or is gone"
        goes = release_id != current and release_id not in kept
        yield Judged(kind="publication", name=release_id, size=size, goes=goes, why=why)


def withdraw(settings: Settings, things: list[Judged]) -> None:
    """Delete publications that go, each whole or not at all.

    Raises:
        PostgresError: PostgreSQL is away, or is being published to.
    """
    going = [each.name for each in things if each.goes and each.kind == "publication"]
    if not going:
        return
    from pipelines.lib.postgres.database import connected, only_one  # noqa: PLC0415
    from pipelines.lib.postgres.keeping import delete_publication  # noqa: PLC0415

    with connected(settings) as connection:
        only_one(connection)
        for release_id in going:
            delete_publication(connection, release_id)
