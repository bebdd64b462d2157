"""A demo company without faults whose nightly has run."""

import subprocess
import sys
from pathlib import Path

from benchmarks.measure import out
from sources.demo.plan import Plan
from sources.demo.write import write_demo

EVENKEEL = Path(sys.executable).with_name("evenkeel")


def built_company(folder: Path, people: int, years: int) -> Path:
    """Return its configuration; its nightly runs only where it has not."""
    configuration = folder / "evenkeel.toml"
    if not (folder / "var" / "releases" / "current").exists():
        out.print(f"a company of {people} people, and its nightly: some minutes")
        write_demo(folder, Plan(people=people, years=years), lambda _: None)
        night = ("--config", configuration, "run", "--as-of", "2026-06-30", "--json")
        subprocess.run(  # noqa: S603 - our own
            [EVENKEEL, *night], check=True, stdout=subprocess.DEVNULL
        )
    return configuration
