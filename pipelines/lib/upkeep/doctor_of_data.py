"""What the doctor finds of systems, disk, clock, lock, warehouse, release and orchestrator."""

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from expectations.content import content_hash
from pipelines.lib.company import landing_of, releases_root
from pipelines.lib.releases.books import FOLDER as BOOKS
from pipelines.lib.releases.books import INDEX, read_book
from pipelines.lib.releases.release import CURRENT, Release, current_release
from pipelines.lib.upkeep.doctor import Examined, guarded, ill, well
from pipelines.lib.warehouse import lock_holder, open_warehouse, warehouse_path
from sources.casting import quote
from sources.configuration import Settings
from sources.extract import utc_now
from sources.reaching import reach
from sources.system import tables_of

GIGABYTE = 1_000_000_000
# A night writes the warehouse's changes, a candidate beside the releases, and what is spilled.
ROOM = 3
SLACK = dt.timedelta(minutes=1)


def _systems(settings: Settings) -> Iterator[Examined]:
    for system in settings.systems:
        name = f"system {system.name}"
        yield from guarded(name, lambda name=name, system=system: iter([well(name, reach(system))]))


def _alerts(settings: Settings) -> Iterator[Examined]:
    if not settings.alerts.channels_env:
        yield Examined(check="alerts", state="note", found="nobody is told: no [alerts] channel")
        return
    from pipelines.lib.runs.channels import channels_of, unusable  # noqa: PLC0415 - its senders are slow

    if wrong := unusable(settings):
        mend = "put a URL of Apprise there, then: evenkeel alerts --test"
        yield ill("alerts", f"no URL of a channel: {', '.join(wrong)}", mend)
    else:
        yield well("alerts", f"{len(channels_of(settings))} channels; not tried: alerts --test")


def _logs(settings: Settings) -> Iterator[Examined]:
    if settings.logs.json_lines is None:
        return
    path = settings.path(settings.logs.json_lines)
    if os.access(path if path.exists() else path.parent, os.W_OK):
        yield well("logs", f"lines go to {path}")
    else:
        mend = "make its folder and give it to the account that runs the nightly"
        yield ill("logs", f"cannot write to {path}: no run tells programs anything", mend)


def _lineage(settings: Settings) -> Iterator[Examined]:
    if settings.lineage.openlineage:
        from pipelines.lib.runs.lineage import lineage_client  # noqa: PLC0415 - only where asked for

        found = f"events go by {lineage_client().transport.kind}; nothing was sent"
        yield well("lineage", found)


def _disk(settings: Settings) -> Iterator[Examined]:
    file = warehouse_path(settings)
    size = file.stat().st_size if file.exists() else 0
    needed = max(GIGABYTE, ROOM * size)
    for folder in dict.fromkeys((settings.storage.landing, settings.storage.releases)):
        path = settings.path(folder)
        there = next(each for each in (path, *path.resolve().parents) if each.exists())
        free = shutil.disk_usage(there).free
        found = f"{free / GIGABYTE:.1f} GB free for {path}"
        if free < needed:
            mend = f"make room: {needed / GIGABYTE:.1f} GB are wanted; see evenkeel retention"
            yield ill("disk", found, mend)
        else:
            yield well("disk", found)


def _clock(settings: Settings) -> Iterator[Examined]:
    """See that nothing was done later than now: a clock that was put back orders runs wrongly."""
    landing, release = landing_of(settings), current_release(releases_root(settings))
    last = [
        delivery.finished_at
        for system in settings.systems
        for table in tables_of(system)
        if (delivery := landing.last(system.name, table.name))
    ]
    last += [release.published_at] if release else []
    now = utc_now()
    if last and max(last) > now + SLACK:
        found = f"{now:%Y-%m-%d %H:%M} UTC, before the last run at {max(last):%Y-%m-%d %H:%M}"
        yield ill("clock", found, "set the machine's clock (NTP) before the next night")
    else:
        yield well("clock", f"{now:%Y-%m-%d %H:%M} UTC, not behind the last run")


def _lock(settings: Settings) -> Iterator[Examined]:
    holder = lock_holder(settings)
    if holder:
        found = f"held by process {holder}: a nightly is running"
        yield Examined(check="lock", state="note", found=found)
    else:
        yield well("lock", "free")


def _warehouse(settings: Settings) -> Iterator[Examined]:
    path = warehouse_path(settings)
    if not path.exists():
        yield Examined(check="warehouse", state="note", found="not there; the next night makes it")
        return
    if lock_holder(settings):
        yield Examined(check="warehouse", state="note", found="in use by the nightly, not opened")
        return
    try:
        with open_warehouse(settings, read_only=True) as warehouse:
            row = warehouse.execute("select count(*) from duckdb_tables()").fetchone()
    except duckdb.Error as error:
        mend = "close what has it open; if it is broken, run: the night makes it anew"
        yield ill("warehouse", str(error).splitlines()[0], mend)
    else:
        yield well("warehouse", f"opens, {row[0] if row else 0} tables")


def _release(settings: Settings) -> Iterator[Examined]:
    """Compare every table of the current release, and every book, with its checksum."""
    root = releases_root(settings)
    release = current_release(root)
    if release is None:
        yield Examined(check="release", state="note", found="none yet; make one: evenkeel run")
        return
    wrong = [*_altered(root / CURRENT, release)]
    for release_id, checksum in release.books.items():
        try:
            read_book(root / release_id / BOOKS, checksum)
        except (OSError, ValueError) as error:
            wrong.append(f"{release_id}/{BOOKS}/{INDEX}: {error}")
        except Exception as error:  # noqa: BLE001 - a book that is not what it was
            wrong.append(str(error))
    if wrong:
        found = f"{release.release_id}: {'; '.join(wrong)}"
        yield ill("release", found, "restore it from a backup, or publish anew: evenkeel run")
    else:
        books = f", {len(release.books)} books" if release.books else ""
        yield well("release", f"{release.release_id}, {len(release.content)} tables{books} whole")


def _altered(folder: Path, release: Release) -> Iterator[str]:
    for audience in sorted({each for those in release.audiences.values() for each in those}):
        path = folder / f"{audience}.duckdb"
        if not path.exists():
            yield f"no file {path.name}"
            continue
        with duckdb.connect(str(path), read_only=True) as connection:
            for table in (name for name, who in release.audiences.items() if audience in who):
                try:
                    same = content_hash(connection, quote(table)) == release.content[table]
                except duckdb.Error:
                    same = False
                if not same:
                    yield f"{table} in {path.name} is not what was published"


def _postgres(settings: Settings) -> Iterator[Examined]:
    if settings.postgres is None:
        return
    from pipelines.lib.upkeep.doctor_of_postgres import examine_postgres  # noqa: PLC0415 - its driver

    yield from examine_postgres(settings)


def _orchestrator(settings: Settings) -> Iterator[Examined]:
    from pipelines.lib.runs.instance import open_instance  # noqa: PLC0415 - seconds of imports

    with open_instance(settings) as instance:
        yield well("orchestrator", f"its state answers, runs: {instance.get_runs_count()}")


CHECKS: tuple[tuple[str, Callable[[Settings], Iterator[Examined]]], ...] = (
    ("systems", _systems),
    ("alerts", _alerts),
    ("logs", _logs),
    ("lineage", _lineage),
    ("disk", _disk),
    ("clock", _clock),
    ("lock", _lock),
    ("warehouse", _warehouse),
    ("release", _release),
    ("postgresql", _postgres),
    ("orchestrator", _orchestrator),
)
