"""Send a message to the channels that the configuration names; what they are called is no secret.

A channel's URL holds its password. It comes from the environment and is in no message and no log:
a channel is called by its variable and its place in it.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import apprise

from sources.configuration import Settings
from sources.errors import ConfigurationError
from sources.settings import secret

# Libraries that tell where they send to, path and all, and a path may be the secret.
TALKATIVE = ("apprise", "urllib3", "requests")
LONGEST_SECONDS = 30


@dataclass(frozen=True)
class Channel:
    """Where alerts go: its name may be told, its URL may not."""

    name: str
    url: str = ""

    def __repr__(self) -> str:
        """Return the name only."""
        return f"Channel({self.name})"


def channels_of(settings: Settings) -> list[Channel]:
    """Return every channel; one whose variable is not set has no URL and can not be reached."""
    found = list[Channel]()
    for name in settings.alerts.channels_env:
        try:
            urls = re.split(r"[\s,]+(?=[a-z0-9]+://)", secret(name).strip())
        except ConfigurationError:
            urls = [""]
        found += [Channel(f"{name} #{place}", url) for place, url in enumerate(urls, start=1)]
    return found


def unusable(settings: Settings) -> list[str]:
    """Return the names of the channels whose URL is none that Apprise knows; nothing is sent."""
    with _quiet():
        return [
            each.name
            for each in channels_of(settings)
            if not apprise.Apprise().add(each.url or "-")
        ]


@contextmanager
def _quiet() -> Iterator[None]:
    levels = {name: logging.getLogger(name).level for name in TALKATIVE}
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def deliver(channel: Channel, title: str, body: str, *, is_bad: bool) -> str:
    """Send one message; return why it could not be delivered, nothing where it was."""
    if not channel.url:
        return "its environment variable is not set"
    kind = apprise.NotifyType.FAILURE if is_bad else apprise.NotifyType.WARNING
    try:
        with _quiet():
            sender = apprise.Apprise()
            if not sender.add(channel.url):
                return "what it holds is no URL that Apprise knows"
            sent = sender.notify(
                body=body,
                title=title,
                notify_type=kind,
                body_format=apprise.NotifyFormat.TEXT,
                timeout=LONGEST_SECONDS,
            )
    except Exception as error:  # noqa: BLE001 - no alert may end a night; a message may hold a URL
        return f"its sender failed with {type(error).__name__}"
    return "" if sent else "it does not answer, or refuses"
