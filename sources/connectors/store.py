"""Open the store that a URL names, find files in it and fetch them; no error holds a secret.

Which files are ready to be read belongs in `files.py`. A store's library is imported only where
its URL is configured.
"""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import fsspec
from fsspec.implementations.local import LocalFileSystem

from sources.configuration import Files
from sources.errors import ReadError, first_line
from sources.settings import secret

OBJECTS = ("s3", "s3a", "gs", "az", "azure", "abfs", "abfss")
# Every other option is taken for a secret, and its value is not repeated.
TOLD = ("endpoint", "region", "account_name", "username", "key_filename", "known_hosts")


@dataclass(frozen=True)
class Entry:
    """A file or folder as its store lists it; `modified` in seconds since 1970, UTC."""

    path: str
    size: int
    modified: float | None
    is_folder: bool


@dataclass(frozen=True)
class Found:
    """A file that a pattern names, and whether `<file>.done` is beside it."""

    path: str
    size: int
    modified: float | None
    is_done: bool


class Store(Protocol):
    """Where files lie. Its methods raise OSError or ReadError."""

    root: str

    def entries(self, folder: str) -> list[Entry]:
        """Return what is in a folder; FileNotFoundError where the store can tell it is absent."""
        ...

    def fetch(self, path: str, spool: Path) -> Path:
        """Return the file on this machine, copied to the folder `spool` if it lies elsewhere."""
        ...

    def close(self) -> None:
        """End the connection."""
        ...


class _Opened:
    """A store that fsspec opens; a local folder's files are read where they are."""

    def __init__(self, url: str, options: dict[str, Any]) -> None:
        try:
            # A cached file system would list what was there before.
            self._files, self.root = fsspec.core.url_to_fs(url, skip_instance_cache=True, **options)
        except (ImportError, TypeError, ValueError) as error:
            raise ReadError(f"{url} cannot be opened: {first_line(error)}") from error

    def entries(self, folder: str) -> list[Entry]:
        return [
            Entry(
                path=info["name"].rstrip("/"),
                size=int(info["size"] or 0),
                modified=_seconds(info.get("mtime") or info.get("last_modified")),
                is_folder=info["type"] == "directory",
            )
            for info in self._files.ls(folder, detail=True)
        ]

    def fetch(self, path: str, spool: Path) -> Path:
        if isinstance(self._files, LocalFileSystem):
            return Path(path)
        target = spool / path.rpartition("/")[2]
        self._files.get_file(path, str(target))
        return target

    def close(self) -> None:
        """Leave it to fsspec, which keeps no connection of the stores that are opened here."""


@contextlib.contextmanager
def opened_store(settings: Files) -> Iterator[Store]:
    """Connect to the store of `settings.url`, with options from the environment.

    Raises:
        ReadError: It cannot be reached, refuses, or breaks off, here or while it is used.
    """
    options = {key: secret(name) for key, name in settings.options_env.items()}
    hidden = [value for key, value in options.items() if key not in TOLD]
    try:
        with contextlib.closing(_store(settings.url, options)) as store:
            yield store
    except (ReadError, OSError) as error:
        # Without its cause: a library's own error may hold what it was given.
        kind = type(error) if isinstance(error, ReadError) else ReadError
        raise kind(_without(hidden, first_line(error))) from None


def find(store: Store, folder: str, pattern: str) -> list[Found]:
    """Return the files that a pattern names, sorted; `*` does not match `/`.

    fsspec's own glob leaves out, in silence, what it may not or can not list; this does not.

    Raises:
        ReadError: The folder is not there.
    """
    name, _, rest = pattern.partition("/")
    try:
        entries = store.entries(folder)
    except FileNotFoundError as error:
        raise ReadError(f"no folder {folder}; expected the one that holds the files") from error
    paths = {entry.path for entry in entries}
    found = []
    for entry in sorted(entries, key=lambda each: each.path):
        if not fnmatchcase(entry.path.rpartition("/")[2], name) or not _is_in(entry, folder):
            continue
        if rest and entry.is_folder:
            found += find(store, entry.path, rest)
        elif not rest and not entry.is_folder:
            is_done = f"{entry.path}.done" in paths
            found.append(Found(entry.path, entry.size, entry.modified, is_done))
    return found


def _is_in(entry: Entry, folder: str) -> bool:
    """Tell whether an entry lies in the folder that lists it; what a server says may lead out."""
    return entry.path.rpartition("/")[0].rstrip("/") == folder.rstrip("/")


def _store(url: str, options: dict[str, str]) -> Store:
    scheme, separator, _ = url.partition("://")
    if separator and scheme in OBJECTS:
        from sources.connectors.store_objects import ObjectStore  # noqa: PLC0415 - as said above

        return ObjectStore(url, options)
    if separator and scheme in ("sftp", "ssh"):
        from sources.connectors.store_sftp import SftpStore  # noqa: PLC0415 - as said above

        return SftpStore(url, options)
    return _Opened(url, options)


def _seconds(stamp: Any) -> float | None:  # noqa: ANN401 - fsspec's stores differ
    if stamp is None:
        return None
    return float(stamp) if isinstance(stamp, int | float) else float(stamp.timestamp())


def _without(hidden: list[str], text: str) -> str:
    """Leave out secrets, and the query of every URL: a signature may be in it."""
    text = re.sub(r"(https?://[^\s?]+)\?\S+", r"\1", text)
    for value in hidden:
        for shown in (value, quote(value, safe="")):
            text = text.replace(shown, "***")
    return text
