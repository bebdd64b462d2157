"""One nightly as a person runs it: what it costs, and where its time goes."""

import datetime as dt
import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from rich.table import Table

from benchmarks.measure import Cost, command, measured
from pipelines.lib.runs.instance import open_instance
from sources.settings import load_settings

EVENKEEL = Path(sys.executable).with_name("evenkeel")


def night(
    name: str, configuration: Path, *, as_of: dt.date | None = None
) -> tuple[Cost, dict[str, float]]:
    """Run one nightly; return its cost, and the seconds of each step and of what is around them."""
    day = ["--as-of", f"{as_of}"] if as_of else []
    began = time.time()
    run = command(EVENKEEL, "--config", configuration, "run", "--json", *day)
    cost = measured(name, run)
    return cost, _by_step(configuration, began=began, seconds=cost.seconds)


def _by_step(configuration: Path, *, began: float, seconds: float) -> dict[str, float]:
    """Return the seconds by kind of step of the latest run."""
    with open_instance(load_settings(configuration)) as instance:
        (run,) = instance.get_runs(limit=1)
        steps = instance.get_run_step_stats(run.run_id)
    times = [(s.step_key, s.start_time, s.end_time) for s in steps if s.start_time and s.end_time]
    spent: dict[str, float] = defaultdict(float)
    spent["start and definitions"] = min(start for _, start, _ in times) - began
    for key, start, end in times:
        spent[_kind(key)] += end - start
    spent["between steps and at the end"] = seconds - sum(spent.values())
    return dict(spent)


def _kind(step: str) -> str:
    folder = step.split("__", maxsplit=1)[0]
    for prefix in ("landing", "raw"):
        if folder.startswith(prefix):
            return prefix
    return step.rsplit("__", maxsplit=1)[-1]


def steps_table(nights: Mapping[str, Mapping[str, float]]) -> Table:
    """Return the seconds of each step (rows) of each night (columns), and their totals."""
    table = Table("Step", *(f"{name}, s" for name in nights), box=None)
    for step in {step: None for seconds in nights.values() for step in seconds}:
        table.add_row(step, *(f"{each.get(step, 0):6.1f}" for each in nights.values()))
    totals = (f"{sum(each.values()):6.1f}" for each in nights.values())
    table.add_row("total", *totals, style="bold")
    return table
