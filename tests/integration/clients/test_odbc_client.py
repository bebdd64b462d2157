"""ODBC, as Excel and Power BI connect, reads a release: exact values, meanings, and no more."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from client_reads import (
    COLUMNS,
    MEANINGS,
    NO_PRIVILEGE,
    READER,
    REFUSED,
    SELECT,
    VIEW,
    Read,
    in_order,
)

if TYPE_CHECKING:
    import pyodbc
else:
    pyodbc = pytest.importorskip(
        "pyodbc",
        reason="no ODBC driver manager (Debian: apt-get install unixodbc)",
        exc_type=ImportError,
    )

DRIVERS = sorted(Path("/usr/lib").glob("*/odbc/psqlodbcw.so"))
pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(
        not DRIVERS, reason="no ODBC driver (Debian: apt-get install odbc-postgresql)"
    ),
]


@pytest.fixture
def odbc(released: Read) -> Iterator[pyodbc.Connection]:
    host, port, database = released.host
    connection = pyodbc.connect(
        f"Driver={DRIVERS[-1]};Server={host};Port={port};Database={database};Uid={READER};"
        "BoolsAsChar=0",
        autocommit=True,
        readonly=True,
    )
    yield connection
    connection.close()


def test_odbc_reads_every_value(released: Read, odbc: pyodbc.Connection) -> None:
    rows = [tuple(row) for row in odbc.execute(SELECT).fetchall()]

    assert in_order(rows) == released.rows
    assert {type(row[-1]) for row in rows} == {Decimal}


def test_odbc_knows_digits_and_places_of_numbers(odbc: pyodbc.Connection) -> None:
    columns = odbc.cursor().columns(table="portfolio_month", schema="portfolio")
    found = {
        row.column_name: f"decimal({row.column_size}, {row.decimal_digits})" for row in columns
    }

    wanted = {name: kind for name, (kind, _) in COLUMNS.items() if kind.startswith("decimal")}
    assert found.items() >= wanted.items()


def test_odbc_asks_for_what_columns_mean(odbc: pyodbc.Connection) -> None:
    """The driver leaves the remarks of its catalogue empty."""
    found = odbc.execute(
        "select attname, col_description(attrelid, attnum) from pg_attribute "
        f"where attrelid = '{VIEW}'::regclass and attnum > 0"
    ).fetchall()

    assert {row[0]: row[1] for row in found}.items() >= MEANINGS.items()


@pytest.mark.parametrize("statement", REFUSED)
def test_odbc_is_refused(odbc: pyodbc.Connection, statement: str) -> None:
    with pytest.raises(pyodbc.Error) as refused:
        odbc.execute(statement)

    assert refused.value.args[0] == NO_PRIVILEGE
