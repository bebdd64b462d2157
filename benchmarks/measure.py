"""What one side of a comparison costs, in a process of its own."""

import json
import multiprocessing
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil
from rich.console import Console

SAMPLED_SECONDS = 0.1
out = Console(highlight=False)


@dataclass(frozen=True)
class Cost:
    """What a side took, its processes together.

    Bytes are those that system calls moved, whether from the disk or from its cache. The peak is
    of the memory that all its processes held at once, seen ten times a second.
    """

    seconds: float
    processor_seconds: float
    peak_gigabytes: float
    read_gigabytes: float
    written_gigabytes: float

    def told(self, side: str) -> str:
        """Return one line of a table."""
        return (
            f"{side:<32} {self.seconds:7.1f} s {self.processor_seconds:7.1f} s of processor "
            f"{self.peak_gigabytes:6.2f} GB at once {self.read_gigabytes:6.2f} GB read "
            f"{self.written_gigabytes:6.2f} GB written"
        )


def measured(side: str, work: Callable[[], object]) -> Cost:
    """Run one side to its end, print what it cost and return it.

    Raises:
        RuntimeError: The side ended with an error, which it has printed.
    """
    with tempfile.TemporaryDirectory(prefix="evenkeel-bench-") as folder:
        result = Path(folder) / "cost.json"
        process = multiprocessing.get_context("spawn").Process(target=_run, args=(work, result))
        process.start()
        peak = 0.0
        while process.is_alive():
            peak = max(peak, _held(process.pid))
            process.join(SAMPLED_SECONDS)
        if process.exitcode:
            raise RuntimeError(f"{side} ended with {process.exitcode}")
        cost = Cost(peak_gigabytes=peak, **json.loads(result.read_text("utf-8")))
    out.print(cost.told(side), soft_wrap=True)
    return cost


def command(*arguments: str | Path) -> Callable[[], object]:
    """Return a side that is a command."""
    return partial(_command, [f"{each}" for each in arguments])


def _command(arguments: Sequence[str]) -> None:
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ours


def _run(work: Callable[[], object], result: Path) -> None:
    began = time.monotonic()
    work()
    seconds = time.monotonic() - began
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    moved = dict(line.split(": ") for line in Path("/proc/self/io").read_text("utf-8").splitlines())
    told = {
        "seconds": seconds,
        "processor_seconds": sum(each.ru_utime + each.ru_stime for each in used),
        "read_gigabytes": int(moved["rchar"]) / 1e9,
        "written_gigabytes": int(moved["wchar"]) / 1e9,
    }
    result.write_text(json.dumps(told), "utf-8")


def _held(pid: int | None) -> float:
    held = 0
    try:
        process = psutil.Process(pid)
        for each in (process, *process.children(recursive=True)):
            held += each.memory_info().rss
    except psutil.NoSuchProcess:
        pass
    return held / 1e9
