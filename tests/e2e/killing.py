"""Kill nightlies at a drawn moment of a named phase, as their own lines tell the phases apart."""

import os
import random
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field

from nightly import Company

PHASES = ("land", "load", "build", "gate", "publish")
# The line that ends each phase is the last of those that begin so.
ENDED_BY = {
    "land": "done    landing_",
    "load": "done    raw_",
    "build": "done    portfolio/",
    "gate": "passed",
}


@dataclass
class Watched:
    """A nightly under way and what it has told so far, each line with its second."""

    process: subprocess.Popen
    began: float = field(default_factory=time.monotonic)
    lines: list[tuple[float, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read along."""
        self._reading = threading.Thread(target=self._read)
        self._reading.start()

    def _read(self) -> None:
        for line in self.process.stderr or ():
            self.lines.append((time.monotonic() - self.began, line.strip()))

    def end(self) -> int:
        """Wait for the end; return the exit code."""
        code = self.process.wait()
        self._reading.join()
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe:
                pipe.close()
        return code

    def kill_after(self, line: str, seconds: float) -> bool:
        """Kill the whole group so long after a line was told; return False where it had ended."""
        while line and self.process.poll() is None and not self._told(line):
            time.sleep(0.05)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
        return self.end() == -signal.SIGKILL

    def _told(self, line: str) -> bool:
        return any(_words(told) == line for _, told in self.lines)


def watched(company: Company) -> Watched:
    """Start a nightly."""
    return Watched(company.start("run", "--as-of", "2026-07-31"))


@dataclass(frozen=True)
class Timetable:
    """After which line each phase begins, and how long it takes."""

    begins_after: dict[str, str]
    lasts: dict[str, float]

    @classmethod
    def of(cls, night: Watched) -> "Timetable":
        """Take it from a night that was left alone."""
        after, lasts, last = dict[str, str](), dict[str, float](), (0.0, "")
        for phase in PHASES:
            after[phase] = last[1]
            told = [each for each in night.lines if each[1].startswith(ENDED_BY.get(phase, ""))]
            lasts[phase] = told[-1][0] - last[0]
            last = (told[-1][0], _words(told[-1][1]))
        return cls(after, lasts)

    def kill(self, night: Watched, phase: str, moments: random.Random) -> tuple[bool, float]:
        """Kill a night at a drawn moment of a phase; return whether it was, and the moment."""
        moment = moments.uniform(0, self.lasts[phase])
        return night.kill_after(self.begins_after[phase], moment), moment


def _words(line: str) -> str:
    """Return what a line is known by on any night: how it ended, and what."""
    return " ".join(line.split()[:2])
