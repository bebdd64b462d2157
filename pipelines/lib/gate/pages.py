"""Show what the gate found as pages that a browser opens from the disk, without script or host.

An index, and a page for each table in the folder of the least of its audiences: the rows that
break an expectation are for those who may read the table.
"""

import shutil
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from expectations.results import Checked, GateRecord, TableGate

INDEX = "index.html"
TEMPLATES = Path(__file__).parents[1] / "templates"


def page_of(suite: TableGate) -> str:
    """Return where a table's page is below the folder of pages."""
    return f"{suite.audiences[0]}/{suite.table.rpartition('.')[2]}.html"


def write_pages(record: GateRecord, folder: Path) -> None:
    """Write the pages anew."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    suites = sorted(record.suites, key=lambda suite: (_gravity(suite), suite.table))
    shown = {"record": record, "page_of": page_of, "verdict": verdict, "columns": _columns}
    index = _templates().get_template("gate_index.html").render(**shown, suites=suites)
    (folder / INDEX).write_text(index, "utf-8")
    template = _templates().get_template("gate_table.html")
    for suite in suites:
        page = folder / page_of(suite)
        page.parent.mkdir(exist_ok=True)
        page.write_text(template.render(**shown, suite=suite), "utf-8")


def verdict(checked: Checked) -> str:
    """Return in a word or two how an expectation ended."""
    if checked.passed:
        return "held"
    if checked.severity == "block":
        return "let through" if checked.override else "blocks"
    return {"warn": "warns", "inform": "informs"}[checked.severity]


def _gravity(suite: TableGate) -> int:
    """Return 0 for a table that is refused, more the less there is to see."""
    order = ("blocks", "let through", "warns", "informs", "held")
    return min((order.index(verdict(each)) for each in suite.expectations), default=len(order))


def _columns(checked: Checked) -> list[str]:
    """Return the columns of the rows that are shown."""
    return list(dict.fromkeys(name for row in checked.failing_rows for name in row))


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["verdict"] = verdict
    return templates
