"""Ten nightlies killed at random moments: nothing is lost, doubled or half-published.

Slow, so it has a make target of its own: `make test-kills`. The moments are drawn from SEED.
"""

import logging
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import duckdb
import pytest
from nightly import Company

from expectations.content import content_hash
from pipelines.lib.release import current_release

log = logging.getLogger(__name__)
SEED, KILLS = 20260731, 10
ROLES = [f"Principal {number}" for number in range(KILLS)]

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(3600)]


def killed_after(company: Company, seconds: float) -> bool:
    """Start a nightly and kill its whole process group; return False where it had ended."""
    process = company.start("run", "--as-of", "2026-07-31")
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return True
    return False


def check_whole(company: Company) -> str:
    """Check that every table of the current release has the content its record states."""
    release = current_release(company.releases)
    assert release is not None
    for table, audiences in release.audiences.items():
        for audience in audiences:
            path = company.releases / "current" / f"{audience}.duckdb"
            with duckdb.connect(str(path), read_only=True) as connection:
                assert content_hash(connection, f'"{table}"') == release.content[table]
    return release.release_id


def test_ten_nights_killed_at_random_leave_whole_releases_and_lose_nothing(tmp_path: Path) -> None:
    company, moments = Company.sample(tmp_path / "company"), random.Random(SEED)  # noqa: S311 - a draw
    began = time.monotonic()
    assert company.run().code == 0
    lasted = time.monotonic() - began
    seen = {check_whole(company)}

    for role in ROLES:
        company.edit("people", lambda rows, role=role: [{**rows[0], "role": role}, *rows[1:]])
        company.edit("time_entries", lambda rows: rows[1:])
        moment = moments.uniform(0, lasted)
        killed = killed_after(company, moment)
        seen.add(check_whole(company))
        log.info("%.1f of %.1f s, killed: %s, %d releases", moment, lasted, killed, len(seen))

    ended, scratch = company.run(), Company.sample(tmp_path / "scratch")
    for path in (company.folder / "exports").iterdir():
        (scratch.folder / "exports" / path.name).write_bytes(path.read_bytes())
    assert (ended.code, scratch.run().code) == (0, 0), ended.told
    assert company.content() == scratch.content()
    assert not list(company.folder.glob("var/**/.partial-*"))
    assert not list(company.releases.glob(".candidate-*"))
