"""DuckDB's own command line reads a release's file: exact values, meanings, and writes nothing."""

import csv
import io
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest
from client_reads import LISTED, MEANINGS, MEANS, Read, in_order, typed

pytestmark = pytest.mark.integration
PROGRAM = str(Path(sys.executable).with_name("duckdb"))
ABSENT = "absent"


def ask(released: Read, statement: str) -> subprocess.CompletedProcess[str]:
    command = [PROGRAM, "-init", "/dev/null", "-readonly", "-csv", "-nullvalue", ABSENT]
    return subprocess.run(
        [*command, str(released.file), statement],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def rows_of(released: Read, statement: str) -> list[list[str | None]]:
    done = ask(released, statement)
    assert done.returncode == 0, done.stderr
    _, *rows = csv.reader(io.StringIO(done.stdout, newline=""))
    return [[None if cell == ABSENT else cell for cell in row] for row in rows]


def test_the_command_line_is_of_the_version_that_releases_are_written_with() -> None:
    told = subprocess.run([PROGRAM, "-version"], capture_output=True, check=True, text=True)

    assert told.stdout.startswith(f"v{duckdb.__version__} ")


def test_duckdb_reads_every_value(released: Read) -> None:
    rows = rows_of(released, f"select {LISTED} from portfolio_month")

    assert in_order(map(typed, rows)) == released.rows


def test_duckdb_shows_what_tables_and_columns_mean(released: Read) -> None:
    columns = rows_of(released, "select column_name, comment from duckdb_columns()")
    tables = rows_of(released, "select table_name, comment from duckdb_tables()")

    assert {row[0]: row[1] for row in columns}.items() >= MEANINGS.items()
    assert tables == [["portfolio_month", MEANS]]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("delete from portfolio_month", "read-only mode"),
        ("create table portfolio_more (i integer)", "read-only mode"),
        ("from fct_revenue_event", "fct_revenue_event does not exist"),
    ],
)
def test_duckdb_is_refused_and_the_file_stays(released: Read, statement: str, said: str) -> None:
    before = sha256(released.file.read_bytes()).digest()

    done = ask(released, statement)

    assert (done.returncode, said in done.stderr) == (1, True), done.stderr
    assert sha256(released.file.read_bytes()).digest() == before
