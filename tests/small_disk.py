"""A real disk that is small, and can be made larger: a file system in memory."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Disk:
    """Where a disk is mounted."""

    folder: Path

    def resize(self, kilobytes: int) -> None:
        """Give the disk another size; what is on it stays."""
        how = f"remount,size={kilobytes}k"
        subprocess.run(["mount", "-o", how, str(self.folder)], check=True)

    def protect(self, *, against_writes: bool) -> None:
        """Let nobody write to the disk, not even root, or everybody again."""
        how = "remount,ro" if against_writes else "remount,rw"
        subprocess.run(["mount", "-o", how, str(self.folder)], check=True)

    def fill(self, *, but: int) -> Path:
        """Fill the disk with one file until only `but` kilobytes are free; return the file."""
        ballast = self.folder / "ballast"
        told = subprocess.check_output(["df", "--output=avail", "-k", str(self.folder)], text=True)
        with ballast.open("wb") as file:
            for _ in range(int(told.split()[-1]) - but):
                file.write(bytes(1024))
        return ballast


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Disk]:
    """Mount a disk of so many kilobytes on a folder that is made for it."""
    folder.mkdir(parents=True, exist_ok=True)
    options = ["-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs"]
    mounted = subprocess.run(["mount", *options, str(folder)], check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip(f"no disk can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
