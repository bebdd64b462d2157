import re
from pathlib import Path

import pytest
from shown_pages import RECORD

from pipelines.lib.gate.pages import write_pages


@pytest.fixture
def pages(tmp_path: Path) -> dict[str, str]:
    """Every page by its path."""
    write_pages(RECORD, tmp_path)
    return {
        path.relative_to(tmp_path).as_posix(): path.read_text("utf-8")
        for path in tmp_path.rglob("*.html")
    }


def test_a_page_is_in_the_folder_of_those_who_may_read_its_table(pages: dict[str, str]) -> None:
    assert set(pages) == {
        "index.html",
        "portfolio/dim_date.html",
        "finance/portfolio_project.html",
    }


def test_a_name_that_looks_like_a_script_comes_out_as_text(pages: dict[str, str]) -> None:
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in pages["finance/portfolio_project.html"]
    assert "Gates of Halden &lt;b&gt;&amp; Voss" in pages["index.html"]
    assert [page for page, text in pages.items() if "<script" in text] == []


def test_pages_need_no_host_and_link_only_to_each_other(pages: dict[str, str]) -> None:
    links = {
        link for text in pages.values() for link in re.findall(r'(?:href|src)="([^"]*)"', text)
    }

    assert links == {"../index.html", *(set(pages) - {"index.html"})}
    assert "http" not in "".join(pages.values())


def test_the_index_begins_with_what_was_refused_and_tells_of_overrides(
    pages: dict[str, str],
) -> None:
    index = pages["index.html"]

    assert "Nothing is published; the last release stays." in index
    assert "1 held, 1 block, 0 warn" in re.sub(r"\s+", " ", index)
    assert index.index("portfolio_project.html") < index.index("dim_date.html")
    assert "by Ada Lovelace" in index
    assert "override 2: expired" in index


def test_what_held_is_shown_with_its_threshold_owner_and_reason(pages: dict[str, str]) -> None:
    page = pages["finance/portfolio_project.html"]

    assert "Would have warned" in page
    assert "Threshold rows_lost = 0.5, for which finance answers: Never half." in page
