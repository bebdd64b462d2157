"""Publishing that is killed at any of its steps leaves the old release or the new one, whole."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from candidates import Candidate

OLD, NEW = ["8.000000", "4.000000"], ["7.000000"]

# Stops the process dead, by the signal nobody can catch, before or after the named step.
KILLED = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = [{here!r}]
import pipelines.lib.publish.publishing as release
from candidates import Candidate

step = getattr(release, {step!r})
def killed(*arguments, **named):
    if {moment!r} == "after":
        step(*arguments, **named)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(release, {step!r}, killed)
candidate = Candidate(Path({folder!r}))
candidate.publish("two", candidate.judged("two"))
"""
STEPS = [
    ("_sweep", "before", OLD),
    ("_write_audience", "before", OLD),
    ("_write_audience", "after", OLD),
    ("_verify", "after", OLD),
    ("_sync_tree", "after", OLD),
    ("_make_current", "before", OLD),
    ("_make_current", "after", NEW),
]


@pytest.mark.parametrize(("step", "moment", "seen"), STEPS)
def test_readers_see_one_whole_release_and_the_next_night_publishes(
    candidate: Candidate, step: str, moment: str, seen: list[str]
) -> None:
    candidate.build("7")
    here = str(Path(__file__).parent)
    program = KILLED.format(here=here, step=step, moment=moment, folder=str(candidate.folder))

    done = subprocess.run([sys.executable, "-c", program], check=False)

    assert done.returncode == -signal.SIGKILL
    assert candidate.read() == candidate.read("finance") == seen
    candidate.build("6")
    candidate.publish("three", candidate.judged("three"))
    assert candidate.read() == ["6.000000"]
    left = {path.name for path in candidate.releases.iterdir()}
    published = {"2026-one", "2026-three", "current"}
    assert left == published | ({"2026-two"} if seen == NEW else set())


def test_a_kill_between_link_and_rename_leaves_the_old_release(candidate: Candidate) -> None:
    candidate.build("7")
    program = KILLED.format(
        here=str(Path(__file__).parent), step="os", moment="before", folder=str(candidate.folder)
    ).replace("setattr(release, 'os', killed)", "release.os.replace = killed")

    done = subprocess.run([sys.executable, "-c", program], check=False)

    assert done.returncode == -signal.SIGKILL
    assert (candidate.releases / ".candidate-link").is_symlink()
    assert (candidate.current(), candidate.read()) == ("2026-one", OLD)
    candidate.publish("three", candidate.judged("three"))
    assert candidate.read() == NEW
    assert not (candidate.releases / ".candidate-link").is_symlink()
