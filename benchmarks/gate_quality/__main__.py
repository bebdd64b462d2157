"""Plant every kind of fault in small companies and see where their nights catch it.

A clean company and, for each size, one with all kinds of rows for every seed; then a company for
each kind of whole files. Each night's result is kept as soon as it is known. Usage: `make gate-
quality`.
"""

import argparse
import json
import shutil
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from benchmarks.gate_quality.night import compile_models
from benchmarks.gate_quality.page import page_of
from benchmarks.gate_quality.series import of_seed
from benchmarks.measure import out
from benchmarks.sql_mutation.company import built_company
from sources.demo.faults import DELIVERIES, ROWS

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Run the nights that are asked for and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("var/gate-quality"))
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "gate-quality.md")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--sizes", default="0.25,1,4")
    parser.add_argument("--kinds", default=",".join((*ROWS, *DELIVERIES)))
    parser.add_argument("--people", type=int, default=25)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only-page", action="store_true")
    asked = parser.parse_args()
    work: Path = asked.work.resolve()
    results = work / "results"
    results.mkdir(parents=True, exist_ok=True)
    kinds = tuple(asked.kinds.split(","))
    if not asked.only_page:
        configuration = built_company(work / "company", 40, 2)
        compiled = work / "compiled.json"
        if not compiled.exists():
            shutil.copy(compile_models(configuration), compiled)
        sizes = [float(size) for size in asked.sizes.split(",")]
        with ProcessPoolExecutor(asked.jobs, mp_context=get_context("spawn")) as pool:
            waiting = [
                pool.submit(of_seed, work, compiled, seed, kinds, sizes, asked.people)
                for seed in range(1, asked.seeds + 1)
            ]
            for future in as_completed(waiting):
                out.print(f"seed {future.result()} is done")
    found = [json.loads(path.read_text("utf-8")) for path in sorted(results.glob("*.json"))]
    asked.page.write_text(page_of(found), "utf-8")
    out.print(f"{len(found)} nights, written: {asked.page}")


if __name__ == "__main__":
    main()
