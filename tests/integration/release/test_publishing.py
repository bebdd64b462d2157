"""A release is what the gate judged, all of it, or it is not there."""

import datetime as dt
import subprocess
import sys

import duckdb
import pytest
from candidates import TABLE, Candidate

from pipelines.lib.releases.release import ReleaseError, current_release, next_id, releases_of

FIRST = ["8.000000", "4.000000"]


def test_a_release_holds_every_audiences_tables_and_says_what_they_are(
    candidate: Candidate,
) -> None:
    release = current_release(candidate.releases)

    assert release is not None
    assert (release.run_id, release.rows) == ("one", {"portfolio_project": 2})
    assert candidate.read("portfolio") == candidate.read("finance") == FIRST
    with duckdb.connect(str(candidate.releases / "current" / "people.duckdb")) as people:
        assert people.execute("show tables").fetchall() == []


def test_a_gate_that_refused_stops_the_release(candidate: Candidate) -> None:
    candidate.build("7")

    with pytest.raises(ReleaseError, match=r"the gate refuses portfolio\.portfolio_project"):
        candidate.publish("two", candidate.judged("two", passed=False))

    assert (candidate.current(), candidate.read()) == ("2026-one", FIRST)


def test_the_gate_of_another_run_does_not_count(candidate: Candidate) -> None:
    candidate.build("7")

    with pytest.raises(ReleaseError, match="recorded gate is of run one, expected one of run two"):
        candidate.publish("two", candidate.judged("one"))

    assert candidate.current() == "2026-one"


def test_a_table_that_changed_after_the_gate_is_not_published(candidate: Candidate) -> None:
    candidate.build("7")
    gate = candidate.judged("two")
    candidate.build("7.01")

    with pytest.raises(ReleaseError, match=r"portfolio_project is not what the gate judged"):
        candidate.publish("two", gate)

    assert (candidate.current(), candidate.read()) == ("2026-one", FIRST)


def test_a_table_the_gate_did_not_see_stops_the_release(candidate: Candidate) -> None:
    gate = candidate.judged("two").model_copy(update={"fingerprints": {}})

    with pytest.raises(ReleaseError, match=f"the gate did not see {TABLE.relation}"):
        candidate.publish("two", gate)


def test_who_reads_the_old_release_goes_on_reading_it(candidate: Candidate) -> None:
    old = candidate.releases / "current" / "portfolio.duckdb"
    with duckdb.connect(str(old), read_only=True) as reader:
        candidate.build("7")
        candidate.publish("two", candidate.judged("two"))

        still = reader.execute("select sum(hours) from portfolio_project").fetchone()

    assert str(still) == "(Decimal('12.000000'),)"
    assert candidate.read() == ["7.000000"]
    assert [release.run_id for release in releases_of(candidate.releases)] == ["one", "two"]


READER = """
import sys, duckdb
path, seen = sys.argv[1], set()
print("reading", flush=True)
while len(seen) < 4:
    with duckdb.connect(path, read_only=True) as connection:
        found = connection.execute("select hours from portfolio_project").fetchall()
    assert len(found) == 3 and len(set(found)) == 1, found
    seen.add(found[0])
"""


def test_who_reads_while_releases_come_sees_whole_ones(candidate: Candidate) -> None:
    candidate.build("1", "1", "1")
    candidate.publish("first", candidate.judged("first"))
    path = candidate.releases / "current" / "portfolio.duckdb"
    command = [sys.executable, "-c", READER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()

        number = 1
        while reader.poll() is None:
            number += 1
            candidate.build(*[str(number)] * 3)
            candidate.publish(f"run{number}", candidate.judged(f"run{number}"))

        assert reader.returncode == 0, reader.stderr and reader.stderr.read()
    assert number > 3


def test_ids_sort_as_published_though_the_clock_was_put_back(candidate: Candidate) -> None:
    root, day = candidate.releases, dt.datetime(2026, 8, 1, 2, tzinfo=dt.UTC)
    (root / "20260801T020000Z-aaaaaaaa").mkdir()
    (root / "20260801T020000Z-aaaaaaaa" / "published").touch()

    made = [next_id(root, "bbbbbbbb-1", day + dt.timedelta(days=days)) for days in (-30, 0, 1)]

    assert made == [
        "20260801T020001Z-bbbbbbbb",
        "20260801T020001Z-bbbbbbbb",
        "20260802T020000Z-bbbbbbbb",
    ]
