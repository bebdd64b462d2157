import datetime as dt
import shutil
from pathlib import Path

import duckdb
import pytest
import typer
from sample.write import CONFIGURATION

from pipelines.commands.query import query
from pipelines.lib.releases.release import Release


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A company whose current release has one table for each of two audiences."""
    shutil.copy(CONFIGURATION, tmp_path / "evenkeel.toml")
    monkeypatch.setenv("EVENKEEL_CONFIG", str(tmp_path / "evenkeel.toml"))
    root = tmp_path / "var" / "releases"
    release = Release(
        release_id="20260801T000000Z-r",
        run_id="r",
        as_of_date=dt.date(2026, 7, 31),
        published_at=dt.datetime(2026, 8, 1, tzinfo=dt.UTC),
        code_version="c",
        deliveries=(),
        rows={},
        content={},
        audiences={"portfolio_month": ("portfolio", "finance"), "fct_time_entry": ("people",)},
    )
    folder = root / release.release_id
    folder.mkdir(parents=True)
    (folder / "release.json").write_text(release.model_dump_json(), "utf-8")
    (folder / "published").touch()
    (root / "current").symlink_to(release.release_id)
    with duckdb.connect(str(folder / "portfolio.duckdb")) as connection:
        connection.execute("create table portfolio_month (accounting_period varchar)")


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("from fct_time_entry", "fct_time_entry is read with --audience people"),
        ("from nowhere", "the tables of --audience portfolio: portfolio_month; other audiences"),
        ("select accounting_perio from portfolio_month", 'bindings: "accounting_period"'),
    ],
)
@pytest.mark.usefixtures("company")
def test_a_refused_query_says_what_there_is(
    capsys: pytest.CaptureFixture[str], sql: str, told: str
) -> None:
    with pytest.raises(typer.Exit):
        query(sql)

    assert told in capsys.readouterr().err
