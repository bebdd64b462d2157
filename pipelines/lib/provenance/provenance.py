"""Explain a published figure: the walk to its parts, the rows it comes from, and what is closed."""

from collections.abc import Sequence

import duckdb

from pipelines.lib.company import landing_of
from pipelines.lib.provenance.document_told import DOCUMENTS, documents_of
from pipelines.lib.provenance.figure import Figure, found_figure
from pipelines.lib.provenance.landed_rows import LandedRows
from pipelines.lib.provenance.posting_told import MEASURE_OF
from pipelines.lib.provenance.source_rows import Source, sources_of
from pipelines.lib.provenance.walk import Walk
from pipelines.lib.provenance.walked import Level
from pipelines.lib.releases.difference import Shown
from pipelines.lib.releases.known import KnownLanding
from pipelines.lib.releases.readable import Readable, readable
from pipelines.lib.releases.release import Release, ReleaseError
from sources.configuration import Settings


class Closed(Shown):
    """Since when a figure is as booked, and the release that booked it."""

    release_id: str
    published_at: str
    closed_at: str | None
    closed_by: str | None


class Provenance(Shown):
    """A figure, all that it is made of, and the source rows of the postings that are shown.

    `adds_up` says whether every row that was met is what its parts add up to.
    """

    release_id: str
    as_of_date: str
    audiences: tuple[str, ...]
    figure: Figure
    closed: Closed | None
    walk: Level
    sources: dict[str, tuple[Source, ...]]
    checked_rows: int
    differing_rows: int
    adds_up: bool


def provenance(
    settings: Settings,
    release: Release,
    asked: tuple[str, Sequence[str], str],
    *,
    audiences: Sequence[str],
    examples: int | None,
) -> Provenance:
    """Explain one figure of a release.

    Args:
        settings: The company's configuration.
        release: The release that has the figure.
        asked: The table; the key or conditions of the row; the measure, empty for the first.
        audiences: Whose files may be read.
        examples: How many rows of each level to show; all where it is None.

    Raises:
        ReleaseError: There is no such figure, or more than one, or the release is of other code.
    """
    try:
        return _explained(settings, release, asked, audiences, examples)
    except duckdb.BinderException as error:
        raise ReleaseError(
            f"release {release.release_id} has other columns than are explained here ({error}); "
            "expected one that this code made"
        ) from error


def _explained(
    settings: Settings,
    release: Release,
    asked: tuple[str, Sequence[str], str],
    audiences: Sequence[str],
    examples: int | None,
) -> Provenance:
    with readable(settings, release, audiences) as tables:
        figure = found_figure(tables, *asked)
        walked = Walk(tables, examples=examples).start(figure.table, figure.measure, [figure.key])
        landed = LandedRows(tables, KnownLanding(landing_of(settings), release))
        levels = walked.all()
        differing = sum(level.differing_rows for level in levels)
        return Provenance(
            release_id=release.release_id,
            as_of_date=str(release.as_of_date),
            audiences=tuple(audiences),
            figure=figure,
            closed=_closed(tables, figure),
            walk=walked,
            sources=_sources(tables, landed, levels),
            checked_rows=sum(level.checked_rows for level in levels),
            differing_rows=differing,
            adds_up=differing == 0,
        )


def _sources(
    tables: Readable, landed: LandedRows, levels: list[Level]
) -> dict[str, tuple[Source, ...]]:
    """Return where the postings that are shown come from, by the measure of each table."""
    shown: dict[tuple[str, str], dict[str, None]] = {}
    for level in levels:
        if level.table in MEASURE_OF or level.table in DOCUMENTS:
            keys = shown.setdefault((level.table, level.measure), {})
            keys.update(dict.fromkeys(row.key for row in level.examples))
    return {
        f"{table}.{measure}": documents_of(tables, landed, table, keys)
        if table in DOCUMENTS
        else sources_of(tables, landed, table, measure, keys)
        for (table, measure), keys in shown.items()
    }


def _closed(tables: Readable, figure: Figure) -> Closed | None:
    """Return the release that booked the figure, where its period is closed."""
    snapshots = "ctl_published_snapshot"
    if snapshots not in tables:
        return None
    rows = tables.rows(
        "select release_id, strftime(published_at, '%Y-%m-%d %H:%M') as published_at, "
        "strftime(closed_at, '%Y-%m-%d %H:%M') as closed_at, closed_by "
        f"from {tables.relation(snapshots)} "
        "where table_name = ? and entity_code = ? and accounting_period = ?",
        [
            figure.table,
            figure.known_as.get("entity_code"),
            figure.known_as.get("accounting_period"),
        ],
    )
    return Closed.model_validate(rows[0]) if rows else None
