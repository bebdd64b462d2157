import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from sample.write import write_sample

from pipelines.lib.company import releases_root
from pipelines.lib.releases.release import REPORT, Release, report_failure
from pipelines.report.charts import Charts, Over, Series
from pipelines.report.numerals import Numerals
from pipelines.report.page import Column, Evidence, Fact, Page, Section, Table
from pipelines.report.rendering import Renderer
from pipelines.report.write import try_report
from sources.settings import load_settings

HOSTILE = ('<img src=x onerror="alert(1)">', '=HYPERLINK("file:///etc")', "{{ 7 * 7 }}", "' or 1=1")
RELEASE = Release(
    release_id="2026-one",
    run_id="one",
    as_of_date=dt.date(2026, 7, 31),
    published_at=dt.datetime(2026, 8, 1, tzinfo=dt.UTC),
    code_version="tested",
    deliveries=(),
    rows={},
    content={},
    audiences={},
)


def rendered(folder: Path, page: Page) -> str:
    renderer = Renderer(Numerals("en-GB", "EUR"), RELEASE, HOSTILE[0], "portfolio", folder)
    renderer.write(page, (("index.html", "Overview"),))
    return (folder / page.path).read_text("utf-8")


def test_a_name_that_looks_like_markup_or_a_formula_is_shown_as_text(tmp_path: Path) -> None:
    rows = [{"project_name": name, "project_key": name, "rag_state": name} for name in HOSTILE]
    table = Table(
        "projects",
        HOSTILE[0],
        "portfolio_project",
        (Column("project_name", "Project"), Column("rag_state", "State", "state")),
        rows,
        Evidence("portfolio_project", ("project_key",)),
    )

    text = rendered(
        tmp_path, Page("index.html", HOSTILE[0], HOSTILE[2], (), (Section("All", tables=(table,)),))
    )

    assert "<img" not in text
    assert "&lt;img src=x onerror=&#34;alert(1)&#34;&gt;" in text
    assert "=HYPERLINK(&#34;file:///etc&#34;)" in text
    assert "{{ 7 * 7 }}" in text
    # The shell takes the key as one word, whatever is in it.
    assert "project_key=&#39;&#34;&#39;&#34;&#39; or 1=1" in text


def test_a_figure_leads_to_its_definition_and_its_evidence(tmp_path: Path) -> None:
    fact = Fact("Cost", Decimal("12.50"), "cents", "portfolio_month", "cost", "", "#months")

    text = rendered(tmp_path, Page("projects/p.html", "P", "", (fact,)))

    assert '<a href="../dictionary/portfolio_month.html#cost">Cost</a>' in text
    assert '<data value="12.5">12.50</data>' in text
    assert '<a href="#months">evidence' in text


@pytest.mark.parametrize("evidence", ["portfolio_project", "portfolio_forecast"])
def test_evidence_is_of_the_release_that_shows_the_figure(tmp_path: Path, evidence: str) -> None:
    renderer = Renderer(Numerals("en-GB", "EUR"), RELEASE, "C", "portfolio", tmp_path)

    command = renderer.command(Evidence(evidence, ("project_key",)), {"project_key": "p"})

    assert f"--release {RELEASE.release_id}" in command


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("en-GB", ("\N{MINUS SIGN}1,234,567.80", "€1.2M", "31 Jul 2026")),
        ("de-DE", ("\N{MINUS SIGN}1.234.567,80", "1,2\xa0Mio.\xa0€", "31.07.2026")),
    ],
)
def test_figures_are_written_as_the_company_does(locale: str, written: tuple[str, ...]) -> None:
    numerals = Numerals(locale, "EUR")

    assert numerals.plain(Decimal("-1234567.80"), "cents") == written[0]
    assert numerals.plain(Decimal("1234567.80"), "compact") == written[1]
    assert numerals.plain(dt.date(2026, 7, 31), "day") == written[2]


def test_a_sum_of_several_rows_has_no_evidence_of_one(tmp_path: Path) -> None:
    rows = [{"role": "Known", "is_one": True}, {"role": "Others", "is_one": False}]
    evidence = Evidence("portfolio_plan", ("role",), where="is_one")
    table = Table("plan", "Plan", "portfolio_plan", (Column("role", "Role"),), rows, evidence)

    text = rendered(tmp_path, Page("p.html", "P", "", (), (Section("All", tables=(table,)),)))

    assert "role=Known" in text
    assert "role=Others" not in text


def test_a_chart_has_the_colours_of_the_page_and_begins_at_zero() -> None:
    rows = [{"m": f"2026-0{at}", "v": Decimal(1000 + at)} for at in (1, 2, 3)]
    drawing = Charts(Numerals("en-GB", "EUR")).drawing(
        "T", "S", Over(rows, "m", bars=(Series("v", "v"),)), panel=True
    )

    assert 'fill="var(--accent)"' in drawing.wide
    assert ">0</text>" in drawing.wide
    assert 'aria-hidden="true"' in drawing.wide


def test_a_release_whose_report_fails_says_why_and_stays(tmp_path: Path) -> None:
    write_sample(tmp_path)
    settings = load_settings(tmp_path / "evenkeel.toml")
    folder = releases_root(settings) / RELEASE.release_id
    folder.mkdir(parents=True)

    try_report(settings, RELEASE)

    assert "gate.json" in report_failure(folder)
    assert not (folder / REPORT).exists()
