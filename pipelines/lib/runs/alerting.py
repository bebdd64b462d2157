"""Tell each alert to each channel once, whoever comes to know of it first.

`alerts.jsonl` of the state folder has a line for each attempt. Sending and noting it is done under
a lock, so that a run, the orchestrator's sensors and a person's `evenkeel alerts` never tell twice.
"""

import fcntl
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from sources.configuration import Settings
from sources.extract import utc_now

log = logging.getLogger("evenkeel.alerts")


class Alert(BaseModel):
    """Something that someone has to know: what it is, what to do next and where that is written.

    `key` is what it is about, so that the same thing is told once.
    """

    model_config = ConfigDict(frozen=True)

    key: str
    title: str
    found: str
    to_do: str
    runbook: str
    is_bad: bool = True

    def body(self) -> str:
        """Return the message below the title."""
        return f"{self.found}\n\nWhat to do: {self.to_do}\nRunbook: {self.runbook}"


class Attempt(BaseModel):
    """That one channel was told of one alert, or why it was not."""

    model_config = ConfigDict(frozen=True)

    key: str
    channel: str
    at: AwareDatetime
    title: str
    failed: str = ""


def attempts(settings: Settings) -> list[Attempt]:
    """Return all attempts, oldest first; a line that was cut off is none."""
    path = _path(settings)
    lines = path.read_bytes().splitlines() if path.exists() else []
    return [attempt for attempt in map(_attempt, lines) if attempt]


def _attempt(line: bytes) -> Attempt | None:
    try:
        return Attempt.model_validate_json(line)
    except ValidationError:
        return None


def tell(settings: Settings, alerts: Iterable[Alert]) -> list[Attempt]:
    """Send what was not sent yet to every channel; return the attempts that were made.

    A channel that can not be reached is logged and told again the next time. Nothing is raised.
    """
    wanted = list(alerts)
    if not wanted or not settings.alerts.channels_env:
        return []
    try:
        with _alone(settings):
            return list(_tell(settings, wanted))
    except (OSError, ValueError) as error:
        log.warning("no alert could be sent: %s", error)
        return []


def _tell(settings: Settings, alerts: list[Alert]) -> Iterator[Attempt]:
    from pipelines.lib.runs.channels import channels_of, deliver  # noqa: PLC0415 - only when it sends

    told = {(each.key, each.channel) for each in attempts(settings) if not each.failed}
    for alert in alerts:
        for channel in channels_of(settings):
            if (alert.key, channel.name) in told:
                continue
            title = f"{settings.company.name}: {alert.title}"
            failed = deliver(channel, title, alert.body(), is_bad=alert.is_bad)
            attempt = Attempt(
                key=alert.key, channel=channel.name, at=utc_now(), title=title, failed=failed
            )
            _note(settings, attempt)
            if failed:
                log.warning("%s was not told of %r: %s", channel.name, alert.title, failed)
            yield attempt


def _note(settings: Settings, attempt: Attempt) -> None:
    """Add a line; one that was cut off before is ended first, so that it takes no other along."""
    with _path(settings).open("a+b") as handle:
        if handle.seek(0, os.SEEK_END):
            handle.seek(-1, os.SEEK_END)
        is_cut_off = handle.read(1) not in (b"", b"\n")
        handle.write((b"\n" if is_cut_off else b"") + attempt.model_dump_json().encode() + b"\n")


def _path(settings: Settings) -> Path:
    return settings.path(settings.storage.state) / "alerts.jsonl"


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    folder = settings.path(settings.storage.state)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "alerts.lock").open("a", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
