"""What a nightly costs when there is next to nothing to do, by step.

Runs a small demo company's first night and the night after it, each as a person would, and reads
from the orchestrator how long each step took. Usage: `python -m benchmarks.nightly_fixed_cost`.
"""

import tempfile
from pathlib import Path

from benchmarks.measure import out
from benchmarks.night import night, steps_table
from benchmarks.results import record
from sources.demo.plan import Plan
from sources.demo.write import write_demo
from sources.settings import quiet_tools

GOAL_SECONDS = 30
NIGHTS = ("first night", "second night")


def main() -> None:
    """Run two nights, print and keep where the time went."""
    quiet_tools()
    costs, steps = {}, {}
    with tempfile.TemporaryDirectory(prefix="evenkeel-bench-") as folder:
        configuration = write_demo(Path(folder), Plan(people=8, years=1), lambda _: None)
        for name in NIGHTS:
            costs[name], steps[name] = night(name, configuration)
    record("a night of next to nothing", "8 people, 1 year", costs, steps)
    out.print(steps_table(steps))
    out.print(f"goal: each under {GOAL_SECONDS} s")


if __name__ == "__main__":
    main()
