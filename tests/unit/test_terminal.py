from pathlib import Path

import pytest

from pipelines import cli
from pipelines.lib.dbt import DbtError
from pipelines.lib.releases.books import BooksError
from pipelines.lib.releases.release import PostgresError, ReleaseError
from pipelines.lib.runs.outcome import Outcome
from pipelines.lib.upkeep.backup import BackupError
from pipelines.terminal.outcomes import tell_outcome
from sources.errors import ConfigurationError, ReadError

PLACES = Path("evenkeel.toml"), Path("releases"), Path("evenkeel.duckdb")


def test_a_nights_end_says_what_was_quarantined_what_is_new_and_where_to_look(
    capsys: pytest.CaptureFixture[str],
) -> None:
    outcome = Outcome(
        run_id="r",
        succeeded=True,
        release_id="20260731",
        errors={},
        refusals=(),
        warnings=(),
        quarantined_rows={"exports.people": 1, "exports.time_entries": 1200},
        new_columns={"exports.clients": "colour"},
        findings=3,
    )

    tell_outcome(outcome, *PLACES)

    printed, told = capsys.readouterr()
    assert "quarantined 1 row of exports.people\n" in told
    assert "quarantined 1,200 rows of exports.time_entries\n" in told
    assert "new columns in exports.clients: colour\n" in told
    assert "findings 3 rows that can not be right\n" in told
    assert "evenkeel --config evenkeel.toml query --audience finance 'from ctl_finding'" in printed
    assert (
        "evenkeel --config evenkeel.toml query --audience finance 'from ctl_quarantine'" in printed
    )


@pytest.mark.parametrize(
    "kind",
    [BackupError, BooksError, ConfigurationError, DbtError, PostgresError, ReadError, ReleaseError],
)
def test_what_people_can_mend_is_one_message(
    kind: type[Exception], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failed() -> None:
        raise kind("a book is not there")

    monkeypatch.setattr(cli, "app", failed)

    with pytest.raises(SystemExit, match="1"):
        cli.main()

    assert capsys.readouterr().err == "error a book is not there\n"


def test_what_failed_after_the_release_is_not_told_as_nothing_published(
    capsys: pytest.CaptureFixture[str],
) -> None:
    outcome = Outcome(
        run_id="r",
        succeeded=False,
        release_id="20260731",
        errors={"releases__postgres": "connection failed"},
        refusals=(),
        warnings=(),
        quarantined_rows={},
        new_columns={},
        findings=0,
    )

    tell_outcome(outcome, *PLACES)

    told = capsys.readouterr().err
    assert "Release 20260731 is published as files" in told
    assert "Nothing was published" not in told
    assert "evenkeel --config evenkeel.toml releases publish" in told


def test_what_can_not_be_right_is_shown_where_nothing_was_published(
    capsys: pytest.CaptureFixture[str],
) -> None:
    outcome = Outcome(
        run_id="r",
        succeeded=False,
        release_id=None,
        errors={},
        refusals=(),
        warnings=(),
        quarantined_rows={},
        new_columns={},
        findings=27,
    )

    tell_outcome(outcome, *PLACES)

    told = capsys.readouterr().err
    assert "findings 27 rows that can not be right\n" in told
    assert "findings duckdb -readonly evenkeel.duckdb 'from marts.ctl_finding'\n" in told
