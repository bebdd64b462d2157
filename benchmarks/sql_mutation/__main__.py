"""Change each mart's SQL in one place at a time, and see whether anything notices.

A mutant is seen by a dbt unit test of its model; by a data test, a control or a gate once it and
what is made of it are built on the demo company's warehouse; or by nothing. Usage: `make mutate-
sql`.
"""

import argparse
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from benchmarks.measure import out
from benchmarks.sql_mutation.company import built_company
from benchmarks.sql_mutation.judging import Judged
from benchmarks.sql_mutation.marked import Compiled, compile_marked, mark_models
from benchmarks.sql_mutation.page import page_of
from benchmarks.sql_mutation.working import by_unit_tests, on_warehouse
from pipelines.lib.dbt import variables
from sources.settings import load_settings

ROOT = Path(__file__).parents[2]
Item = TypeVar("Item")


def main() -> None:
    """Judge all mutants, keep them as JSON and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("var/mutate-sql"))
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "sql-mutation.md")
    parser.add_argument("--folders", nargs="+", default=["marts", "portfolio"])
    parser.add_argument("--models", nargs="*", default=[])
    parser.add_argument("--people", type=int, default=40)
    parser.add_argument("--years", type=int, default=2)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only-unit-tests", action="store_true")
    asked = parser.parse_args()
    work: Path = asked.work.resolve()
    configuration = built_company(work / "company", asked.people, asked.years)
    models = compiled_models(work, configuration, tuple(asked.folders))
    models = [each for each in models if not asked.models or each.name in asked.models]
    judged = [each for found in _side_by_side(by_unit_tests, models, asked.jobs) for each in found]
    if not asked.only_unit_tests:
        manifest = work / "project" / "target" / "manifest.json"
        judge = partial(on_warehouse, configuration, manifest)
        left = [
            (model, [each for each in judged if each.model == model.name and not each.seen_by])
            for model in models
        ]
        later = {
            (each.model, each.number): each
            for found in _side_by_side(judge, [pair for pair in left if pair[1]], asked.jobs)
            for each in found
        }
        judged = [later.get((each.model, each.number), each) for each in judged]
    (work / "mutants.json").write_text(json.dumps([asdict(each) for each in judged], indent=1))
    if asked.models or asked.only_unit_tests:
        for each in judged:
            if not each.seen_by:
                out.print(f"{each.model}:{each.line} {each.before!r} -> {each.site.becomes!r}")
    else:
        asked.page.write_text(page_of(judged), "utf-8")
        out.print(f"written: {asked.page}")


def compiled_models(work: Path, configuration: Path, folders: tuple[str, ...]) -> list[Compiled]:
    """Mark the models of some folders and have dbt compile them with their unit tests."""
    project = work / "project"
    shutil.rmtree(project, ignore_errors=True)
    out.print("marking and compiling the models and their unit tests: one to two minutes")
    sites = mark_models(project, folders)
    warehouse = configuration.parent / "var" / "warehouse" / "evenkeel.duckdb"
    shutil.copy(warehouse, work / "evenkeel.duckdb")
    os.environ["EVENKEEL_WAREHOUSE"] = str(work / "evenkeel.duckdb")
    return compile_marked(project, project, variables(load_settings(configuration)), sites)


def _side_by_side(
    judge: Callable[[Item], list[Judged]], items: list[Item], jobs: int
) -> Iterator[list[Judged]]:
    with get_context("spawn").Pool(jobs) as pool:
        for done, found in enumerate(pool.imap_unordered(judge, items), start=1):
            unseen = sum(not each.seen_by for each in found)
            name = found[0].model if found else "no sites"
            out.print(f"{done:3}/{len(items)} {name}: {unseen} of {len(found)} left")
            yield found


if __name__ == "__main__":
    main()
