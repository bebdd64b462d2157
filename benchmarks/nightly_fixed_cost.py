"""What a nightly costs when there is next to nothing to do, by step.

Runs a small demo company's first night and the night after it, each as a person would, and reads
from the orchestrator how long each step took. Usage: `python -m benchmarks.nightly_fixed_cost`.
"""

import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from pipelines.lib.instance import open_instance
from sources.configuration import Settings
from sources.demo.plan import Plan
from sources.demo.write import write_demo
from sources.settings import load_settings, quiet_tools

GOAL_SECONDS = 60
EVENKEEL = Path(sys.executable).with_name("evenkeel")
out = Console(highlight=False)


def night(configuration: Path, *, as_of: dt.date | None = None) -> dict[str, float]:
    """Run one nightly; return the seconds of each step and of what is before and after them."""
    day = ["--as-of", f"{as_of}"] if as_of else []
    began = time.time()
    done = subprocess.run(  # noqa: S603 - our own command, no shell
        [EVENKEEL, "--config", configuration, "run", "--json", *day],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    ended = time.time()
    run_id = json.loads(done.stdout)["run_id"]
    return _by_step(load_settings(configuration), run_id, began=began, ended=ended)


def _by_step(settings: Settings, run_id: str, *, began: float, ended: float) -> dict[str, float]:
    seconds: dict[str, float] = defaultdict(float)
    with open_instance(settings) as instance:
        steps = instance.get_run_step_stats(run_id)
    times = [(s.step_key, s.start_time, s.end_time) for s in steps if s.start_time and s.end_time]
    seconds["start and definitions"] = min(start for _, start, _ in times) - began
    for key, start, end in times:
        seconds[_kind(key)] += end - start
    seconds["between steps and at the end"] = (ended - began) - sum(seconds.values())
    return dict(seconds)


def _kind(step: str) -> str:
    folder = step.split("__", maxsplit=1)[0]
    for prefix in ("landing", "raw"):
        if folder.startswith(prefix):
            return prefix
    return step.rsplit("__", maxsplit=1)[-1]


def main() -> None:
    """Run two nights and print where the time went."""
    quiet_tools()
    with tempfile.TemporaryDirectory(prefix="evenkeel-bench-") as folder:
        configuration = write_demo(Path(folder), Plan(people=8, years=1), lambda _: None)
        nights = []
        for name in ("first", "second"):
            out.print(f"running the {name} night")
            nights.append(night(configuration))
    table = Table("Step", "First night s", "Second night s", box=None)
    for step in nights[0]:
        table.add_row(step, *(f"{each.get(step, 0):6.1f}" for each in nights))
    table.add_row("total", *(f"{sum(each.values()):6.1f}" for each in nights), style="bold")
    out.print(table)
    out.print(f"goal: each under {GOAL_SECONDS} s")


if __name__ == "__main__":
    main()
