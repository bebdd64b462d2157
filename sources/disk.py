"""What landing asks of the file system: a folder to itself, and bytes that are really on disk."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sources.errors import BusyError

# What begins so is under way, or was cut off: the next run sweeps it.
PARTIAL = ".partial-"


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; the system frees it when the process ends, however it ends.

    Raises:
        BusyError: Another process, or another thread, holds it.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _lock(descriptor)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BusyError(
            "another run is landing this table at this moment; run again when it has ended"
        ) from error


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def write_whole(path: Path, text: str) -> None:
    """Write a file so that whoever reads it at any moment finds the old one or the new one."""
    written = path.with_name(f".{path.name}.{os.getpid()}")
    written.write_text(text, "utf-8")
    written.replace(path)
