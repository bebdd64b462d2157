"""The report of a night in a browser: no rule of axe broken, links lead on, tables sort, filter."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from browser import CHROMIUM, chromium
from nightly import Company, Ended
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.warehouse, pytest.mark.slow]
AXE = Path(__file__).parents[1] / "integration/pages/node_modules/axe-core/axe.min.js"
SIZES = {"desk": (1280, 900), "phone": (375, 740)}
JUDGED = """() => axe.run().then(found => [found.passes.length, found.violations.map(
    rule => [rule.id, rule.nodes.length, rule.nodes[0].html])])"""
LINKS = "() => [...document.querySelectorAll('main a, nav a')].map(link => link.href)"
# What an anchor names is on the page and not folded away.
SHOWN = "name => document.getElementById(name)?.checkVisibility() ?? false"
FOLLOWED = 60
# What of A4 is between its margins, in pixels.
PAPER = 718


@pytest.fixture(scope="module")
def report(first_night: tuple[Company, Ended]) -> Path:
    return first_night[0].releases / "current" / "report"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not there (Debian: apt-get install chromium)")
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of the width of a desk that has no error and asks no other host."""
    wrong = list[str]()
    with browser.new_page(viewport={"width": 1280, "height": 900}) as opened:
        opened.on("pageerror", lambda error: wrong.append(f"{error}"))
        opened.on("requestfailed", lambda request: wrong.append(request.url))
        opened.on(
            "request",
            lambda asked: None if asked.url.startswith("file:") else wrong.append(asked.url),
        )
        yield opened
    assert wrong == []


def kinds_of_pages(report: Path) -> list[Path]:
    """Return every page of which there is one, and the largest of those there are many of."""
    many = [sorted(report.glob(f"portfolio/{kind}/*.html")) for kind in ("projects", "dictionary")]
    largest = [max(paths, key=lambda path: path.stat().st_size) for paths in many]
    return [*sorted(report.glob("*/*.html")), *largest, report / "portfolio/dictionary/index.html"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_no_page_breaks_a_rule_or_is_wider_than_the_screen(
    browser: Browser, report: Path, size: str, scheme: str
) -> None:
    if not AXE.exists():
        pytest.skip("axe is not there (make axe-env)")
    width, height = SIZES[size]
    broken, wide = list[tuple[str, list]](), list[str]()
    with browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    ) as opened:
        for path in kinds_of_pages(report):
            opened.goto(path.as_uri())
            opened.evaluate(
                "document.querySelectorAll('details').forEach(each => each.open = true)"
            )
            opened.add_script_tag(path=AXE)
            held, violations = opened.evaluate(JUDGED)
            assert held > 10
            broken += [(path.name, violations)] if violations else []
            scrolled = opened.evaluate("document.documentElement.scrollWidth")
            wide += [path.name] if scrolled > width else []

    assert (broken, wide) == ([], [])


def test_links_lead_to_what_they_name(page: Page, report: Path) -> None:
    seen = set[str]()
    for path in kinds_of_pages(report):
        page.goto(path.as_uri())
        links = [link for link in page.evaluate(LINKS) if link not in seen]
        # Some from everywhere on the page, for a table has many of the same kind.
        for link in links[:: max(1, len(links) // FOLLOWED)]:
            seen.add(link)
            page.goto(link)
            assert page.locator("h1").count() == 1, link
            if "#" in link:
                assert page.evaluate(SHOWN, link.rpartition("#")[2]), link

    assert len(seen) > 200


def test_a_column_sorts_by_its_exact_values(page: Page, report: Path) -> None:
    page.goto((report / "portfolio/projects.html").as_uri())
    table = page.locator("#open table")
    heads = table.locator("thead th").all_inner_texts()
    place = next(at for at, head in enumerate(heads) if head.startswith("Revenue"))
    cells = table.locator(f"tbody tr td:nth-child({place + 1}) data")

    shown = {}
    for direction in ("ascending", "descending"):
        table.locator("thead th").nth(place).get_by_role("button").click()
        assert table.locator("thead th").nth(place).get_attribute("aria-sort") == direction
        shown[direction] = [Decimal(cell.get_attribute("value") or "") for cell in cells.all()]

    assert len(set(shown["ascending"])) > 1
    assert shown["ascending"] == sorted(shown["ascending"])
    assert shown["descending"] == sorted(shown["ascending"], reverse=True)


def test_a_table_is_filtered_by_words_and_by_what_is_chosen(page: Page, report: Path) -> None:
    page.goto((report / "portfolio/projects.html").as_uri())
    box = page.locator("#open")
    rows = box.locator("tbody tr:visible")
    every = rows.count()
    name = rows.first.locator("th").inner_text()

    box.get_by_label("Find").fill(name.upper())
    named = rows.all_inner_texts()
    box.get_by_label("Find").fill("")
    chooser = box.get_by_role("combobox", name="Entity")
    chooser.select_option(index=1)
    entity = chooser.input_value()
    chosen = rows.all_inner_texts()

    assert 0 < len(named) < every
    assert all(name in row for row in named)
    assert 0 < len(chosen) < every
    assert all(entity in row for row in chosen)
    assert box.locator("output").inner_text() == f"{len(chosen)} of {every} rows"


def test_on_paper_there_is_nothing_to_click(page: Page, report: Path) -> None:
    page.goto((report / "portfolio/projects.html").as_uri())
    page.emulate_media(media="print")

    assert [page.locator(name).first.is_visible() for name in ("nav", ".tools", ".sort")] == [
        False,
        False,
        False,
    ]
    assert page.locator("#open tbody tr").first.is_visible()
    page.set_viewport_size({"width": PAPER, "height": 1000})
    for path in kinds_of_pages(report):
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= PAPER, path.name
    assert page.pdf(format="A4").startswith(b"%PDF")
