"""Copy what of a company can not be made again: landing, releases, history, configuration.

A backup is a folder of its own with `backup.json`, which says what each file is. What the backup
before it has already is linked, not copied. The warehouse is left out: a night rebuilds it from
landing. Secrets are in no file of a company, so they are in no backup. Putting one back belongs in
`restoring.py`.
"""

import datetime as dt
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.lib.company import releases_root
from pipelines.lib.gate.night import OVERRIDES, overrides_path
from pipelines.lib.releases.release import CURRENT
from pipelines.lib.warehouse import nightly_lock
from sources.configuration import Settings
from sources.disk import sha256_of, sync
from sources.errors import ConfigurationError

INDEX, PARTIAL, CONFIGURATION = "backup.json", ".partial-", "evenkeel.toml"
# Of the state folder, what no run makes again.
STATE = ("alerts.jsonl", "gate.json", "runs/*/*", "dagster/dagster.yaml", "dagster/**/*.db")
CUT_OFF = ".partial"
DATABASE = ".db"
PIECE = 1 << 20


class Kept(BaseModel):
    """One file of a backup: its bytes, and when its original was written."""

    model_config = ConfigDict(frozen=True)

    size: int
    sha256: str
    modified_ns: int


class Backup(BaseModel):
    """What `backup.json` says: every file by its path in the backup, and the current release."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    made_at: dt.datetime
    company: str
    current_release: str | None
    files: dict[str, Kept]


@dataclass(frozen=True)
class Made:
    """A backup that was made: where it is, how much it holds, and how much of that is new."""

    folder: Path
    files: int
    size: int
    new_size: int
    left_out: tuple[str, ...]


class BackupError(Exception):
    """A backup is not there, is not what was backed up, or there is something where it goes."""


def back_up(settings: Settings, configuration: Path, root: Path, now: dt.datetime) -> Made:
    """Make a backup in a folder of its own below `root`, while no nightly and no other one runs.

    Raises:
        BackupError: The backup before can not be read, or a file went while this one was made.
        ConfigurationError: `root` lies in a folder that is backed up.
        WarehouseBusyError: A nightly is running, or another backup is made.
    """
    _check_place(settings, root)
    root.mkdir(parents=True, exist_ok=True)
    with nightly_lock(settings):
        # Only now is it sure that what lies there was cut off, and is not made at this moment.
        for left in root.glob(f"{PARTIAL}*"):
            shutil.rmtree(left)
        return _make(settings, configuration, root, now)


def _make(settings: Settings, configuration: Path, root: Path, now: dt.datetime) -> Made:
    before = backups_of(root)[-1:]
    earlier = (before[0], read_index(before[0])) if before else None
    partial, files, new = root / f"{PARTIAL}{now:%Y%m%dT%H%M%SZ}", dict[str, Kept](), 0
    for name, original in _originals(settings, configuration):
        target = partial / name
        target.parent.mkdir(parents=True, exist_ok=True)
        kept = _linked(name, original, target, earlier)
        if kept is None:
            kept = _copied(original, target)
            new += kept.size
        files[name] = kept
    link = releases_root(settings) / CURRENT
    current = link.resolve().name if link.exists() else None
    index = Backup(made_at=now, company=settings.company.name, current_release=current, files=files)
    (partial / INDEX).write_text(index.model_dump_json(indent=1) + "\n", "utf-8")
    for path in (*partial.rglob("*"), partial):
        sync(path)
    gone = [name for name in files if not (partial / name).is_file()]
    if gone:
        raise BackupError(
            f"{len(gone)} of {len(files)} files that were copied to {partial} are not there any "
            f"more, such as {gone[0]}; expected all. Back up again"
        )
    folder = root / f"{now:%Y%m%dT%H%M%SZ}"
    partial.rename(folder)
    sync(root)
    size = sum(each.size for each in files.values())
    return Made(folder, len(files), size, new, tuple(_outside(settings)))


def backups_of(root: Path) -> list[Path]:
    """Return the backups in a folder, oldest first; one that was cut off is none."""
    return sorted(path.parent for path in root.glob(f"[0-9]*/{INDEX}"))


def read_index(folder: Path) -> Backup:
    """Return what a backup says of itself.

    Raises:
        BackupError: That can not be read.
    """
    path = folder / INDEX
    try:
        return Backup.model_validate_json(path.read_text("utf-8"))
    except ValidationError as error:
        (first, *_) = error.errors()
        where = ".".join(str(part) for part in first["loc"])
        found = f"{where}: {first['msg']}" if where else first["msg"]
        raise BackupError(f"{path}: found {found}; expected what evenkeel backup wrote") from error
    except UnicodeDecodeError as error:
        raise BackupError(f"{path}: found no text, expected what evenkeel backup wrote") from error


def _check_place(settings: Settings, root: Path) -> None:
    storage = settings.storage
    for folder in (storage.landing, storage.releases, storage.state, storage.warehouse):
        if root.resolve().is_relative_to(settings.path(folder).resolve()):
            raise ConfigurationError(
                f"{root} lies in {settings.path(folder)}, which is backed up or made anew; "
                "expected a folder elsewhere, best on another disk"
            )


def _originals(settings: Settings, configuration: Path) -> Iterator[tuple[str, Path]]:
    """Yield every file that is backed up, with its path in the backup."""
    yield f"configuration/{CONFIGURATION}", configuration
    for file in _of_configuration(settings):
        if not file.is_absolute():
            yield f"configuration/{file.as_posix()}", settings.path(file)
    if overrides_path(settings).exists():
        yield f"configuration/{OVERRIDES}", overrides_path(settings)
    storage = settings.storage
    yield from _below("landing", settings.path(storage.landing), ("**/*",))
    yield from _below("releases", settings.path(storage.releases), ("[0-9]*/**/*",))
    yield from _below("state", settings.path(storage.state), STATE)


def _below(top: str, folder: Path, patterns: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    """Yield the files that the patterns name, but what was cut off."""
    for path in sorted({each for pattern in patterns for each in folder.glob(pattern)}):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(CUT_OFF) for part in name.parts):
            yield f"{top}/{name.as_posix()}", path


def _of_configuration(settings: Settings) -> list[Path]:
    named = (settings.crosswalk.corrections, settings.reconciliation.explanations)
    return [path for path in named if path]


def _outside(settings: Settings) -> Iterator[str]:
    yield from (str(path) for path in _of_configuration(settings) if path.is_absolute())
    if settings.orchestrator.state_url_env:
        yield f"the database in {settings.orchestrator.state_url_env}"


def _linked(
    name: str, original: Path, target: Path, earlier: tuple[Path, Backup] | None
) -> Kept | None:
    """Link to the file of the backup before, where the original was not written since.

    A database may have been written to beside its file, so it is copied each time.
    """
    if earlier is None or name not in earlier[1].files or original.suffix == DATABASE:
        return None
    folder, kept = earlier[0], earlier[1].files[name]
    state = original.stat()
    if (state.st_size, state.st_mtime_ns) != (kept.size, kept.modified_ns):
        return None
    try:
        os.link(folder / name, target)
    except OSError:  # another file system, or one without links
        return None
    return kept


def _copied(original: Path, target: Path) -> Kept:
    state = original.stat()
    if original.suffix == DATABASE:
        _copy_database(original, target)
        digest = sha256_of(target)
    else:
        digest = _copy(original, target)
    os.utime(target, ns=(state.st_atime_ns, state.st_mtime_ns))
    return Kept(size=target.stat().st_size, sha256=digest, modified_ns=state.st_mtime_ns)


def _copy(original: Path, target: Path) -> str:
    digest = hashlib.sha256()
    with original.open("rb") as source, target.open("wb") as sink:
        while piece := source.read(PIECE):
            digest.update(piece)
            sink.write(piece)
    return digest.hexdigest()


def _copy_database(original: Path, target: Path) -> None:
    """Copy a database that the orchestrator may be writing to, as of one moment."""
    with (
        closing(sqlite3.connect(f"{original.resolve().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target)) as sink,
    ):
        source.backup(sink)
