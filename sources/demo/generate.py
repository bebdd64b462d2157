"""Make the demo company in DuckDB, by SQL alone, and write it out.

Each file of `sql/` makes the tables of one topic from those before it. What the systems deliver are
the views of schema `exports`, or where faults were planted those of schema `delivered`; what the
company knows of itself are those of schema `truth`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from sources.casting import literal
from sources.demo.plan import Plan

SQL = Path(__file__).parent / "sql"
TOPICS = (
    "draws",
    "reference",
    "people",
    "contracts",
    "time",
    "costs",
    "invoices",
    "ledger",
    "deals",
    "plans",
    "promises",
    "exports",
    "exports_of_plans",
    "truth_of_cost",
    "truth_of_progress",
    "truth_of_revenue",
    "truth",
    "truth_of_realisation",
    "truth_of_capacity",
    "truth_of_projects",
    "truth_of_balance",
    "accruals",
)
VENDORS = ("harvest", "hubspot", "netsuite", "salesforce", "toggl", "xero")
TRUTHS = (
    "arr_months",
    "balance_story",
    "capacity_months",
    "contract_months",
    "cost_months",
    "ledger_months",
    "milestone_months",
    "obligation_months",
    "payroll_months",
    "plan_months",
    "planted_faults",
    "project_months",
    "realisation_months",
    "receivables",
    "reparented_clients",
    "revenue_months",
)


def _silent(message: str) -> None:
    del message


@contextmanager
def made_company(
    plan: Plan,
    scratch: Path,
    *,
    memory_limit: str = "1GB",
    threads: int = 2,
    vendors: tuple[str, ...] = (),
    tell: Callable[[str], None] = _silent,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Make the company; yield the connection that holds it until it is written.

    Args:
        plan: The company.
        scratch: The folder its tables are kept in meanwhile.
        memory_limit: What DuckDB may use.
        threads: How many threads may work; the bytes do not depend on it.
        vendors: The kinds of vendors' systems that it also delivers from, each in its own schema.
        tell: Told what is being made.
    """
    with TemporaryDirectory(dir=scratch) as folder:
        options = {"memory_limit": memory_limit, "threads": threads, "temp_directory": folder}
        with duckdb.connect(config=options) as connection:
            connection.execute("set TimeZone = 'UTC'; set enable_progress_bar = false")
            for name, value in _variables(plan).items():
                connection.execute(f"set variable {name} = {value}")
            faults = ("faults",) if plan.faults.of_rows else ()
            for topic in (*TOPICS, *faults, *vendors):
                tell(f"making {topic}")
                connection.execute((SQL / f"{topic}.sql").read_text("utf-8"))
            yield connection


def _variables(plan: Plan) -> dict[str, str]:
    """Return what the SQL reads of the plan."""
    return {
        "seed": f"{plan.seed}::bigint",
        "people": f"{plan.people}",
        "months": f"{plan.years * 12}",
        "days": f"{plan.days}",
        "first_day": f"date {literal(plan.first_day.isoformat())}",
        "end_day": f"date {literal(plan.last_day.isoformat())}",
        **{f"{kind}_entities": "[]::varchar[]" for kind in VENDORS},
        "as_of": f"date {literal(plan.seen_on.isoformat())}",
        "fault_rates": _map(plan.faults.rates),
        "fault_starts": _map(plan.faults.starts),
    }


def _map(numbers: Mapping[str, int]) -> str:
    pairs = ", ".join(f"{literal(name)}: {number}" for name, number in numbers.items())
    return f"map {{{pairs}}}"


def write_csv(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    """Write the rows of a query."""
    connection.execute(f"copy ({query}) to {literal(str(path))} (format csv, header)")


def write_truth(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write what the company knows of itself; the warehouse never reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in TRUTHS:
        write_csv(connection, f"from truth.{name}", folder / f"{name}.csv")
