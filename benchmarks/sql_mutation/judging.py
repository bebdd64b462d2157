"""Which mutants a model's unit tests see."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import duckdb

from benchmarks.sql_mutation.marked import Compiled
from benchmarks.sql_mutation.sites import Site, mutant, unmarked
from benchmarks.sql_mutation.strangers import beside_strangers

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
        connection.execute("set enable_progress_bar = false")
        for name, sql in model.unit_tests.items():
            if not passes(connection, unmarked(sql)):
                raise RuntimeError(f"{name} fails on {model.name} as it is")
        tests = {**model.unit_tests, **dict(_beside_strangers(connection, model))}
        for number, site in enumerate(model.sites):
            seen_by, by = _seen(connection, tests, number, site)
            line = written.count("\n", 0, site.start) + 1
            before = " ".join(written[site.start : site.end].split())
            text = written.splitlines()[line - 1].strip()
            yield Judged(model.name, model.path, number, site, line, text, before, seen_by, by)


def _seen(
    connection: duckdb.DuckDBPyConnection, tests: Mapping[str, str], number: int, site: Site
) -> tuple[str, str]:
    for name, sql in tests.items():
        changed = mutant(sql, number, site)
        try:
            if not passes(connection, changed):
                return "unit test", name
        except NOT_SQL:
            return "no sql", name
        except duckdb.Error:
            return "unit test", name
    return "", ""


def _beside_strangers(
    connection: duckdb.DuckDBPyConnection, model: Compiled
) -> Iterator[tuple[str, str]]:
    """Yield the unit tests beside strangers; where figures are of all companies, they fail."""
    for name, sql in model.unit_tests.items():
        for whose, doubled in beside_strangers(sql, model.columns):
            if passes(connection, unmarked(doubled)):
                yield f"{name}, beside {whose}", doubled


def passes(connection: duckdb.DuckDBPyConnection, sql: str) -> bool:
    """Whether what a unit test expects is what it gets, in any order."""
    rows: dict[str, Rows] = {"actual": Counter(), "expected": Counter()}
    for *values, side in connection.execute(sql).fetchall():
        rows[str(side)][tuple(map(str, values))] += 1
    return rows["actual"] == rows["expected"]
