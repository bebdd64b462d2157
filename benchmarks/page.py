"""Write what benchmarks found into docs/performance.md, between its marks, and draw it.

Usage: `python -m benchmarks.page`, which `make bench` ends with.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from benchmarks.results import KEPT, found

PAGE = KEPT.parents[1] / "performance.md"
BLOCK = re.compile(r"<!-- found: (?P<name>[a-z '-]+) -->\n.*?<!-- end -->", re.DOTALL)
GREY, ACCENT = "#7a7a7a", "#2563eb"
HEADINGS = ("", "seconds", "x the first", "processor s", "peak GB", "read GB", "written GB")


def lines_of(cells: list[list[str]]) -> Iterator[str]:
    """Return a table in Markdown, numbers to the right."""
    heading, *rows = cells
    yield f"| {' | '.join(heading)} |"
    yield f"|---|{'---:|' * (len(heading) - 1)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def sides_table(sides: dict[str, dict[str, float]]) -> list[list[str]]:
    """Return what each side cost, and how that compares with the first side."""
    first = next(iter(sides.values()))["seconds"]
    rows: list[list[str]] = [[*HEADINGS]]
    for side, cost in sides.items():
        kinds = ("peak_gigabytes", "read_gigabytes", "written_gigabytes")
        rows.append(
            [
                side,
                f"{cost['seconds']:.1f}",
                f"{cost['seconds'] / first:.2f}",
                f"{cost['processor_seconds']:.1f}",
                *(f"{cost[kind]:.2f}" for kind in kinds),
            ]
        )
    return rows


def steps_rows(steps: dict[str, dict[str, float]]) -> list[list[str]]:
    """Return the seconds of each step (rows) of each night (columns)."""
    names = list(dict.fromkeys(step for night in steps.values() for step in night))
    rows = [["step, seconds", *steps]]
    rows += [[step, *(f"{night.get(step, 0):.1f}" for night in steps.values())] for step in names]
    totals = (f"**{sum(night.values()):.1f}**" for night in steps.values())
    return [*rows, ["**all**", *totals]]


def section(name: str, sizes: dict[str, Any]) -> str:
    """Return what one benchmark found at every size, with its picture."""
    if not sizes:
        return "Not measured yet: `make bench`.\n"
    parts = [f"![{name}: seconds by side and size](performance/{drawn(name, sizes).name})", ""]
    for size, told in sizes.items():
        parts += [f"**{size}**", "", *lines_of(sides_table(told["sides"])), ""]
        if ratios := told.get("ratios"):
            rows = [["ratio", "found"], *([name, f"{found:.2f}"] for name, found in ratios.items())]
            parts += [*lines_of(rows), ""]
        if steps := told.get("steps"):
            parts += [*lines_of(steps_rows(steps)), ""]
    return "\n".join(parts)


def drawn(name: str, sizes: dict[str, Any]) -> Path:
    """Draw the seconds of each side as bars from zero, one panel a size, and return the file."""
    values = [
        {"size": size, "side": side, "seconds": cost["seconds"]}
        for size, told in sizes.items()
        for side, cost in told["sides"].items()
    ]
    sides = list(dict.fromkeys(value["side"] for value in values))
    base = alt.Chart(alt.Data(values=values)).encode(
        x=alt.X("seconds:Q", axis=None),
        y=alt.Y("side:N", sort=sides, title=None, axis=alt.Axis(domain=False, ticks=False)),
    )
    bars = base.mark_bar(height=14).encode(
        color=alt.condition(
            "indexof(datum.side, 'Evenkeel') == 0", alt.value(ACCENT), alt.value(GREY)
        )
    )
    told = base.mark_text(align="left", dx=4, color=GREY).encode(
        text=alt.Text("seconds:Q", format=",.1f")
    )
    chart = (
        alt.layer(bars, told)
        .properties(width=420, height=22 * len(sides))
        .facet(facet=alt.Facet("size:N", sort=list(sizes), title=None), columns=1)
        .resolve_scale(x="independent")
        .configure(background="transparent")
        .configure_axis(labelColor=GREY, labelLimit=260, labelFontSize=12)
        .configure_header(labelColor=GREY, labelFontSize=12, labelAnchor="start")
        .configure_view(stroke=None)
    )
    path = KEPT.parent / f"{name.replace(' ', '-')}.svg"
    path.write_text(vl_convert.vegalite_to_svg(chart.to_dict()), "utf-8")
    return path


def main() -> None:
    """Fill the marked parts of the page."""
    kept = found()
    text = PAGE.read_text("utf-8")

    def filled(match: re.Match[str]) -> str:
        name = match["name"]
        if name == "machine":
            rows = [["machine", ""], *map(list, kept["machine"].items())]
            made = "\n".join(lines_of(rows)) + "\n"
        else:
            made = section(name, kept["benchmarks"].get(name, {}))
        return f"<!-- found: {name} -->\n{made}\n<!-- end -->"

    PAGE.write_text(BLOCK.sub(filled, text), "utf-8")


if __name__ == "__main__":
    main()
