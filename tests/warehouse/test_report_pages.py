"""The report of the sample company's first night: whole, exact, and open to who may read it."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from nightly import Company, Ended
from report_pages import Read, pages_of

from pipelines.lib.releases.release import current_release
from pipelines.report import project_files
from pipelines.report.write import write_report
from sources.settings import load_settings

pytestmark = pytest.mark.warehouse
Night = tuple[Company, Ended]


@pytest.fixture(scope="module")
def report(first_night: Night) -> Path:
    company, ended = first_night
    assert ended.outcome["report_failure"] == ""
    return company.releases / "current" / "report"


@pytest.fixture(scope="module")
def pages(report: Path) -> dict[Path, Read]:
    return pages_of(report)


def exact(amount: Decimal | None) -> str:
    if amount is None:
        return "\N{EN DASH}"
    whole = format(amount, "f")
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


def test_every_link_leads_to_a_page_and_to_what_it_names_there(pages: dict[Path, Read]) -> None:
    broken = []
    anchors = {path.resolve(): page.ids for path, page in pages.items()}
    for path, page in pages.items():
        for link in page.links:
            name, _, anchor = link.partition("#")
            target = (path.parent / name).resolve() if name else path.resolve()
            if not target.exists() or (anchor and anchor not in anchors[target]):
                broken.append(f"{path.name}: {link}")

    assert len(pages) > 100
    assert broken == []


def test_many_pages_are_the_same_from_several_processes(
    first_night: Night, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(first_night[0].folder / "evenkeel.toml")
    release = current_release(first_night[0].releases)
    assert release
    monkeypatch.setattr(project_files, "LEAST_PAGES", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 3)

    write_report(settings, release, tmp_path / "again")

    written = {path.relative_to(report): path.read_bytes() for path in report.rglob("*.html")}
    again = tmp_path / "again"
    assert {path.relative_to(again): path.read_bytes() for path in again.rglob("*.html")} == written


def test_nothing_is_asked_of_another_host(report: Path) -> None:
    asking = re.compile(r"(?:href|src)=\"(?:[a-z]+:|//)|@import|url\(|fetch\(|XMLHttpRequest")

    assert [path for path in report.rglob("*.*") if asking.search(path.read_text("utf-8"))] == []


def test_the_months_of_entities_are_those_of_the_release_to_the_cent(
    first_night: Night, pages: dict[Path, Read], report: Path
) -> None:
    released = first_night[0].query(
        "select accounting_period, entity_code, project_revenue_reporting_amount, "
        "product_revenue_reporting_amount, cost_reporting_amount, "
        "gross_margin_recognised_reporting_amount, billed_reporting_amount from portfolio_month",
        "portfolio",
    )
    shown = {tuple(row[:7]) for row in pages[report / "portfolio" / "revenue.html"].rows["months"]}

    written = {(period, entity, *map(exact, amounts)) for period, entity, *amounts in released}
    assert len(shown) > 1
    assert shown - written == {
        ("Period", "Entity", "Projects", "Products", "Cost", "Margin", "Billed")
    }


def test_a_project_has_the_figures_of_the_release_on_its_page(
    first_night: Night, pages: dict[Path, Read], report: Path
) -> None:
    released = first_night[0].query(
        "select project_key, hours, revenue_reporting_amount, cost_reporting_amount, "
        "gross_margin_recognised_reporting_amount, budget_at_completion_reporting_amount, "
        "estimate_at_completion_reporting_amount from portfolio_project",
        "portfolio",
    )

    for key, *figures in released:
        values = pages[report / "portfolio" / "projects" / f"{key}.html"].values
        assert {exact(each) for each in figures if each is not None} <= set(values)


def test_what_clients_owe_is_what_finance_reads(
    first_night: Night, pages: dict[Path, Read], report: Path
) -> None:
    released = first_night[0].query(
        "select replace(age_bucket, '_', ' '), count(*), sum(open_reporting_amount) "
        "from fct_ar_aging where is_running_period group by all"
    )
    _, *shown = pages[report / "finance" / "receivables.html"].rows["aged"]

    assert {tuple(row[:3]) for row in shown} == {
        (bucket, str(invoices), exact(amount)) for bucket, invoices, amount in released
    }


def test_what_became_of_the_value_of_time_adds_up_to_it(
    pages: dict[Path, Read], report: Path
) -> None:
    _, *shown = pages[report / "finance" / "earnings.html"].rows["leakage"]

    known = [row[1:] for row in shown if "\N{EN DASH}" not in row]
    assert known
    assert [
        (whole, parts)
        for whole, *parts, _ in known
        if Decimal(whole) != sum(Decimal(part) for part in parts)
    ] == []


def test_projects_stand_as_in_the_month_that_runs(first_night: Night) -> None:
    counted = ", ".join(f"sum({state}_projects)" for state in ("red", "amber", "green", "unknown"))
    projects = ", ".join(
        f"count(*) filter (rag_state = '{state}')" for state in ("red", "amber", "green", "unknown")
    )
    ((*of_month,),) = first_night[0].query(
        f"select {counted} from portfolio_month "
        "where accounting_period = (select max(accounting_period) from portfolio_month)",
        "portfolio",
    )
    ((*of_projects,),) = first_night[0].query(
        f"select {projects} from portfolio_project", "portfolio"
    )

    assert of_projects == of_month


def test_the_open_report_names_nobody(first_night: Night, report: Path) -> None:
    company, _ = first_night
    names = [name for (name,) in company.query("select person_name from dim_person", "people")]
    opened = {path: path.read_text("utf-8") for path in (report / "portfolio").rglob("*.html")}

    named = [(path.name, name) for path, text in opened.items() for name in names if name in text]
    assert names
    assert named == []


def test_every_published_table_has_a_page_with_all_its_columns(
    first_night: Night, pages: dict[Path, Read], report: Path
) -> None:
    for audience in ("portfolio", "finance", "people"):
        for table, column in first_night[0].query(
            "select table_name, column_name from duckdb_columns() where not internal", audience
        ):
            page = pages[report / "portfolio" / "dictionary" / f"{table}.html"]
            assert column in page.ids


def test_a_report_made_again_is_the_same(first_night: Night, report: Path, tmp_path: Path) -> None:
    ended = first_night[0].ask("report", "--into", str(tmp_path / "again"))

    assert ended.code == 0, ended.told
    before = {path.relative_to(report): path.read_bytes() for path in report.rglob("*.*")}
    again = tmp_path / "again"
    assert before == {path.relative_to(again): path.read_bytes() for path in again.rglob("*.*")}
