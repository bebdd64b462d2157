"""Make the report of a release and open its pages: the demo company's, and one of 2,000 projects.

Each company is written and its night run; then the report of its release is made once more, in a
process of its own, and Chromium opens pages of it from the disk, sorts and filters them. Usage:
`python -m benchmarks.portfolio_report`, or with `--config evenkeel.toml` for the release of
a company that is there.
"""

import argparse
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path

import duckdb
from playwright.sync_api import Browser, Page

from benchmarks.measure import measured, out
from benchmarks.night import night
from benchmarks.results import record
from pipelines.lib.company import releases_root
from pipelines.lib.releases.release import current_release
from pipelines.report.write import write_report
from sources.demo.plan import LAST_DAY, Plan
from sources.demo.write import write_demo
from sources.settings import load_settings, quiet_tools
from tests.browser import CHROMIUM, chromium

# The people whose company has so many projects, and the seconds that its report may take.
DEMO, LARGE = (120, 10), (1340, 60)
REPORT = "Evenkeel: the report"
OPENED = 3
LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"
# Two frames later, what was asked for has been drawn.
DRAWN = "new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"


def make(folder: Path) -> None:
    """Make the report of the current release."""
    settings = load_settings(Path((folder / "configuration").read_text("utf-8")))
    release = current_release(releases_root(settings))
    if release is None:
        raise SystemExit("no release; run the night first")
    write_report(settings, release, folder / "report")


def drawn(page: Page, script: str, of: object = None) -> float:
    """Return the seconds from a script to the frame that shows what it did."""
    began = time.monotonic()
    page.evaluate(script, of)
    page.evaluate(DRAWN)
    return time.monotonic() - began


def opened(browser: Browser, path: Path) -> tuple[float, float]:
    """Return the seconds until a page is loaded, and those of its processor; medians of some."""
    loaded, worked = [], []
    for _ in range(OPENED):
        with browser.new_page(viewport={"width": 1280, "height": 900}) as page:
            told = page.context.new_cdp_session(page)
            told.send("Performance.enable", {"timeDomain": "threadTicks"})
            page.goto(path.as_uri(), wait_until="load")
            page.wait_for_function(f"{LOADED} > 0")
            loaded.append(page.evaluate(LOADED) / 1000)
            metrics = told.send("Performance.getMetrics")["metrics"]
            worked += [each["value"] for each in metrics if each["name"] == "TaskDuration"]
    return statistics.median(loaded), statistics.median(worked)


def browse(folder: Path) -> None:
    """Open pages, sort and filter the longest table and print how long that takes."""
    pages = folder / "report" / "portfolio"
    project = max((pages / "projects").iterdir(), key=lambda path: path.stat().st_size)
    with chromium() as browser:
        for path in (pages / "index.html", pages / "projects.html", project):
            size = path.stat().st_size / 1e6
            name = "largest project" if path == project else path.stem
            loaded, worked = opened(browser, path)
            out.print(
                f"  {name:<18} {size:5.2f} MB, loaded in {loaded:5.2f} s ({worked:.2f} working)"
            )
        with browser.new_page(viewport={"width": 1280, "height": 900}) as page:
            page.goto((pages / "projects.html").as_uri(), wait_until="load")
            shown = drawn(page, "document.querySelector('details.fold').open = true")
            table = "document.querySelector('#closed table')"
            sort = drawn(page, f"{table}.querySelectorAll('.sort')[5].click()")
            find = drawn(
                page,
                "() => { const find = document.querySelector('#closed input[type=search]'); "
                "find.value = 'a'; find.dispatchEvent(new Event('input', {bubbles: true})) }",
            )
            rows = page.locator("#closed tbody tr").count()
        out.print(
            f"  {rows:,} closed projects unfolded in {shown:.2f} s, sorted in {sort:.2f} s, "
            f"filtered in {find:.2f} s"
        )


def measure(configuration: Path, folder: Path, goal: int) -> None:
    """Make a company's report and open it."""
    (folder / "configuration").write_text(f"{configuration.resolve()}", "utf-8")
    releases = releases_root(load_settings(configuration))
    with duckdb.connect(str(releases / "current" / "portfolio.duckdb"), read_only=True) as release:
        counted = release.execute("select count(*) from portfolio_project").fetchone()
    projects = f"{counted[0] if counted else 0:,} projects"
    cost = measured(REPORT, partial(make, folder))
    files = list((folder / "report").rglob("*.html"))
    size = sum(path.stat().st_size for path in files) / 1e6
    out.print(
        f"{projects}: {len(files):,} pages, {size:,.0f} MB in {cost.seconds:.1f} s (goal {goal})"
    )
    record("the report", projects, {REPORT: cost})
    if CHROMIUM:
        browse(folder)
    else:
        out.print("  not opened: Chromium is not there (Debian: apt-get install chromium)")


def main() -> None:
    """Measure the release of a company that is there, else those of two that are made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path)
    asked = parser.parse_args().config
    quiet_tools()
    for people, goal in [LARGE] if asked else (DEMO, LARGE):
        with tempfile.TemporaryDirectory(prefix="evenkeel-bench-") as name:
            folder, configuration = Path(name), asked
            if configuration is None:
                out.print(f"running the night of a company of {people:,} people")
                configuration = write_demo(folder / "demo", Plan(people=people), lambda _: None)
                night("its night", configuration, as_of=LAST_DAY)
            measure(configuration, folder, goal)


if __name__ == "__main__":
    main()
