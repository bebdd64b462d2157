"""JDBC, as DBeaver, Metabase and Tableau connect, reads a release: values, meanings, no more."""

import shutil
import subprocess
from pathlib import Path

import pytest
from client_reads import (
    COLUMNS,
    MEANINGS,
    MEANS,
    NO_PRIVILEGE,
    READER,
    REFUSED,
    SELECT,
    VIEW,
    Read,
    in_order,
    typed,
)

PROGRAM = Path(__file__).with_name("ReleaseReader.java")
DRIVER = Path("/usr/share/java/postgresql.jar")
pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(
        not DRIVER.exists() or shutil.which("javac") is None,
        reason="no JDBC driver or no Java (Debian: apt-get install libpostgresql-jdbc-java "
        "openjdk-17-jdk-headless)",
    ),
]


@pytest.fixture(scope="module")
def told(released: Read) -> list[list[str]]:
    """What the program tells, line by line, in one start of Java."""
    host, port, database = released.host
    url = f"jdbc:postgresql://{host}:{port}/{database}?user={READER}"
    command = ["java", "-Xshare:auto", "-cp", str(DRIVER), str(PROGRAM), url, SELECT, VIEW]
    done = subprocess.run([*command, *REFUSED], capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return [line.split("\x1f") for line in done.stdout.split("\x1e")]


def test_jdbc_reads_every_value(released: Read, told: list[list[str]]) -> None:
    rows = [
        [None if cell == "absent" else cell for cell in row] for kind, *row in told if kind == "row"
    ]

    assert in_order(map(typed, rows)) == released.rows


def test_jdbc_knows_digits_and_places_of_numbers(told: list[list[str]]) -> None:
    types = {line[1]: (line[2], line[3]) for line in told if line[0] == "type"}
    wanted = {
        name: ("java.math.BigDecimal", kind.removeprefix("decimal(").rstrip(")").replace(" ", ""))
        for name, (kind, _) in COLUMNS.items()
        if kind.startswith("decimal")
    }

    assert types.items() >= wanted.items()


def test_jdbc_tells_what_views_and_columns_mean(told: list[list[str]]) -> None:
    meanings = {line[1]: line[2] for line in told if line[0] == "meaning"}

    assert meanings.items() >= {**MEANINGS, "portfolio_month": MEANS}.items()


def test_jdbc_is_refused(told: list[list[str]]) -> None:
    refused = {line[1]: line[2] for line in told if line[0] == "refused"}

    assert refused == dict.fromkeys(REFUSED, NO_PRIVILEGE)
