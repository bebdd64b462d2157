"""A table that is larger than the memory it is read in lands whole, or says that it did not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from databases import VARIABLE, Database

PROGRAM = Path(__file__).with_name("sql_system.py")
PATHS = (PROGRAM.parent, PROGRAM.parents[1], PROGRAM.parents[2])
ROWS, NOTE_BYTES = 1_000_000, 992
NUMBERS = {
    "postgres": "generate_series(1, {rows}) as numbers (i)",
    "sqlite": (
        "(with recursive numbers (i) as "
        "(select 1 union all select i + 1 from numbers where i < {rows}) select i from numbers)"
    ),
}
NOTES = {"postgres": "repeat(md5(cast(i as text)), 31)", "sqlite": "hex(randomblob(496))"}
WIDE = """
    insert into time_entries (
        time_entry_id, person_id, work_date, hours, time_category, is_billable, approval_state,
        note, updated_at
    )
    select cast(i as text), 'P1', '2026-03-02', 0.25, 'delivery', true, 'approved', {note},
        '2026-03-03 09:00:00'
    from {numbers}
"""

pytestmark = pytest.mark.integration


def wide(database: Database, dialect: str, rows: int) -> None:
    """Fill the table with rows of a kilobyte."""
    database.create()
    numbers = NUMBERS[dialect].format(rows=rows)
    database.execute(WIDE.format(note=NOTES[dialect], numbers=numbers))


def pulled(
    database: Database, folder: Path, *, memory_limit: str
) -> subprocess.CompletedProcess[str]:
    """Pull the table in a process of its own."""
    paths = os.pathsep.join(map(str, PATHS))
    return subprocess.run(
        [sys.executable, str(PROGRAM), str(folder), memory_limit],
        env={**os.environ, "PYTHONPATH": paths, VARIABLE: database.url},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fixture", "dialect"),
    [("postgres", "postgres"), ("psycopg", "postgres"), ("sqlite", "sqlite")],
)
def test_a_gigabyte_lands_in_less_memory_than_it_has(
    request: pytest.FixtureRequest, tmp_path: Path, fixture: str, dialect: str
) -> None:
    database: Database = request.getfixturevalue(fixture)
    wide(database, dialect, ROWS)

    done = pulled(database, tmp_path, memory_limit="500MB")

    assert done.returncode == 0, done.stderr
    rows, peak_bytes = (int(word) for word in done.stdout.split()[-2:])
    assert rows == ROWS
    assert peak_bytes < ROWS * NOTE_BYTES * 0.8


@pytest.mark.parametrize("dialect", ["postgres", pytest.param("sqlite", marks=pytest.mark.slow)])
def test_a_table_that_does_not_fit_is_refused_and_lands_nothing(
    request: pytest.FixtureRequest, tmp_path: Path, dialect: str
) -> None:
    database: Database = request.getfixturevalue(dialect)
    wide(database, dialect, 200_000)

    done = pulled(database, tmp_path, memory_limit="60MB")

    assert (done.returncode, list((tmp_path / "landing").glob("**/delivery.json"))) == (1, [])
    assert "ReadError: erp.time_entries: Out of Memory Error" in done.stderr
