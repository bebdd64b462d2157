"""Publish a release: all tables together or none, made current by one rename.

A release is written beside the others, read back, synced and renamed into place; then the link
`current` is replaced in one step. Readers with an old release open keep it. What cut-off runs
left is swept before the next release is written.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from expectations.content import fingerprint
from expectations.results import GateRecord
from pipelines.lib.dbt import AUDIENCES, PublishedTable
from pipelines.lib.gate.pages import write_pages
from pipelines.lib.publish.closing import check_closed, write_book
from pipelines.lib.releases.books import Book
from pipelines.lib.releases.release import (
    CURRENT,
    PUBLISHED,
    REPORT,
    Release,
    ReleaseError,
    books_of,
    current_release,
)
from sources.casting import literal, quote
from sources.disk import sync

CANDIDATE, GATES = ".candidate-", "gates"


def publish(  # noqa: PLR0913 - what is published, what judged it and what shows it
    connection: duckdb.DuckDBPyConnection,
    root: Path,
    warehouse: Path,
    tables: list[PublishedTable],
    gate: GateRecord,
    release: Release,
    *,
    report: Callable[[Release], object] = lambda _: None,
) -> Path:
    """Write, verify and make current a release.

    Args:
        connection: A connection that holds nothing; its memory limit holds.
        root: The folder of releases.
        warehouse: The warehouse file that the gate judged.
        tables: The tables to publish.
        gate: The gate's record of this very candidate.
        release: What is known of the release; rows, content and audiences are filled in here.
        report: Writes the pages of the whole release before readers get it; it never fails.

    Returns:
        The release's folder.

    Raises:
        ReleaseError: The gate did not pass, was of another run, or other content was found; or
            the folder can not be written to.
    """
    _check_gate(gate, release, tables)
    candidate = root / f"{CANDIDATE}{release.release_id}"
    try:
        root.mkdir(parents=True, exist_ok=True)
        _sweep(root)
        candidate.mkdir()
    except OSError as error:
        raise ReleaseError(
            f"{root}: releases can not be written here ({error.strerror}); the last one stays"
        ) from error
    connection.execute(f"attach {literal(str(warehouse))} as warehouse (read_only); use warehouse")
    for audience in AUDIENCES:
        with _attached(connection, candidate / f"{audience}.duckdb"):
            _write_audience(
                connection, candidate, audience, [t for t in tables if audience in t.audiences]
            )
    rows = _verify(connection, candidate, tables, gate)
    complete = release.model_copy(
        update={
            "rows": rows,
            "books": books_of(root) | _close(connection, candidate, tables, release),
            "content": {table.name: gate.content[table.relation] for table in tables},
            "audiences": {table.name: table.audiences for table in tables},
            "overrides": gate.overrides,
        }
    )
    told = gate.without_rows_of_others(AUDIENCES[0])
    kept = told.model_dump_json(indent=2, exclude={"fingerprints"})
    (candidate / "gate.json").write_text(kept + "\n", "utf-8")
    write_pages(gate, candidate / GATES)
    (candidate / "release.json").write_text(complete.model_dump_json(indent=2) + "\n", "utf-8")
    _sync_tree(candidate)
    folder = root / release.release_id
    candidate.rename(folder)
    report(complete)
    _sync_tree(folder / REPORT)
    sync(root)
    _make_current(root, release.release_id)
    (folder / PUBLISHED).touch()
    sync(folder)
    return folder


def _close(
    connection: duckdb.DuckDBPyConnection,
    candidate: Path,
    tables: list[PublishedTable],
    release: Release,
) -> dict[str, str]:
    """Write the book of the periods that closed; return its checksum by the release, if any."""
    book = Book(
        release_id=release.release_id,
        run_id=release.run_id,
        published_at=release.published_at,
        model_version=release.model_version,
        files={},
        pages=(),
    )
    check_closed(connection, tables)
    checksum = write_book(connection, candidate, tables, book)
    return {release.release_id: checksum} if checksum else {}


def _check_gate(gate: GateRecord, release: Release, tables: list[PublishedTable]) -> None:
    if not tables:
        raise ReleaseError("no model has an audience in its meta; expected tables to publish")
    if gate.run_id != release.run_id:
        raise ReleaseError(
            f"the recorded gate is of run {gate.run_id}, expected one of run {release.run_id}"
        )
    if not gate.passed:
        failed = ", ".join(suite.table for suite in gate.suites if not suite.passed)
        raise ReleaseError(f"the gate refuses {failed}")
    missing = [table.relation for table in tables if table.relation not in gate.fingerprints]
    if missing:
        raise ReleaseError(f"the gate did not see {', '.join(missing)}")


@contextmanager
def _attached(
    connection: duckdb.DuckDBPyConnection, path: Path, *, read_only: bool = False
) -> Iterator[None]:
    """Attach one audience's file as `release`, in a version that DuckDB 1.x drivers read."""
    how = "read_only" if read_only else "storage_version 'v1.0.0'"
    connection.execute(f"attach {literal(str(path))} as release ({how})")
    try:
        yield
    finally:
        connection.execute("detach release")


def _write_audience(
    connection: duckdb.DuckDBPyConnection,
    candidate: Path,
    audience: str,
    tables: list[PublishedTable],
) -> None:
    """Write one audience's tables into the attached file and as Parquet."""
    folder = candidate / "parquet" / audience
    folder.mkdir(parents=True)
    for table in tables:
        name = f"release.main.{quote(table.name)}"
        # In one transaction: each of some forty comments would be one of its own.
        connection.execute("begin transaction")
        connection.execute(f"create table {name} as select * from {table.relation}")
        _comment(connection, table)
        connection.execute("commit")
        connection.execute(
            f"copy {name} to {literal(str(folder / f'{table.name}.parquet'))} (format parquet)"
        )


def _comment(connection: duckdb.DuckDBPyConnection, table: PublishedTable) -> None:
    name = f"release.main.{quote(table.name)}"
    connection.execute(f"comment on table {name} is {literal(table.description)}")
    for column, description in table.columns.items():
        connection.execute(f"comment on column {name}.{quote(column)} is {literal(description)}")


def _verify(
    connection: duckdb.DuckDBPyConnection,
    candidate: Path,
    tables: list[PublishedTable],
    gate: GateRecord,
) -> dict[str, int]:
    """Read every table back and compare it with what the gate judged; return the row counts."""
    rows: dict[str, int] = {}
    for audience in AUDIENCES:
        with _attached(connection, candidate / f"{audience}.duckdb", read_only=True):
            for table in (table for table in tables if audience in table.audiences):
                name = f"release.main.{quote(table.name)}"
                if fingerprint(connection, name) != gate.fingerprints[table.relation]:
                    raise ReleaseError(f"{table.relation} is not what the gate judged")
                counted = connection.execute(f"select count(*) from {name}").fetchone()
                rows[table.name] = int(counted[0]) if counted else 0
    return rows


def _sync_tree(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        if path.exists():
            sync(path)


def _make_current(root: Path, release_id: str) -> None:
    link = root / f"{CANDIDATE}link"
    link.symlink_to(release_id, target_is_directory=True)
    os.replace(link, root / CURRENT)  # noqa: PTH105 - Path.replace follows neither, but says less
    sync(root)


def _sweep(root: Path) -> None:
    """Remove what was never made current: candidates, and releases cut off before the link."""
    current = current_release(root)
    if current is not None:
        (root / current.release_id / PUBLISHED).touch()
    for left in _unpublished(root):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
        else:
            left.unlink()


def _unpublished(root: Path) -> Iterable[Path]:
    yield from root.glob(f"{CANDIDATE}*")
    yield from (path for path in root.glob("[0-9]*") if not (path / PUBLISHED).exists())
