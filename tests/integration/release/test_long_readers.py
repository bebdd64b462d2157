"""A reader that holds a release open sees that release, whatever is published and deleted."""

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
from candidates import Candidate

# Opens the current release's file once, by the link, and its Parquet file; then reads on request.
READER = """
import sys, duckdb
path, parquet = sys.argv[1:]
release = duckdb.connect(path, read_only=True)
opened = open(parquet, "rb")
for line in sys.stdin:
    rows = release.execute("select hours from portfolio_project order by all").fetchall()
    opened.seek(0)
    print([str(hours) for (hours,) in rows], len(opened.read()), flush=True)
"""
NIGHTS = 12


def test_a_reader_keeps_its_release_while_nights_publish_and_retention_deletes(
    candidate: Candidate,
) -> None:
    current = candidate.releases / "current"
    named = (current / "finance.duckdb", current / "parquet/finance/portfolio_project.parquet")
    size = named[1].stat().st_size
    command = [sys.executable, "-c", READER, *map(str, named)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as reader:

        def read() -> str:
            assert reader.stdin
            assert reader.stdout
            reader.stdin.write("\n")
            return reader.stdout.readline().strip()

        seen = {read()}
        for night in range(NIGHTS):
            candidate.build(str(night))
            candidate.publish(f"{night:03d}", candidate.judged(f"{night:03d}"))
            assert candidate.read("finance") == [f"{night}.000000"]
            seen.add(read())
            if night == NIGHTS // 2:
                shutil.rmtree(candidate.releases / "2026-one")
        assert reader.stdin
        reader.stdin.close()

    assert seen == {f"['4.000000', '8.000000'] {size}"}
    assert Path(candidate.releases / "current").resolve().name == f"2026-{NIGHTS - 1:03d}"


def test_who_holds_a_release_and_opens_the_current_one_again_reads_that(
    candidate: Candidate,
) -> None:
    """DuckDB shares an open file among the connections of a process, by where the link leads."""
    named = str(candidate.releases / "current" / "portfolio.duckdb")
    query = "select hours::varchar from portfolio_project order by all"
    with duckdb.connect(named, read_only=True) as held:
        before = held.execute(query).fetchall()
        candidate.build("7")
        candidate.publish("two", candidate.judged("two"))
        with duckdb.connect(named, read_only=True) as opened:
            assert opened.execute(query).fetchall() == [("7.000000",)]
        assert held.execute(query).fetchall() == before
