"""psql reads a release: exact values, their meanings, and not what others read."""

import csv
import io
import shutil
import subprocess

import pytest
from client_reads import MEANINGS, MEANS, NO_PRIVILEGE, REFUSED, SELECT, VIEW, Read, in_order, typed

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(
        shutil.which("psql") is None,
        reason="psql is not there (Debian: apt-get install postgresql-client)",
    ),
]
ABSENT = "absent"


def psql(released: Read, statement: str) -> subprocess.CompletedProcess[str]:
    command = ["psql", "--no-psqlrc", "--csv", "--pset", f"null={ABSENT}"]
    return subprocess.run(
        [*command, "--set", "VERBOSITY=sqlstate", "--command", statement, released.url],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def rows_of(released: Read, statement: str) -> list[list[str | None]]:
    done = psql(released, statement)
    assert done.returncode == 0, done.stderr
    _, *rows = csv.reader(io.StringIO(done.stdout, newline=""))
    return [[None if cell == ABSENT else cell for cell in row] for row in rows]


def test_psql_reads_every_value(released: Read) -> None:
    assert in_order(map(typed, rows_of(released, SELECT))) == released.rows


def test_psql_shows_what_views_and_columns_mean(released: Read) -> None:
    columns = {row[0]: row[-1] for row in rows_of(released, rf"\d+ {VIEW}") if len(row) > 1}
    ((_, _, _, *_, meaning),) = rows_of(released, rf"\dv+ {VIEW}")

    assert columns.items() >= MEANINGS.items()
    assert meaning == MEANS


@pytest.mark.parametrize("statement", REFUSED)
def test_psql_is_refused(released: Read, statement: str) -> None:
    done = psql(released, statement)

    assert (done.returncode, NO_PRIVILEGE in done.stderr) == (1, True), done.stderr
