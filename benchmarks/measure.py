"""Time and peak memory of one side of a comparison, in a process of its own."""

import json
import multiprocessing
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

out = Console(highlight=False)


def measured(work: Callable[[Path], None], folder: Path) -> tuple[float, float]:
    """Return the seconds and the peak gigabytes of one side."""
    result = folder / f"{work.__name__}.json"
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(work, folder, result))
    process.start()
    process.join()
    seconds, peak = json.loads(result.read_text("utf-8"))
    return seconds, peak


def _run(work: Callable[[Path], None], folder: Path, result: Path) -> None:
    began = time.monotonic()
    work(folder)
    result.write_text(json.dumps([time.monotonic() - began, _peak_gigabytes()]), "utf-8")


def _peak_gigabytes() -> float:
    """Return the peak since this program began; getrusage counts what its parent had as well."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1e6
