"""A report is replaced by a whole one, or stays."""

from pathlib import Path

import pytest
from sample.write import write_sample

from pipelines.lib.releases.release import Release
from pipelines.report import write
from pipelines.report.write import FINANCE, PORTFOLIO, STYLE, write_report
from sources.configuration import Settings
from sources.settings import load_settings

RELEASE = Release.model_construct(release_id="2026-one")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A company whose reports are numbered and hold nothing else."""
    number = iter("123")

    def numbered(*given: object) -> None:
        *_, made = given
        for audience in (PORTFOLIO, FINANCE):
            (Path(str(made)) / audience).mkdir(parents=True)
        (Path(str(made)) / PORTFOLIO / STYLE).write_text(next(number), "utf-8")

    monkeypatch.setattr(write, "_write", numbered)
    write_sample(tmp_path)
    return load_settings(tmp_path / "evenkeel.toml")


def refuse(*_: object) -> None:
    raise OSError("no page today")


def number_of(folder: Path) -> str:
    return (folder / PORTFOLIO / STYLE).read_text("utf-8")


def test_a_report_takes_the_place_of_the_one_before(settings: Settings, tmp_path: Path) -> None:
    into = tmp_path / "reports" / "july"
    into.parent.mkdir()
    for _ in range(2):
        write_report(settings, RELEASE, into)

    assert number_of(into) == "2"
    assert list(into.parent.iterdir()) == [into]


def test_a_report_stays_where_another_can_not_take_its_place(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    into = tmp_path / "reports" / "july"
    into.parent.mkdir()
    write_report(settings, RELEASE, into)
    rename = Path.rename

    def refused(path: Path, target: Path) -> Path:
        if path.name == ".july.2026-one":
            refuse()
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refused)

    with pytest.raises(OSError, match="no page today"):
        write_report(settings, RELEASE, into)

    assert number_of(into) == "1"
    assert list(into.parent.iterdir()) == [into]


def test_a_report_that_a_cut_off_one_put_aside_is_put_back(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    into = tmp_path / "reports" / "july"
    into.parent.mkdir()
    write_report(settings, RELEASE, into)
    into.rename(into.with_name(".july.before"))
    monkeypatch.setattr(write, "_write", refuse)

    with pytest.raises(OSError, match="no page today"):
        write_report(settings, RELEASE, into)

    assert number_of(into) == "1"
