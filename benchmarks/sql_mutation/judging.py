"""Which mutants a model's unit tests see."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from benchmarks.sql_mutation.marked import Compiled
from benchmarks.sql_mutation.sites import Site, mutant, unmarked

# A mutant that DuckDB does not plan would not have been built.
NOT_SQL = (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException)
Rows = Counter[tuple[object, ...]]


@dataclass(frozen=True)
class Judged:
    """A mutant, and what saw it: a kind of test or check, `no sql`, or nothing."""

    model: str
    path: str
    number: int
    site: Site
    line: int
    text: str
    before: str
    seen_by: str
    by: str = ""
    differs_on_demo: bool | None = None


def judge_by_unit_tests(model: Compiled, written: str) -> Iterator[Judged]:
    """Yield each mutant of a model with the first unit test that fails on it.

    Raises:
        RuntimeError: A unit test does not pass on the model as it is.
    """
    with duckdb.connect(config={"threads": 1}) as connection:
        for name, sql in model.unit_tests.items():
            if not _passes(connection, unmarked(sql)):
                raise RuntimeError(f"{name} fails on {model.name} as it is")
        for number, site in enumerate(model.sites):
            seen_by, by = _seen(connection, model, number, site)
            line = written.count("\n", 0, site.start) + 1
            before = " ".join(written[site.start : site.end].split())
            text = written.splitlines()[line - 1].strip()
            yield Judged(model.name, model.path, number, site, line, text, before, seen_by, by)


def _seen(
    connection: duckdb.DuckDBPyConnection, model: Compiled, number: int, site: Site
) -> tuple[str, str]:
    for name, sql in model.unit_tests.items():
        changed = mutant(sql, number, site)
        try:
            passes = _passes(connection, changed)
        except NOT_SQL:
            return "no sql", name
        except duckdb.Error:
            passes = False
        if not passes:
            return "unit test", name
    return "", ""


def _passes(connection: duckdb.DuckDBPyConnection, sql: str) -> bool:
    """Whether what a unit test expects is what it gets, in any order."""
    rows: dict[str, Rows] = {"actual": Counter(), "expected": Counter()}
    for *values, side in connection.execute(sql).fetchall():
        rows[str(side)][tuple(map(str, values))] += 1
    return rows["actual"] == rows["expected"]
