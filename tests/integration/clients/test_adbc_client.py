"""ADBC, as Arrow's tools connect, reads a release: exact values, meanings, and no more."""

from collections.abc import Iterator
from decimal import Decimal

import adbc_driver_postgresql.dbapi as adbc
import pyarrow as pa
import pytest
from client_reads import COLUMNS, MEANINGS, NO_PRIVILEGE, REFUSED, SELECT, VIEW, Read, in_order

pytestmark = pytest.mark.integration
NUMERIC = [place for place, (kind, _) in enumerate(COLUMNS.values()) if kind.startswith("decimal")]


@pytest.fixture
def reading(released: Read) -> Iterator[adbc.Connection]:
    with adbc.connect(released.url, autocommit=True) as connection:
        yield connection


def test_adbc_reads_every_value(released: Read, reading: adbc.Connection) -> None:
    """PostgreSQL's numeric has no bounds that Arrow's decimals could hold: it comes as its text."""
    with reading.cursor() as cursor:
        cursor.execute(SELECT)
        table = cursor.fetch_arrow_table()

    for place in NUMERIC:
        kind = table.schema.field(place).type
        assert isinstance(kind, pa.OpaqueType)
        assert (kind.type_name, kind.storage_type) == ("numeric", pa.string())
    rows = [
        [Decimal(cell) if place in NUMERIC else cell for place, cell in enumerate(row)]
        for row in zip(*(column.to_pylist() for column in table.columns), strict=True)
    ]
    assert in_order(rows) == released.rows


def test_adbc_reads_decimals_as_decimals_where_it_is_told(
    released: Read, reading: adbc.Connection
) -> None:
    with reading.cursor() as cursor:
        cursor.execute(f"select ledger from {VIEW}")
        (ledger,) = cursor.fetch_arrow_table().columns
    decimals = pa.chunked_array([part.storage for part in ledger.chunks]).cast(pa.decimal128(18, 2))

    assert sorted(decimals.to_pylist()) == sorted(row[-1] for row in released.rows)


def test_adbc_tells_what_columns_mean(reading: adbc.Connection) -> None:
    found = reading.adbc_get_objects(
        db_schema_filter="portfolio", table_name_filter="portfolio_month"
    ).read_all()
    ((view,),) = (
        schema["db_schema_tables"]
        for catalog in found.to_pylist()
        for schema in catalog["catalog_db_schemas"]
    )
    meanings = {column["column_name"]: column["remarks"] for column in view["table_columns"]}

    assert meanings.items() >= MEANINGS.items()


@pytest.mark.parametrize("statement", REFUSED)
def test_adbc_is_refused(reading: adbc.Connection, statement: str) -> None:
    with reading.cursor() as cursor, pytest.raises(adbc.Error) as refused:
        cursor.execute(statement)

    assert refused.value.sqlstate == NO_PRIVILEGE
