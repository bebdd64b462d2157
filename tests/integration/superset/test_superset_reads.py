"""A real Superset reads releases while 20 are published: no error, and none of two releases."""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pytest
from served import COLUMNS, Served
from superset_server import Answer, Superset

from pipelines.lib.company import releases_root
from pipelines.lib.postgres.publishing import publish_missing

pytestmark = [pytest.mark.integration, pytest.mark.timeout(1800)]
log = logging.getLogger(__name__)
logging.getLogger("httpx").setLevel("WARNING")
RELEASES = 20
# Two tables whose rows carry their release; its number decides how many there are and their sum.
TABLES = {"portfolio_month": ("portfolio", "finance"), "portfolio_project": ("portfolio",)}
MEASURED = COLUMNS | {"figure": ("decimal(18, 2)", "Another figure in each release.")}
FIGURES = {
    "least": "min(mark)",
    "most": "max(mark)",
    "rows_found": "count(*)",
    "total": "sum(figure)",
}
LISTED = ", ".join(f"{sql} as {label}" for label, sql in FIGURES.items())
BOTH = " union all ".join(f"select {LISTED} from {{schema}}.{table}" for table in TABLES)


def rows_of(mark: int) -> int:
    return 1000 + 10 * mark


def publish(company: Served, mark: int) -> None:
    """Publish a release as files, then to PostgreSQL, as a night does."""
    company.release(mark, MEASURED, TABLES, rows_of(mark))
    publish_missing(company.settings)


def release_of(answer: Answer, tables: int) -> int:
    """Return which release an answer is of; all of it has to be of that one."""
    assert answer.wrong == ""
    assert len(answer.rows) == tables
    ((mark, most, rows, total),) = {tuple(map(Decimal, map(str, r.values()))) for r in answer.rows}
    assert mark == most
    assert rows == rows_of(int(mark))
    # Each row has 1000.01 for its release and its own place.
    assert total == rows * mark * Decimal("1000.01") + rows * (rows - 1) / 2
    return int(mark)


@dataclass(frozen=True)
class Reader:
    """What reads a release one way."""

    database: int
    dataset: int
    schema: str

    def asked(self, superset: Superset) -> dict[str, Callable[[], int]]:
        """Return how each of its questions is asked; an answer is the release that it is of."""
        both = BOTH.format(schema=self.schema)
        return {
            "SQL Lab": lambda: release_of(superset.query(self.database, both), len(TABLES)),
            "chart": lambda: release_of(superset.chart(self.dataset, FIGURES), 1),
        }


@pytest.fixture(scope="module")
def readers(superset: Superset, company: Served) -> dict[str, Reader]:
    """The release in its file, opened read-only, and in PostgreSQL; each is asked once first."""
    publish(company, 1)
    file = releases_root(company.settings) / "current" / "portfolio.duckdb"
    postgres = company.url_of("portfolio_reader").replace("postgresql:", "postgresql+psycopg2:")
    databases = {
        "DuckDB": (superset.add_database("file", f"duckdb:///{file}", read_only=True), "main"),
        "PostgreSQL": (superset.add_database("server", postgres), "portfolio"),
    }
    found = {}
    # In SQLite, Superset keeps one dataset of a name, whatever its database.
    for (name, (database, schema)), table in zip(databases.items(), TABLES, strict=True):
        dataset = superset.add_dataset(database, schema, table)
        found[name] = Reader(database, dataset, schema)
        assert superset.query(database, f"select 1 from {schema}.portfolio_month").wrong == ""
    return found


def test_no_answer_is_wrong_or_of_two_releases_while_releases_come(
    superset: Superset, company: Served, readers: dict[str, Reader]
) -> None:
    ended, failed = threading.Event(), list[str]()
    seen = defaultdict[str, list[int]](list)

    def read(name: str, ask: Callable[[], int]) -> None:
        try:
            while not ended.is_set():
                seen[name].append(ask())
        except Exception as error:  # noqa: BLE001 - whatever it is, the test fails of it
            failed.append(f"{name}: {error!r}")

    threads = [
        threading.Thread(target=read, args=(f"{reader}, {way}", ask))
        for reader in readers
        for way, ask in readers[reader].asked(superset).items()
    ]
    for thread in threads:
        thread.start()
    for mark in range(2, RELEASES + 2):
        publish(company, mark)
    ended.set()
    for thread in threads:
        thread.join()

    told(seen)
    assert failed == []
    assert all(len(set(marks)) > 2 for marks in seen.values())
    assert all(marks == sorted(marks) for marks in seen.values())
    for reader in readers.values():
        assert {ask() for ask in reader.asked(superset).values()} == {RELEASES + 1}


def told(seen: dict[str, list[int]]) -> None:
    for name, marks in seen.items():
        log.info("%s: %d answers, of releases %s", name, len(marks), sorted(set(marks)))


def test_columns_are_described(superset: Superset, readers: dict[str, Reader]) -> None:
    meanings = {column: meaning for column, (_, meaning) in MEASURED.items()}
    for reader in readers.values():
        assert superset.meanings(reader.dataset).items() >= meanings.items()


def test_what_is_not_for_the_reader_is_refused(
    superset: Superset, readers: dict[str, Reader]
) -> None:
    for name, asked, said in (
        ("PostgreSQL", "select * from finance.portfolio_month", "permission denied"),
        ("PostgreSQL", "delete from portfolio.portfolio_month", "DML_NOT_ALLOWED"),
        ("DuckDB", "select * from fct_revenue_event", "does not exist"),
        ("DuckDB", "delete from portfolio_month", "DML_NOT_ALLOWED"),
    ):
        answer = superset.query(readers[name].database, asked)
        assert said in answer.wrong, answer
