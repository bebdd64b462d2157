"""What a REST API is asked with and no message may repeat, however an answer writes it."""

import base64
import binascii
import html
import json
import re
from urllib.parse import quote

from sources.errors import ConfigurationError
from sources.settings import secret

HIDDEN = "***"
# Anything shorter is no secret, and is found in any text.
SHORTEST = 4
# Where an answer is cut off a secret may be, too: so much of it is enough to tell.
BEGINNING = 8


class Secrets:
    """The secrets of one connection: the values of headers, passwords and tokens."""

    def __init__(self) -> None:
        """Know none yet."""
        self._known = set[str]()

    def add(self, value: str) -> str:
        """Take a secret; return it.

        Of a header's `Bearer` or `Basic` only what follows is one; of `Basic` also both its parts.
        """
        *scheme, credentials = value.split(" ", maxsplit=1)
        parts = _parts_of_basic(credentials) if scheme else []
        for each in (credentials, *parts):
            if len(each) >= SHORTEST:
                self._known |= {each, quote(each, safe=""), json.dumps(each)[1:-1]}
                self._known |= {html.escape(each)}
        return value

    def without(self, text: str) -> str:
        """Return a text in which no secret is left, nor how one begins."""
        if not self._known:
            return text
        begun = re.compile("|".join(re.escape(each[:BEGINNING]) for each in self._known))
        pieces, rest = list[str](), text
        while found := begun.search(rest):
            pieces += [rest[: found.start()], HIDDEN]
            rest = rest[found.start() :]
            rest = rest[max(_shared(rest, each) for each in self._known) :]
        return "".join((*pieces, rest))


def header_value(env: str) -> str:
    """Return a secret for a header; httpx would print one that it can not send.

    Raises:
        ConfigurationError: It is not set, or holds what can not stand in a header.
    """
    value = secret(env).strip()
    if not (value.isascii() and value.isprintable()):
        raise ConfigurationError(
            f"environment variable {env} holds characters that can not stand in an HTTP header"
        )
    return value


def _parts_of_basic(credentials: str) -> list[str]:
    try:
        return base64.b64decode(credentials, validate=True).decode().split(":", maxsplit=1)
    except (binascii.Error, UnicodeDecodeError):
        return []


def _shared(text: str, value: str) -> int:
    """Return how much of a secret a text begins with."""
    pairs = enumerate(zip(text, value, strict=False))
    return next((at for at, (found, told) in pairs if found != told), min(len(text), len(value)))
