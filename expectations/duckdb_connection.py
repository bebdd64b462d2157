"""Let Great Expectations read DuckDB: the one place that touches a private name of the library.

Its SQL engine closes a connection before it fetches from it, except for dialects that it lists
as keeping theirs. DuckDB is not in that list, and every expectation then fails with "list index
out of range". `tests/warehouse/test_gate.py` goes red when an upgrade changes this ground.
"""

from enum import StrEnum

from great_expectations.execution_engine import sqlalchemy_execution_engine as engine


class Dialect(StrEnum):
    """The dialect that the library does not know of."""

    DUCKDB = "duckdb"


def keep_duckdb_connections() -> None:
    """Add DuckDB to the dialects whose connection stays open between queries."""
    kept = engine._PERSISTED_CONNECTION_DIALECTS  # noqa: SLF001 - the reason is above
    if Dialect.DUCKDB not in kept:
        engine._PERSISTED_CONNECTION_DIALECTS = (*kept, Dialect.DUCKDB)  # noqa: SLF001
