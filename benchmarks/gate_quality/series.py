"""The nights of one seed: the clean one, those of each size, and those of whole files."""

import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from benchmarks.gate_quality.attribution import Result, compared
from benchmarks.gate_quality.night import Night, run_night
from benchmarks.gate_quality.planting import Planted, plan_of, plant
from benchmarks.measure import out
from sources.demo.faults import DELIVERIES, ROWS


def of_seed(
    work: Path, compiled: Path, seed: int, kinds: tuple[str, ...], sizes: list[float], people: int
) -> int:
    """Run the nights of one seed, each against its clean one; return the seed."""
    clean, _ = _night(work, compiled, (), 0, seed, people)
    _keep(work, "clean", compared(clean, Night(), (), seed=seed, share=0, people=people))
    for name, some, size in _companies(kinds, sizes, seed):
        night, planted = _night(work, compiled, some, size, seed, people)
        result = compared(night, clean, planted, seed=seed, share=size, people=people)
        _keep(work, name, result)
    return seed


def _companies(
    kinds: tuple[str, ...], sizes: list[float], seed: int
) -> Iterator[tuple[str, tuple[str, ...], float]]:
    of_rows = tuple(kind for kind in kinds if kind in ROWS)
    for size in sizes if of_rows else []:
        yield f"size-{size:g}", of_rows, size
    # Whole files come out alike with every seed.
    for kind in kinds if seed == 1 else ():
        if kind in DELIVERIES:
            yield kind, (kind,), 1


def _night(
    work: Path, compiled: Path, kinds: tuple[str, ...], size: float, seed: int, people: int
) -> tuple[Night, list[Planted]]:
    began, folder = time.monotonic(), work / "nights" / f"{seed}-{size:g}-{len(kinds)}"
    shutil.rmtree(folder, ignore_errors=True)
    planted = plant(folder, plan_of(kinds, size, seed=seed, people=people))
    # How dbt reads its project is the same for all, and takes as long as a night.
    read = work / "company" / "var" / "state" / "dbt"
    shutil.copytree(read, folder / "var" / "state" / "dbt", ignore=_but_the_manifest)
    night = run_night(folder / "evenkeel.toml", compiled)
    shutil.rmtree(folder)
    named = kinds[0] if len(kinds) == 1 else f"{len(kinds)} kinds"
    seconds = time.monotonic() - began
    out.print(f"seed {seed}, {named}, {size:g}: {len(planted)} planted, {seconds:.0f} s")
    return night, planted


def _keep(work: Path, name: str, result: Result) -> None:
    path = work / "results" / f"{result.seed}-{name}.json"
    path.write_text(json.dumps({"name": name, **asdict(result)}, indent=1), "utf-8")


def _but_the_manifest(folder: str, names: list[str]) -> set[str]:
    del folder
    return set(names) - {"target", "parsed", "manifest.json"}
