"""Nightlies killed at random moments of every phase: nothing is lost, doubled or half-published.

Slow, so it has a make target of its own: `make test-kills KILLS=200`. The moments are drawn from
SEED. After each kill readers see a whole release, and the run that follows goes on without hands:
into the next phase, where it is killed in turn, and after the last phase to its end.
"""

import logging
import os
import random
from collections import Counter
from pathlib import Path

import pytest
from killing import PHASES, Timetable, watched
from nightly import Company
from whole import change, check_next_night, check_whole

log = logging.getLogger(__name__)
SEED, KILLS = int(os.environ.get("SEED", "20260731")), int(os.environ.get("KILLS", "10"))

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(0)]


def test_nights_killed_at_random_leave_whole_releases_and_lose_nothing(
    company: Company, tmp_path: Path
) -> None:
    moments, table = random.Random(SEED), Counter[tuple[str, str]]()  # noqa: S311 - a draw
    change(company, "Associate")
    alone = watched(company)
    assert alone.end() == 0
    timetable, seen = Timetable.of(alone), {check_whole(company)}

    for number in range(KILLS):
        phase = PHASES[number % len(PHASES)]
        change(company, f"Principal {number}")
        night = watched(company)
        killed, moment = timetable.kill(night, phase, moments)
        # One that ended before its moment came has to have ended well.
        assert killed or night.process.returncode == 0, night.lines[-5:]
        seen.add(check_whole(company))
        table[phase, "killed" if killed else "had published"] += 1
        if phase == PHASES[-1]:
            # Who comes after a kill is killed later; this one is let end, and publishes.
            ended = company.run()
            assert ended.code == 0, ended.told
            seen.add(check_whole(company))
        log.info("%d %s after %.1f s: %d releases seen", number + 1, phase, moment, len(seen))

    check_next_night(company, tmp_path / "scratch")
    log.info("phase, how its nights ended, nights: all were followed by one that went on")
    for (phase, ended), nights in sorted(table.items(), key=lambda each: PHASES.index(each[0][0])):
        log.info("%-8s %-14s %4d", phase, ended, nights)
