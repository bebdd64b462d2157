"""Make the demo company in a DuckDB file of its own, by SQL alone, and write it out.

Each file of `sql/` makes the tables of one topic from those before it. What the systems deliver are
the views of schema `exports`; what the company knows of itself are those of schema `truth`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from sources.casting import literal, quote
from sources.contract import Contract
from sources.demo.plan import Plan

SQL = Path(__file__).parent / "sql"
TOPICS = (
    "draws",
    "reference",
    "people",
    "contracts",
    "time",
    "invoices",
    "ledger",
    "deals",
    "exports",
    "truth",
)
TRUTHS = ("project_months", "revenue_months", "receivables")


def _silent(message: str) -> None:
    del message


@contextmanager
def made_company(
    plan: Plan,
    scratch: Path,
    *,
    memory_limit: str = "1GB",
    threads: int = 2,
    tell: Callable[[str], None] = _silent,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Make the company; yield the connection that holds it until it is written.

    Args:
        plan: The company.
        scratch: The folder its tables are kept in meanwhile.
        memory_limit: What DuckDB may use.
        threads: How many threads may work; the bytes do not depend on it.
        tell: Told what is being made.
    """
    with TemporaryDirectory(prefix=".demo-", dir=scratch) as folder:
        options = {"memory_limit": memory_limit, "threads": threads, "temp_directory": folder}
        with duckdb.connect(str(Path(folder) / "company.duckdb"), config=options) as connection:
            connection.execute("set TimeZone = 'UTC'; set enable_progress_bar = false")
            _set(connection, "seed", f"{plan.seed}::bigint")
            _set(connection, "people", f"{plan.people}")
            _set(connection, "months", f"{plan.years * 12}")
            _set(connection, "days", f"{plan.days}")
            _set(connection, "first_day", f"date {literal(plan.first_day.isoformat())}")
            _set(connection, "end_day", f"date {literal(plan.last_day.isoformat())}")
            _set(connection, "as_of", f"date {literal(plan.seen_on.isoformat())}")
            for topic in TOPICS:
                tell(f"making {topic}")
                connection.execute((SQL / f"{topic}.sql").read_text("utf-8"))
            yield connection


def _set(connection: duckdb.DuckDBPyConnection, name: str, value: str) -> None:
    connection.execute(f"set variable {name} = {value}")


def write_exports(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    folder: Path,
    *,
    tell: Callable[[str], None] = _silent,
) -> None:
    """Write one CSV for each table of the contract."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in contract.tables:
        tell(f"writing {table.name}")
        columns = ", ".join(
            f"strftime({quote(c.name)}, '%Y-%m-%dT%H:%M:%SZ') as {quote(c.name)}"
            if c.type == "TIMESTAMP"
            else quote(c.name)
            for c in table.columns
        )
        _write(
            connection, f"select {columns} from exports.{table.name}", folder / f"{table.name}.csv"
        )


def write_truth(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write what the company knows of itself; the warehouse never reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in TRUTHS:
        _write(connection, f"from truth.{name}", folder / f"{name}.csv")


def _write(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    connection.execute(f"copy ({query}) to {literal(str(path))} (format csv, header)")
