"""Publish a release: all tables together or none, made current by one rename.

A release is written beside the others, read back, synced and renamed into place; then the link
`current` is replaced in one step. Readers with an old release open keep it. What cut-off runs
left is swept before the next release is written.
"""

import datetime as dt
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import duckdb
from pydantic import BaseModel, ConfigDict

from expectations.content import content_hash
from expectations.results import GateRecord
from pipelines.lib.dbt import AUDIENCES, PublishedTable
from sources.casting import literal, quote
from sources.disk import sync

CURRENT, PREVIOUS = "current", "previous"
CANDIDATE = ".candidate-"
LISTED = 5
PUBLISHED = "published"


class ReleaseError(Exception):
    """A candidate may not be published; the last release stays current."""


class Release(BaseModel):
    """What `release.json` says of a release."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    release_id: str
    run_id: str
    as_of_date: dt.date
    published_at: dt.datetime
    code_version: str
    # What releases of before this field were made with is not known.
    configuration: dict[str, str] | None = None
    deliveries: tuple[str, ...]
    rows: dict[str, int]
    content: dict[str, str]
    audiences: dict[str, tuple[str, ...]]


def releases_of(root: Path) -> list[Release]:
    """Return the releases that were made current at some time, oldest first."""
    found = sorted(path.parent for path in root.glob(f"[0-9]*/{PUBLISHED}"))
    return [
        Release.model_validate_json((folder / "release.json").read_text("utf-8"))
        for folder in found
    ]


def current_release(root: Path) -> Release | None:
    """Return the release that readers get, or None before the first."""
    path = root / CURRENT / "release.json"
    return Release.model_validate_json(path.read_text("utf-8")) if path.exists() else None


def named_release(root: Path, name: str) -> Release:
    """Return the release of an id or its beginning, the `current` one or the one before that.

    Raises:
        ReleaseError: There is none of that name, or more than one; the message lists the latest.
    """
    releases, current = releases_of(root), current_release(root)
    if current is None:
        raise ReleaseError(f"no release in {root}; make one with: evenkeel run")
    if name == CURRENT:
        return current
    if name == PREVIOUS:
        before = [each for each in releases if each.release_id < current.release_id]
        if not before:
            raise ReleaseError(f"no release before the current one, {current.release_id}")
        return before[-1]
    exact = [each for each in releases if each.release_id == name]
    found = exact or [each for each in releases if each.release_id.startswith(name)]
    if len(found) != 1:
        many = f"{len(found)} releases begin with" if found else "no release is or begins with"
        latest = ", ".join(each.release_id for each in releases[: -LISTED - 1 : -1])
        raise ReleaseError(
            f"{many} {name!r}; expected {CURRENT}, {PREVIOUS} or an id, such as {latest}"
        )
    return found[0]


def publish(
    root: Path, warehouse: Path, tables: list[PublishedTable], gate: GateRecord, release: Release
) -> Path:
    """Write, verify and make current a release.

    Args:
        root: The folder of releases.
        warehouse: The warehouse file that the gate judged.
        tables: The tables to publish.
        gate: The gate's record of this very candidate.
        release: What is known of the release; rows, content and audiences are filled in here.

    Returns:
        The release's folder.

    Raises:
        ReleaseError: The gate did not pass, was of another run, or other content was found.
    """
    _check_gate(gate, release, tables)
    root.mkdir(parents=True, exist_ok=True)
    _sweep(root)
    candidate = root / f"{CANDIDATE}{release.release_id}"
    candidate.mkdir()
    for audience in AUDIENCES:
        _write_audience(
            warehouse, candidate, audience, [t for t in tables if audience in t.audiences]
        )
    rows = _verify(candidate, tables, gate)
    complete = release.model_copy(
        update={
            "rows": rows,
            "content": {table.name: gate.content[table.relation] for table in tables},
            "audiences": {table.name: table.audiences for table in tables},
        }
    )
    (candidate / "gate.json").write_text(gate.model_dump_json(indent=2) + "\n", "utf-8")
    (candidate / "release.json").write_text(complete.model_dump_json(indent=2) + "\n", "utf-8")
    _sync_tree(candidate)
    folder = root / release.release_id
    candidate.rename(folder)
    sync(root)
    _make_current(root, release.release_id)
    (folder / PUBLISHED).touch()
    sync(folder)
    return folder


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
    missing = [table.relation for table in tables if table.relation not in gate.content]
    if missing:
        raise ReleaseError(f"the gate did not see {', '.join(missing)}")


def _write_audience(
    warehouse: Path, candidate: Path, audience: str, tables: list[PublishedTable]
) -> None:
    """Write one audience's DuckDB file, in a version that DuckDB 1.x drivers read, and Parquet."""
    folder = candidate / "parquet" / audience
    folder.mkdir(parents=True)
    path = candidate / f"{audience}.duckdb"
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'; set enable_progress_bar = false")
        connection.execute(f"attach {literal(str(warehouse))} as warehouse (read_only)")
        connection.execute(f"attach {literal(str(path))} as release (storage_version 'v1.0.0')")
        for table in tables:
            name = quote(table.name)
            connection.execute(
                f"create table release.{name} as select * from warehouse.{table.relation}"
            )
            _comment(connection, table)
            connection.execute(
                f"copy release.{name} to {literal(str(folder / f'{table.name}.parquet'))}"
            )


def _comment(connection: duckdb.DuckDBPyConnection, table: PublishedTable) -> None:
    name = f"release.main.{quote(table.name)}"
    connection.execute(f"comment on table {name} is {literal(table.description)}")
    for column, description in table.columns.items():
        connection.execute(f"comment on column {name}.{quote(column)} is {literal(description)}")


def _verify(candidate: Path, tables: list[PublishedTable], gate: GateRecord) -> dict[str, int]:
    """Read every table back and compare it with what the gate judged; return the row counts."""
    rows: dict[str, int] = {}
    for audience in AUDIENCES:
        with duckdb.connect(str(candidate / f"{audience}.duckdb"), read_only=True) as connection:
            for table in (table for table in tables if audience in table.audiences):
                name = quote(table.name)
                if content_hash(connection, name) != gate.content[table.relation]:
                    raise ReleaseError(f"{table.relation} is not what the gate judged")
                counted = connection.execute(f"select count(*) from {name}").fetchone()
                rows[table.name] = int(counted[0]) if counted else 0
    return rows


def _sync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        sync(path)
    sync(folder)


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
