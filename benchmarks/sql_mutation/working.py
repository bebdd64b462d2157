"""What each process of a run does: judge the mutants of one model after another."""

from dataclasses import replace
from pathlib import Path

from benchmarks.sql_mutation.built import BuiltWarehouse
from benchmarks.sql_mutation.judging import Judged, judge_by_unit_tests
from benchmarks.sql_mutation.marked import Compiled
from benchmarks.sql_mutation.sites import mutant
from pipelines.lib.dbt import PROJECT


def by_unit_tests(model: Compiled) -> list[Judged]:
    """Judge a model's mutants by its unit tests."""
    return list(judge_by_unit_tests(model, (PROJECT / model.path).read_text("utf-8")))


_opened: dict[Path, BuiltWarehouse] = {}


def on_warehouse(
    configuration: Path, manifest: Path, asked: tuple[Compiled, list[Judged]]
) -> list[Judged]:
    """Judge mutants that no unit test saw, on a warehouse that each process opens once."""
    if configuration not in _opened:
        _opened[configuration] = BuiltWarehouse(configuration, manifest)
    model, left = asked
    found = []
    for each in left:
        seen = _opened[configuration].judge(model.name, mutant(model.sql, each.number, each.site))
        found.append(replace(each, seen_by=seen.seen_by, by=seen.by, differs_on_demo=seen.differs))
    return found
