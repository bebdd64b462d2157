"""Databases on loopback and in files, each empty, and a system that is read from one."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from cluster import Cluster
from databases import Database, empty_file, empty_postgres, named
from sql_system import SqlSystem


@pytest.fixture
def postgres(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Database:
    """An empty PostgreSQL database, read through ADBC."""
    return named(empty_postgres(cluster), monkeypatch)


@pytest.fixture
def latin_1(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Database:
    """An empty PostgreSQL database whose text is not UTF-8."""
    return named(empty_postgres(cluster, encoding="LATIN1"), monkeypatch)


@pytest.fixture
def sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """An empty SQLite database."""
    return named(empty_file(tmp_path, "sqlite"), monkeypatch)


@pytest.fixture
def duckdb_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """An empty DuckDB database."""
    return named(empty_file(tmp_path, "duckdb"), monkeypatch)


@pytest.fixture
def psycopg(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Database:
    """An empty PostgreSQL database, read through SQLAlchemy as any other would be."""
    return named(empty_postgres(cluster, driver="+psycopg"), monkeypatch)


@pytest.fixture(params=["postgres", "psycopg", "sqlite", "duckdb_file"])
def database(request: pytest.FixtureRequest) -> Database:
    """An empty database of each dialect in turn."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def erp(tmp_path: Path) -> SqlSystem:
    """A system that is read from the database."""
    return SqlSystem(tmp_path)


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SqlSystem:
    """A ledger that is read from the database."""
    monkeypatch.setattr("sources.system.SYSTEMS", Path(__file__).parent / "kinds")
    return SqlSystem(tmp_path, "ledger")
