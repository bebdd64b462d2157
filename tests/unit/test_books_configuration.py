"""A configuration that is not the one of the books is told, before anything is built."""

import datetime as dt
from pathlib import Path

import pytest

from pipelines.lib.configured import configuration_record
from pipelines.lib.releases.books import BooksError
from pipelines.lib.releases.books_configuration import check_configuration
from pipelines.lib.releases.release import Release
from sources.configuration import Settings
from sources.demo.plan import Plan
from sources.demo.write import write_demo
from sources.settings import load_settings

ADDED = """
[[entities]]
code = "HV-FR"
name = "Halden & Voss SAS"
functional_currency = "EUR"
"""


@pytest.fixture(scope="module")
def toml(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The configuration of a company that reports in euros, with entities of three currencies."""
    folder = tmp_path_factory.mktemp("company")
    return write_demo(folder, Plan(people=1, years=1), lambda _: None).read_text("utf-8")


def released(toml: str, folder: Path, books: dict[str, str]) -> Release:
    return Release(
        release_id="r1",
        run_id="r1",
        as_of_date=dt.date(2026, 6, 30),
        published_at=dt.datetime(2026, 7, 1, tzinfo=dt.UTC),
        code_version="c",
        model_version="m",
        configuration=configuration_record(settings(toml, folder)),
        deliveries=(),
        rows={},
        content={},
        audiences={},
        books=books,
    )


def settings(toml: str, folder: Path) -> Settings:
    path = folder / "evenkeel.toml"
    path.write_text(toml, "utf-8")
    return load_settings(path)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            'reporting_currency = "EUR"',
            'reporting_currency = "USD"',
            "company.reporting_currency: found USD, expected EUR, under which periods were closed",
        ),
        (
            "start_month = 1",
            "start_month = 4",
            "company.fiscal_calendar.start_month: found 4, expected 1, under which",
        ),
        (
            'functional_currency = "GBP"',
            'functional_currency = "EUR"',
            "entities.HV-UK.functional_currency: found EUR, expected GBP, under which",
        ),
        (
            'code = "HV-UK"',
            'code = "HV-GB"',
            "entities.HV-UK.functional_currency: found nothing, expected GBP, under which",
        ),
    ],
)
def test_another_configuration_than_that_of_the_books_is_refused(
    toml: str, tmp_path: Path, before: str, after: str, told: str
) -> None:
    last = released(toml, tmp_path, {"r1": "checksum"})
    assert toml.count(before) == 1
    changed = settings(toml.replace(before, after), tmp_path)

    with pytest.raises(BooksError) as refused:
        check_configuration(changed, last)

    assert str(refused.value).startswith(told)
    # Without books, nothing was closed in it.
    check_configuration(changed, released(toml, tmp_path, {}))
    check_configuration(changed, None)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('name = "Halden & Voss"', 'name = "Halden"'),
        ("start_month = 1", "start_month = 1\nlast_year = 2040"),
        ('[[entities]]\ncode = "HV-DE"', f'{ADDED}\n[[entities]]\ncode = "HV-DE"'),
    ],
)
def test_what_does_not_change_closed_periods_may_change(
    toml: str, tmp_path: Path, before: str, after: str
) -> None:
    last = released(toml, tmp_path, {"r1": "checksum"})
    assert before in toml

    check_configuration(settings(toml.replace(before, after, 1), tmp_path), last)
