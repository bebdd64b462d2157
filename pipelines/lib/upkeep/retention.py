"""What may be deleted of a company's folders, and why the rest stays.

Nothing goes that a kept release, a closed period or a replay needs: the current release, the books
of every release, and the landed deliveries stay. A publication in PostgreSQL goes with its release.
Deleting is `remove` in `removing.py`.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from pipelines.lib.company import releases_root
from pipelines.lib.releases.books import FOLDER as BOOKS
from pipelines.lib.releases.release import PUBLISHED, RETIRED, Release, current_release, releases_of
from pipelines.lib.upkeep.judged import Judged, Kind
from pipelines.lib.upkeep.publications import publications
from sources.configuration import Settings
from sources.system import tables_of

RECORD = "release.json"


def judged(settings: Settings, now: dt.datetime, *, landing: bool = False) -> list[Judged]:
    """Return everything that is looked at, oldest first in its kind.

    Args:
        settings: Whose folders, and what `[retention]` says.
        now: What days are counted back from.
        landing: Whether deliveries that nothing needs may go, too.
    """
    since = now - dt.timedelta(days=settings.retention.days)
    state = settings.path(settings.storage.state)
    releases = list(_releases(settings, since))
    return [
        *releases,
        *publications(settings, {each.name for each in releases if not each.goes}),
        *_landing(settings, may_go=landing),
        *_dated("replay", state / "replay", since, settings.retention.days),
        *_dated("report", state / "runs", since, settings.retention.days),
        *_dated("log", state / "dagster" / "storage", since, settings.retention.days),
        *_history(settings, since),
    ]


def _releases(settings: Settings, since: dt.datetime) -> Iterator[Judged]:
    root = releases_root(settings)
    releases, current = releases_of(root), current_release(root)
    latest = {each.release_id for each in releases[-settings.retention.releases :]}
    kept = {each.release_id: _reason(each, current, latest, since) for each in releases}
    for release, following in zip_longest(releases, releases[1:]):
        folder, why = root / release.release_id, kept[release.release_id]
        if not why and following and kept[following.release_id]:
            why = f"{following.release_id} is replayed with the keys it has"
        if why:
            yield _kept("release", folder, why)
            continue
        books = "; its books of closed periods stay" if (folder / BOOKS).exists() else ""
        yield _going("release", folder.name, _parts(folder), f"not among the latest{books}")
    for folder in sorted(path.parent for path in root.glob(f"[0-9]*/{RETIRED}")):
        if parts := _parts(folder):
            yield _going("release", folder.name, parts, "left by a deletion that was cut off")


def _parts(folder: Path) -> tuple[Path, ...]:
    """Return what goes of a release: all of it, but its books and what says whose they are."""
    if not (folder / BOOKS).exists():
        return (folder,)
    stays = {BOOKS, RECORD, PUBLISHED, RETIRED}
    return tuple(sorted(each for each in folder.iterdir() if each.name not in stays))


def _reason(release: Release, current: Release | None, latest: set[str], since: dt.datetime) -> str:
    """Return why a release stays; nothing where there is no reason."""
    if current and release.release_id == current.release_id:
        return "the current one"
    if release.release_id in latest:
        return "among the latest"
    return "young" if release.published_at >= since else ""


def _landing(settings: Settings, *, may_go: bool) -> Iterator[Judged]:
    """Judge the deliveries of each table; those of a table are needed together or not at all.

    Figures follow from every delivery of a table, first to last. So only a table goes that the
    configuration does not read, and of which no release that is there was made.
    """
    root = settings.path(settings.storage.landing)
    read = {
        f"{system.name}/{table.name}" for system in settings.systems for table in tables_of(system)
    }
    released = {
        delivery.rpartition("/")[0]: release
        for path in sorted(releases_root(settings).glob(f"[0-9]*/{RECORD}"))
        for release in [Release.model_validate_json(path.read_text("utf-8"))]
        for delivery in release.deliveries
    }
    for folder in sorted(each for each in root.glob("*/[a-z]*") if each.is_dir()):
        name = folder.relative_to(root).as_posix()
        if name in released and name not in read:
            why = f"release {released[name].release_id} was made of it"
            yield _kept("landing", folder, why, name=name)
        elif name not in read and may_go:
            yield _going("landing", name, (folder,), "not configured, and in no release")
        elif name not in read:
            yield _kept("landing", folder, "no figure needs it; it goes with --landing", name=name)
    for system in settings.systems:
        count = len(tables_of(system))
        name = f"{system.name}, {count} tables"
        yield _kept("landing", root / system.name, "figures follow from it", name=name)


def _dated(kind: Kind, folder: Path, since: dt.datetime, days: int) -> Iterator[Judged]:
    found = sorted(folder.iterdir(), key=lambda each: each.name) if folder.is_dir() else []
    for path in found:
        changed = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
        if changed < since:
            yield _going(kind, path.name, (path,), f"older than {days} days")
        else:
            yield _kept(kind, path, "young")


def _history(settings: Settings, since: dt.datetime) -> Iterator[Judged]:
    """Judge the runs that the orchestrator remembers, all old ones and all others together."""
    from pipelines.lib.upkeep.run_history import events_of, has_history, runs_since  # noqa: PLC0415 - slow

    if not has_history(settings):
        return
    old, others = runs_since(settings, since)
    if old:
        paths = tuple(events_of(settings, old))
        why = f"older than {settings.retention.days} days"
        going = _going("run", f"{len(old)} in the history", paths, why)
        yield going.model_copy(update={"runs": tuple(old)})
    if others:
        size = sum(size_of(path) for path in events_of(settings, others))
        name = f"{len(others)} in the history"
        yield Judged(kind="run", name=name, size=size, goes=False, why="young, or not ended")


def _kept(kind: Kind, path: Path, why: str, *, name: str = "") -> Judged:
    return Judged(kind=kind, name=name or path.name, size=size_of(path), goes=False, why=why)


def _going(kind: Kind, name: str, paths: tuple[Path, ...], why: str) -> Judged:
    size = sum(size_of(path) for path in paths)
    return Judged(kind=kind, name=name, size=size, goes=True, why=why, paths=paths)


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder."""
    files = (each for each in (path, *path.rglob("*")) if each.is_file())
    return sum(file.stat().st_size for file in files)


def retired_first(going: Judged) -> Path | None:
    """Return the marker that a release gets before it is taken apart; None where none is due."""
    if going.kind != "release" or not going.paths:
        return None
    folder = going.paths[0] if going.paths[0].name == going.name else going.paths[0].parent
    return folder / RETIRED
