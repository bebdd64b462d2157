"""Put a backup back, into an empty place, once every file of it is what was backed up.

The configuration is written last: what was cut off is no company that anyone could run.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

from pipelines.lib.releases.release import CURRENT
from pipelines.lib.upkeep.backup import (
    CONFIGURATION,
    INDEX,
    PARTIAL,
    Backup,
    BackupError,
    backups_of,
    read_index,
)
from sources.disk import sha256_of, sync
from sources.errors import ConfigurationError
from sources.settings import load_settings

SHOWN = 5


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
    last = f"configuration/{CONFIGURATION}"
    place.mkdir(parents=True, exist_ok=True)
    folders = {place}
    for name in index.files.keys() - {last}:
        top, _, rest = name.partition("/")
        target = targets[top] / rest
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(folder / name, target)
        sync(target)
        folders |= {each for each in target.parents if each.is_relative_to(targets[top])}
    if index.current_release:
        (targets["releases"] / CURRENT).symlink_to(index.current_release)
    for each in folders:
        sync(each)
    configuration = place / CONFIGURATION
    _write_last(folder / last, configuration)
    return index, configuration


def _write_last(original: Path, target: Path) -> None:
    """Copy a file so that it is there whole or not at all."""
    written = target.with_name(f"{PARTIAL}{target.name}")
    shutil.copy2(original, written)
    sync(written)
    written.rename(target)
    sync(target.parent)


def _chosen(named: Path) -> Path:
    if (named / INDEX).exists():
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
