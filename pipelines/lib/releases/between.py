"""What changed between two releases, and what can be the reason: deliveries, code, configuration.

How two versions of one table differ belongs in `difference.py`.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipelines.lib.company import landing_of, releases_root
from pipelines.lib.configured import configuration_changes
from pipelines.lib.releases.difference import Shown, TableDifference, table_difference
from pipelines.lib.releases.known import last_numbers
from pipelines.lib.releases.names import Names
from pipelines.lib.releases.release import Release, ReleaseError
from pipelines.lib.warehouse import open_scratch
from sources.casting import literal, quote
from sources.configuration import Settings
from sources.landing import Landing

COMPLETENESS = "ctl_extract_completeness"


class NewDelivery(Shown):
    """A delivery that one release knew and the other did not, in rows.

    Rows are None where the landing folder has the delivery no more; what it appended and deleted
    is None where the release does not say.
    """

    delivery_id: str
    system: str
    table: str
    number: int
    mode: str | None = None
    finished_at: dt.datetime | None = None
    landed_rows: int | None = None
    quarantined_rows: int | None = None
    appended_rows: int | None = None
    deleted_rows: int | None = None


class Reasons(Shown):
    """What can be the reason of a difference; each pair is before and after.

    `configuration_changed` is None where a release does not record its configuration.
    """

    code_changed: bool
    code_version: tuple[str, str]
    as_of_date_changed: bool
    as_of_date: tuple[dt.date, dt.date]
    configuration_changed: dict[str, tuple[str, str]] | None
    deliveries_added: tuple[NewDelivery, ...]
    deliveries_removed: tuple[NewDelivery, ...]


class ReleaseDifference(Shown):
    """What one audience sees change from one release to another; `unseen` has other audiences."""

    before: str
    after: str
    audience: str
    reasons: Reasons
    tables_added: dict[str, int]
    tables_removed: dict[str, int]
    tables_changed: tuple[TableDifference, ...]
    tables_unchanged: tuple[str, ...]
    unseen: dict[str, tuple[str, ...]]


def release_difference(
    settings: Settings, before: Release, after: Release, *, audience: str, table: str, examples: int
) -> ReleaseDifference:
    """Compare two releases as one audience may read them.

    Args:
        settings: The company's configuration.
        before: The release that is taken as the first.
        after: The release that is taken as the second.
        audience: Whose tables are compared.
        table: The only table to compare; all where it is empty.
        examples: How many rows of each table to show at most.

    Raises:
        ReleaseError: Both are the same release, or neither has the table for the audience.
    """
    if before.release_id == after.release_id:
        raise ReleaseError(f"both are release {before.release_id}; expected two")
    was, now = _tables(before, audience, table), _tables(after, audience, table)
    if table and not was | now:
        allowed = ", ".join(sorted(_tables(before, audience, "") | _tables(after, audience, "")))
        raise ReleaseError(
            f"--table: found {table!r}, allowed for --audience {audience}: {allowed}"
        )
    same = {name for name in was & now if before.content[name] == after.content[name]}
    with _both(settings, before, after, audience) as connection:
        names = Names.of(connection, "after", "before")
        changed = tuple(
            table_difference(
                connection,
                name,
                _in("before", name),
                _in("after", name),
                names=names,
                examples=examples,
            )
            for name in sorted(was & now - same)
        )
    return ReleaseDifference(
        before=before.release_id,
        after=after.release_id,
        audience=audience,
        reasons=_reasons(settings, before, after),
        tables_added={name: after.rows[name] for name in sorted(now - was)},
        tables_removed={name: before.rows[name] for name in sorted(was - now)},
        tables_changed=changed,
        tables_unchanged=tuple(sorted(same)),
        unseen={} if table else _unseen(before, after, was | now),
    )


def _tables(release: Release, audience: str, only: str) -> set[str]:
    return {
        name
        for name, audiences in release.audiences.items()
        if audience in audiences and only in ("", name)
    }


def _unseen(before: Release, after: Release, seen: set[str]) -> dict[str, tuple[str, ...]]:
    """Return the tables that changed and that the audience may not read, with who may."""
    return {
        name: after.audiences.get(name) or before.audiences[name]
        for name in sorted({*before.content, *after.content} - seen)
        if before.content.get(name) != after.content.get(name)
    }


def _in(catalog: str, table: str) -> str:
    return f"{catalog}.main.{quote(table)}"


@contextmanager
def _both(
    settings: Settings, before: Release, after: Release, audience: str
) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_scratch(settings) as connection:
        for catalog, release in (("before", before), ("after", after)):
            path = audience_file(settings, release, audience)
            connection.execute(f"attach {literal(str(path))} as {catalog} (read_only)")
        yield connection


def audience_file(settings: Settings, release: Release, audience: str) -> Path:
    """Return the DuckDB file that an audience reads a release from."""
    return releases_root(settings) / release.release_id / f"{audience}.duckdb"


def _reasons(settings: Settings, before: Release, after: Release) -> Reasons:
    landing = landing_of(settings)
    recorded = before.configuration is not None and after.configuration is not None
    return Reasons(
        code_changed=before.code_version != after.code_version,
        code_version=(before.code_version, after.code_version),
        as_of_date_changed=before.as_of_date != after.as_of_date,
        as_of_date=(before.as_of_date, after.as_of_date),
        configuration_changed=configuration_changes(
            before.configuration or {}, after.configuration or {}
        )
        if recorded
        else None,
        deliveries_added=_new(settings, landing, before, after),
        deliveries_removed=_new(settings, landing, after, before),
    )


def _new(
    settings: Settings, landing: Landing, before: Release, after: Release
) -> tuple[NewDelivery, ...]:
    """Return the deliveries that `after` knew and `before` did not."""
    known, found = last_numbers(before), list[NewDelivery]()
    for delivery_id in after.deliveries:
        system, table, folder = delivery_id.split("/")
        first, last = known.get((system, table), 0) + 1, int(folder.split("-")[0])
        if first > last:
            continue
        there = {each.sequence: each for each in landing.deliveries(system, table)}
        for number in range(first, last + 1):
            landed = there.get(number)
            unnamed = delivery_id if number == last else f"{system}/{table}/{number:06d}"
            shown = NewDelivery(
                delivery_id=landed.delivery_id if landed else unnamed,
                system=system,
                table=table,
                number=number,
            )
            if landed:
                shown = shown.model_copy(
                    update={
                        "mode": landed.mode,
                        "finished_at": landed.finished_at,
                        "landed_rows": landed.landed.rows,
                        "quarantined_rows": landed.quarantined.rows,
                    }
                )
            found.append(shown)
    return _with_what_they_changed(settings, after, found)


def _with_what_they_changed(
    settings: Settings, release: Release, deliveries: list[NewDelivery]
) -> tuple[NewDelivery, ...]:
    """Add what each delivery appended and deleted, as the release's own control says."""
    path = audience_file(settings, release, "finance")
    if not deliveries or COMPLETENESS not in release.content or not path.exists():
        return tuple(deliveries)
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute(
            f"select delivery_id, appended_rows, deleted_rows from {COMPLETENESS} "
            "where list_contains(?, delivery_id)",
            [[each.delivery_id for each in deliveries]],
        ).fetchall()
    changed = {name: {"appended_rows": a, "deleted_rows": d} for name, a, d in rows}
    return tuple(each.model_copy(update=changed.get(each.delivery_id, {})) for each in deliveries)
