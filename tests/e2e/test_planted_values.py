"""Secrets come out nowhere, confidences only to who may read them, programs as text only."""

import re
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from nightly import Company, Ended
from planted import (
    HOSTILE,
    NOTE,
    PEOPLE,
    RATE,
    SALARY,
    SECRETS,
    confide,
    contents,
    failing_systems,
    hostile,
    texts,
)

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(3600)]
CANARY = re.compile(r"canary-[a-z]+-[0-9a-f]{4}")


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Company, list[str]]:
    """A company after a night that published and one that failed, and all that was printed."""
    told = dict(SECRETS, WHERE="http://127.0.0.1:9", REGION="x")
    company = Company(Company.sample(tmp_path_factory.mktemp("planted")).folder, told)
    hostile(company)
    confide(company)
    night = company.ask("run", "--as-of", "2026-07-31")
    assert night.code == 0, night.told[-3000:]
    configuration = (company.folder / "evenkeel.toml").read_text("utf-8")
    with failing_systems(company):
        asked = ("run", "--as-of", "2026-07-31"), ("doctor",), ("status",), ("alerts",)
        said = [night, *(company.ask(*each) for each in asked)]
    (company.folder / "evenkeel.toml").write_text(configuration, "utf-8")
    assert said[1].code == 1
    return company, [each.told for each in said]


def test_no_secret_is_written_or_printed_whatever_fails(
    planted: tuple[Company, list[str]],
) -> None:
    company, printed = planted

    written = {
        (path.relative_to(company.folder), found)
        for path, text in texts(company.folder)
        for found in CANARY.findall(text)
    }

    assert written == set()
    assert CANARY.findall("\n".join(printed)) == []
    failed = printed[1]
    for system in ("away", "odd", "refused", "store"):
        assert re.search(rf"{system}[._]", failed), system


def cells(company: Company, audience: str) -> list[tuple[str, object]]:
    """Return every value that an audience may read, each with its table."""
    release = company.releases / "current"
    tables = contents(release / f"{audience}.duckdb")
    for path in (release / "parquet" / audience).glob("*.parquet"):
        tables[f"parquet.{path.stem}"] = duckdb.read_parquet(str(path)).fetchall()
    return [(table, cell) for table, rows in tables.items() for row in rows for cell in row]


def holding(found: list[tuple[str, object]], value: str | Decimal) -> set[str]:
    """Return the tables that hold a value, a text also within another."""
    if isinstance(value, Decimal):
        return {table for table, cell in found if isinstance(cell, Decimal) and cell == value}
    return {table for table, cell in found if isinstance(cell, str) and value in cell}


def test_names_notes_rates_and_salaries_are_for_readers_of_people_only(
    planted: tuple[Company, list[str]],
) -> None:
    company, _ = planted
    read = {each: cells(company, each) for each in ("portfolio", "finance", "people")}

    for value in (*PEOPLE.values(), NOTE, RATE, SALARY):
        assert holding(read["portfolio"], value) == set(), value
        assert holding(read["finance"], value) == set(), value
    assert holding(read["people"], PEOPLE["name"]) >= {"main.dim_person", "parquet.dim_person"}
    assert holding(read["people"], RATE) >= {"main.fct_project_cost"}
    release = company.releases / "current"
    shown = [*release.glob("*.json"), *release.glob("gates/*.html"), *release.glob("gates/p*o/*")]
    for path in shown:
        text = path.read_text("utf-8")
        assert not [value for value in (*PEOPLE.values(), NOTE, str(RATE)) if value in text], path


def test_what_values_are_called_is_text_wherever_it_is_shown(
    planted: tuple[Company, list[str]],
) -> None:
    company, _ = planted
    pages = [
        *(company.folder / "var" / "state").rglob("*.html"),
        *(company.releases / "current" / "gates").rglob("*.html"),
    ]

    assert len(pages) > 4
    assert not [path for path in pages if HOSTILE[4] in path.read_text("utf-8")]
    names = company.query("select project_name from dim_project", "portfolio")
    assert {f"{HOSTILE[n]} {n}" for n in range(5)} <= {name for (name,) in names}
    ((entries,),) = company.query("select count(*) from fct_time_entry", "people")
    assert entries == len(company.rows("time_entries"))


@pytest.mark.parametrize(
    "asked",
    [
        ("explain", "fct_project_month", f"project_code={HOSTILE[5]}", "accounting_period=2026-03"),
        ("query", "select project_name, project_code from dim_project"),
        ("releases",),
    ],
    ids=lambda asked: asked[0],
)
def test_commands_take_and_print_what_things_are_called(
    planted: tuple[Company, list[str]], asked: tuple[str, ...]
) -> None:
    ended: Ended = planted[0].ask(*asked)

    assert ended.code == 0, ended.told
    assert "Traceback" not in ended.told
    assert asked[0] == "releases" or HOSTILE[5] in ended.told


def test_a_system_is_called_by_a_plain_name(tmp_path: Path) -> None:
    company = Company.sample(tmp_path)
    toml = company.folder / "evenkeel.toml"
    text = toml.read_text("utf-8")

    for name in HOSTILE:
        toml.write_text(text.replace('name = "exports"', f"name = '''{name}'''"), "utf-8")
        ended = company.ask("status")
        assert ended.code == 1
        assert "systems[0].name" in ended.told
        assert "Traceback" not in ended.told
