"""Write the report of a release: a folder for each audience, whole or not at all."""

import logging
import shutil
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

import duckdb

from expectations.results import GateRecord
from pipelines.lib.company import releases_root
from pipelines.lib.dbt import AUDIENCES
from pipelines.lib.releases.between import (
    ReleaseDifference,
    audience_file,
    release_difference,
)
from pipelines.lib.releases.release import REPORT, REPORT_FAILED, Release, ReleaseError, releases_of
from pipelines.lib.warehouse import open_scratch
from pipelines.report.making import Making
from pipelines.report.numerals import Numerals
from pipelines.report.page import Page
from pipelines.report.pages.balance import balance
from pipelines.report.pages.balances import balances
from pipelines.report.pages.changes import changes
from pipelines.report.pages.dictionary import dictionary
from pipelines.report.pages.finance_quality import adjustments, refused
from pipelines.report.pages.forecast import forecast
from pipelines.report.pages.overview import overview
from pipelines.report.pages.people import people
from pipelines.report.pages.products import products
from pipelines.report.pages.projects import projects
from pipelines.report.pages.quality import quality
from pipelines.report.pages.receivables import earnings, receivables
from pipelines.report.pages.revenue import revenue
from pipelines.report.project_files import ProjectFiles
from pipelines.report.rendering import Renderer
from pipelines.report.tables import WHOLE, open_tables
from sources.casting import literal
from sources.configuration import Settings

PORTFOLIO, FINANCE, STYLE = "portfolio", "finance", "report.css"
log = logging.getLogger("evenkeel.report")
OPEN: tuple[Callable[[Making], Page], ...] = (
    overview,
    projects,
    revenue,
    products,
    people,
    balance,
    forecast,
    quality,
    changes,
)
CLOSED: tuple[Callable[[Making], Page], ...] = (
    balances,
    receivables,
    earnings,
    adjustments,
    refused,
    changes,
)
NAMES = {
    "index.html": "Overview",
    "products.html": "Products",
    "people.html": "People",
}
FINANCE_NAMES = {
    "index.html": "Balances",
    "receivables.html": "Receivables",
    "earnings.html": "Streams",
}


def write_report(settings: Settings, release: Release, into: Path | None = None) -> Path:
    """Write the pages of a release beside its files; return where a reader begins.

    What was there stays where a page can not be made. Else it is put aside, and removed only once
    the new pages are in its place.

    Raises:
        ReleaseError: `into` holds something else.
    """
    folder = releases_root(settings) / release.release_id
    target = into or folder / REPORT
    if target.exists() and any(target.iterdir()) and not (target / PORTFOLIO / STYLE).exists():
        raise ReleaseError(f"{target} is no report; expected a new folder, or one of a report")
    made = target.with_name(f".{target.name}.{release.release_id}")
    aside = target.with_name(f".{target.name}.before")
    _put_back(aside, target)
    shutil.rmtree(made, ignore_errors=True)
    try:
        with open_scratch(settings) as connection:
            _write(settings, release, connection, folder, made)
        shutil.rmtree(aside, ignore_errors=True)
        if target.exists():
            target.rename(aside)
        made.rename(target)
        shutil.rmtree(aside, ignore_errors=True)
    finally:
        _put_back(aside, target)
        shutil.rmtree(made, ignore_errors=True)
    if into is None:
        (folder / REPORT_FAILED).unlink(missing_ok=True)
    return target / PORTFOLIO / "index.html"


def _put_back(aside: Path, target: Path) -> None:
    """Put back what was put aside, where nothing came in its place."""
    if aside.exists() and not target.exists():
        aside.rename(target)


def try_report(settings: Settings, release: Release) -> None:
    """Write the report where nothing may fail of it: a release without one says why."""
    told = releases_root(settings) / release.release_id / REPORT_FAILED
    try:
        write_report(settings, release)
    except Exception as error:
        log.exception("release %s has no report", release.release_id)
        told.write_text("".join(traceback.format_exception(error)), "utf-8")


def _write(
    settings: Settings,
    release: Release,
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    made: Path,
) -> None:
    connection.execute(WHOLE)
    numerals = Numerals.of(settings)
    gate = GateRecord.model_validate_json((folder / "gate.json").read_text("utf-8"))
    before = _before(settings, release)
    if before:
        path = audience_file(settings, before, PORTFOLIO)
        connection.execute(f"attach {literal(str(path))} as before (read_only)")
    for audience, pages in ((PORTFOLIO, OPEN), (FINANCE, CLOSED)):
        renderer = Renderer(numerals, release, settings.company.name, audience, made / audience)
        renderer.write_shared(STYLE)
        with open_tables(connection, folder, audience) as tables:
            changes = _changes(settings, before, release, audience)
            making = Making.of(settings, release, tables, gate, changes)
            drawn = [make(making) for make in pages]
            nav = _nav(audience, drawn)
            for page in drawn:
                renderer.write(page, nav)
        if audience == PORTFOLIO:
            for page in _dictionary(connection, folder, release):
                renderer.write(page, nav)
            ProjectFiles(settings, release, gate, made / audience, nav).write()


def _nav(audience: str, pages: Iterable[Page]) -> tuple[tuple[str, str], ...]:
    names = NAMES if audience == PORTFOLIO else FINANCE_NAMES
    found = tuple((page.path, names.get(page.path, page.title)) for page in pages)
    if audience == PORTFOLIO:
        return (
            *found,
            ("dictionary/index.html", "Dictionary"),
            (f"../{FINANCE}/index.html", "Finance"),
        )
    return (
        (f"../{PORTFOLIO}/index.html", "Portfolio"),
        *found,
        (f"../{PORTFOLIO}/dictionary/index.html", "Dictionary"),
    )


def _dictionary(
    connection: duckdb.DuckDBPyConnection, folder: Path, release: Release
) -> Iterable[Page]:
    """Return the pages of all tables, each once: a definition tells nothing of the rows."""
    tables, columns = {}, {}
    for audience in AUDIENCES:
        with open_tables(connection, folder, audience) as found:
            for row in found.rows("dictionary_tables", audience=audience):
                tables[row["table_name"]] = row
            for row in found.rows("dictionary_columns", audience=audience):
                columns[row["table_name"], row["column_name"]] = row
    return dictionary(
        [tables[name] for name in sorted(tables)], list(columns.values()), release.audiences
    )


def _before(settings: Settings, release: Release) -> Release | None:
    """Return the release before, None where there is none to read."""
    found = releases_of(releases_root(settings))
    return next((each for each in found[::-1] if each.release_id < release.release_id), None)


def _changes(
    settings: Settings, before: Release | None, release: Release, audience: str
) -> ReleaseDifference | None:
    if before is None:
        return None
    return release_difference(settings, before, release, audience=audience, table="", examples=0)
