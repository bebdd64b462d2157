import datetime as dt
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.pool import ThreadPool
from pathlib import Path

import pytest
from receivers import Received, mail_server, webhook
from sample.write import write_sample

from expectations.results import Checked
from pipelines.lib.releases.release import Release
from pipelines.lib.runs.alerting import Alert, attempts, tell
from pipelines.lib.runs.alerts import of_outcome, standing
from pipelines.lib.runs.channels import channels_of
from pipelines.lib.runs.outcome import Outcome, Refusal
from sources.configuration import Settings
from sources.landing import Landing
from sources.pull import PullOptions, pull
from sources.settings import load_settings

CANARY = "canary-9d41"
ALERTS = """
[alerts]
channels_env = ["ALERT_URLS", "ALERT_HOOK"]
published_by = "06:30"
weekdays = [1, 2, 3, 4, 5]
"""
ALERT = Alert(key="run/1", title="a title", found="what", to_do="do it", runbook="alerts.md#a")


@dataclass(frozen=True)
class Watched:
    """A company whose alerts go to a mailbox and to a webhook."""

    settings: Settings
    mail: Received
    hook: Received


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    write_sample(tmp_path)
    toml = tmp_path / "evenkeel.toml"
    toml.write_text(toml.read_text("utf-8") + ALERTS, "utf-8")
    with mail_server() as mail, webhook() as hook:
        sender = f"mailto://127.0.0.1:{mail.port}?from=night@x.example&to=ops@x.example"
        monkeypatch.setenv("ALERT_URLS", sender)
        monkeypatch.setenv("ALERT_HOOK", f"json://{CANARY}:{CANARY}@127.0.0.1:{hook.port}/{CANARY}")
        yield Watched(load_settings(toml), mail, hook)


def outcome(**told: object) -> Outcome:
    ended = {
        "run_id": "r1",
        "succeeded": False,
        "release_id": None,
        "errors": {},
        "refusals": (),
        "warnings": (),
        "quarantined_rows": {},
        "new_columns": {},
        "findings": 0,
    }
    return Outcome.model_validate({**ended, **told})


def test_an_alert_reaches_every_channel_once(watched: Watched) -> None:
    first = tell(watched.settings, [ALERT])
    again = tell(watched.settings, [ALERT])

    assert [each.failed for each in first] == ["", ""]
    assert again == []
    (mail,), (posted,) = watched.mail.messages, watched.hook.messages
    assert "Subject: Halden & Voss: a title" in mail
    assert json.loads(posted)["title"] == "Halden & Voss: a title"
    for word in ("what", "What to do: do it", "Runbook: alerts.md#a"):
        assert word in json.loads(posted)["message"]


def test_two_that_know_of_the_same_at_once_tell_it_once(watched: Watched) -> None:
    with ThreadPool(4) as pool:
        pool.map(lambda _: tell(watched.settings, [ALERT]), range(4))

    assert len(watched.mail.messages) == len(watched.hook.messages) == 1


def test_a_channel_that_is_away_is_told_later_and_the_others_at_once(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("ALERT_URLS", f"json://ops:{CANARY}@127.0.0.1:9/{CANARY}")
    with caplog.at_level(logging.DEBUG):
        tell(watched.settings, [ALERT])
    failed = [each for each in attempts(watched.settings) if each.failed]
    monkeypatch.setenv(
        "ALERT_URLS", f"mailto://127.0.0.1:{watched.mail.port}?from=n@x.example&to=o@x.example"
    )
    tell(watched.settings, [ALERT])

    assert [each.channel for each in failed] == ["ALERT_URLS #1"]
    assert "ALERT_URLS #1 was not told of 'a title'" in caplog.text
    assert len(watched.hook.messages) == len(watched.mail.messages) == 1


def test_no_log_and_no_record_holds_a_channels_secret(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("ALERT_URLS", f"nonsense://{CANARY} json://u:{CANARY}@127.0.0.1:9/{CANARY}")
    with caplog.at_level(logging.DEBUG):
        made = tell(watched.settings, [ALERT])
    state = watched.settings.path(watched.settings.storage.state)
    kept = "".join(path.read_text("utf-8") for path in state.rglob("*") if path.is_file())

    assert [bool(each.failed) for each in made] == [True, True, False]
    assert watched.hook.messages
    assert CANARY not in caplog.text + kept + str(made) + repr(channels_of(watched.settings))


@pytest.mark.parametrize(
    "cut", [b'{"key": "run/0", "chan', b'{"key": "run/0"}', b'{"title": "\xc3']
)
def test_a_line_that_was_cut_off_stops_no_alert(watched: Watched, cut: bytes) -> None:
    settings = watched.settings
    kept = settings.path(settings.storage.state) / "alerts.jsonl"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(cut)

    first = tell(settings, [ALERT])
    again = tell(settings, [ALERT])

    assert [each.failed for each in first] == ["", ""]
    assert attempts(settings) == first
    assert again == []
    assert len(watched.hook.messages) == len(watched.mail.messages) == 1


def test_no_alert_ends_what_it_is_told_of(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(*_: object) -> None:
        raise ValueError("no such channel")

    monkeypatch.setattr("pipelines.lib.runs.channels.channels_of", refused)

    assert tell(watched.settings, [ALERT]) == []
    assert "no alert could be sent: no such channel" in caplog.text


def test_a_failed_run_says_what_failed_and_what_to_do(watched: Watched) -> None:
    (alert,) = of_outcome(watched.settings, outcome(errors={"landing": "exports.people: no file"}))

    assert alert.title == "the night failed"
    assert "- landing: exports.people: no file" in alert.found
    assert "evenkeel run" in alert.to_do
    assert alert.runbook == "docs/operations/alerts.md#a-run-failed"


def test_a_refusal_names_the_table_and_the_expectation(watched: Watched) -> None:
    checked = Checked(name="hours add up", severity="block", passed=False, found="2 rows")
    refused = outcome(refusals=(Refusal(table="portfolio_month", expectation=checked),))

    (alert,) = of_outcome(watched.settings, refused)

    assert alert.title == "the gate refused the night"
    assert "- portfolio_month: hours add up" in alert.found


def test_a_run_that_succeeded_is_no_alert(watched: Watched) -> None:
    assert list(of_outcome(watched.settings, outcome(succeeded=True))) == []


@pytest.mark.parametrize(
    ("now", "keys"),
    [
        ("2026-07-06T06:29+02:00", ["unpublished/2026-07-03"]),
        ("2026-07-06T06:31+02:00", ["unpublished/2026-07-06"]),
        ("2026-07-05T12:00+02:00", ["unpublished/2026-07-03"]),
    ],
)
def test_a_day_without_a_release_is_late_from_the_promised_time(
    watched: Watched, now: str, keys: list[str]
) -> None:
    found = standing(watched.settings, dt.datetime.fromisoformat(now))

    assert [each.key for each in found] == keys


@pytest.mark.parametrize(
    ("published", "keys"),
    [("2026-06-29T05:00Z", []), ("2026-06-22T03:00Z", ["unpublished/2026-06-29"])],
)
def test_a_company_that_publishes_weekly_is_late_after_a_week(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, published: str, keys: list[str]
) -> None:
    weekly = watched.settings.alerts.model_copy(update={"weekdays": (1,)})
    settings = watched.settings.model_copy(update={"alerts": weekly})
    release = Release.model_construct(
        release_id="r", published_at=dt.datetime.fromisoformat(published)
    )
    monkeypatch.setattr("pipelines.lib.runs.alerts.current_release", lambda _: release)

    found = standing(settings, dt.datetime.fromisoformat("2026-06-30T12:00+02:00"))

    assert [each.key for each in found] == keys


def test_a_source_is_warned_of_before_it_is_late(watched: Watched) -> None:
    settings = watched.settings.model_copy(
        update={"alerts": watched.settings.alerts.model_copy(update={"published_by": None})}
    )
    landing = Landing(settings.path(settings.storage.landing))
    (landed,) = pull(settings.systems[0], "invoices", landing, PullOptions())

    def titles(hours: float) -> list[str]:
        now = landed.finished_at + dt.timedelta(hours=hours)
        return [each.title for each in standing(settings, now)]

    assert titles(31) == []
    assert titles(33) == ["exports.invoices will be late soon"]
    assert titles(37) == ["exports.invoices is late"]


def test_what_failed_after_the_release_says_that_it_stands(watched: Watched) -> None:
    away = "the database in BI_URL: connection failed"
    ended = outcome(release_id="20260731T0400-r", errors={"releases__postgres": away})

    (alert,) = of_outcome(watched.settings, ended)

    assert "Release 20260731T0400-r is published as files" in alert.found
    assert away in alert.found
    assert "evenkeel releases publish" in alert.to_do
