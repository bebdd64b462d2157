"""What benchmarks found, kept beside the page that shows it (docs/performance.md)."""

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import dbt.version
import duckdb
import psutil

from benchmarks.measure import Cost
from sources.disk import write_whole

KEPT = Path(__file__).parents[1] / "docs" / "performance" / "results.json"


def machine() -> dict[str, str]:
    """Return what the figures depend on besides the code."""
    cpu = Path("/proc/cpuinfo").read_text("utf-8")
    name = next((line for line in cpu.splitlines() if line.startswith("model name")), ": unknown")
    return {
        "processor": f"{os.cpu_count()} x {name.partition(': ')[2]}",
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "system": platform.system(),
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
        "dbt": dbt.version.__version__,
    }


def found() -> dict[str, Any]:
    """Return what is kept: the machine, and the sides of each benchmark at each size."""
    if not KEPT.exists():
        return {"machine": machine(), "benchmarks": {}}
    return json.loads(KEPT.read_text("utf-8"))


def record(
    benchmark: str,
    size: str,
    sides: Mapping[str, Cost],
    steps: Mapping[str, Mapping[str, float]] | None = None,
    ratios: Mapping[str, float] | None = None,
) -> None:
    """Keep what one run of a benchmark found, in place of what the run before it did.

    Args:
        benchmark: Its name.
        size: What it was run with: `10,000,000 time entries`.
        sides: What each side cost.
        steps: Seconds of the parts of sides, where they are known.
        ratios: What is promised, by what is divided by what.
    """
    kept: dict[str, Any] = found() | {"machine": machine()}
    told: dict[str, Any] = {"sides": {side: asdict(cost) for side, cost in sides.items()}}
    if steps:
        told["steps"] = dict(steps)
    if ratios:
        told["ratios"] = dict(ratios)
    kept["benchmarks"].setdefault(benchmark, {})[size] = told
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    write_whole(KEPT, json.dumps(kept, indent=1) + "\n")
