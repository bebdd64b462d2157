"""Put a backup back, into an empty place, once every file of it is what was backed up."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from pipelines.lib.releases.release import CURRENT
from pipelines.lib.upkeep.backup import CONFIGURATION, Backup, backups_of, read_index
from sources.disk import sha256_of, sync
from sources.errors import ConfigurationError
from sources.settings import load_settings

SHOWN = 5


class BackupError(Exception):
    """A backup is not there, is not what was backed up, or there is something where it goes."""


def restore(named: Path, place: Path) -> tuple[Backup, Path]:
    """Write a company from a backup; return what the backup says, and the configuration.

    Args:
        named: A backup, or the folder of backups, of which the latest is taken.
        place: The folder of the company's configuration, absent or empty.

    Raises:
        BackupError: The backup is not whole, or something is there already.
    """
    folder = _chosen(named)
    index = read_index(folder)
    altered = [*_altered(folder, index)]
    if altered:
        raise BackupError(
            f"{folder} is not what was backed up, {len(altered)} files: "
            f"{'; '.join(altered[:SHOWN])}. Nothing was written; take another backup"
        )
    targets = _targets(folder, place)
    _expect_empty([place, *targets.values()])
    for name in index.files:
        top, _, rest = name.partition("/")
        target = targets[top] / rest
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(folder / name, target)
        sync(target)
    if index.current_release:
        (targets["releases"] / CURRENT).symlink_to(index.current_release)
        sync(targets["releases"])
    return index, place / CONFIGURATION


def _chosen(named: Path) -> Path:
    if (named / "backup.json").exists():
        return named
    found = backups_of(named)
    if not found:
        raise BackupError(f"no backup in {named}; expected one made by: evenkeel backup {named}")
    return found[-1]


def _altered(folder: Path, index: Backup) -> Iterator[str]:
    for name, kept in index.files.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            yield f"{name} lies outside of it"
        elif not path.exists():
            yield f"{name} is not there"
        elif path.stat().st_size != kept.size or sha256_of(path) != kept.sha256:
            yield f"{name} was changed"


def _targets(folder: Path, place: Path) -> dict[str, Path]:
    """Return where each part of the backup goes, as its own configuration says."""
    try:
        stored = load_settings(folder / "configuration" / CONFIGURATION)
    except ConfigurationError as error:
        raise BackupError(f"the configuration of {folder} can not be read: {error}") from error
    settings = stored.model_copy(update={"root": place.resolve()})
    storage = settings.storage
    return {
        "configuration": place,
        "landing": settings.path(storage.landing),
        "releases": settings.path(storage.releases),
        "state": settings.path(storage.state),
    }


def _expect_empty(places: list[Path]) -> None:
    for place in places:
        if place.exists() and any(place.iterdir()):
            raise BackupError(f"{place} is not empty; expected an empty place. Nothing was written")
