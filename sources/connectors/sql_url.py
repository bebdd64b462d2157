"""A database's URL: whether it is one, and messages in which nothing of it is repeated.

Drivers take a malformed URL apart as best they can and then repeat the pieces, a part of the
password among them. So a URL that could be read in two ways never reaches a driver.
"""

import re
from urllib.parse import unquote, urlsplit

from sources.errors import ConfigurationError

WORD = r"(?:[^@:/?#\[\]\s%]|%[0-9A-Fa-f]{2})*"
HOST = rf"(?:\[[0-9A-Fa-f:.]+\]|{WORD})(?::[0-9]*)?"
SERVER = re.compile(
    rf"[a-z][a-z0-9+_]*://(?:{WORD}(?::{WORD})?@)?{HOST}(?:,{HOST})*(?:[/?][^@\s]*)?"
)
# A database that is a file has no user, no password and no host; its path may hold anything.
FILE = re.compile(r"[a-z][a-z0-9+_]*://(?:/.*)?", flags=re.DOTALL)


def check_url(url: str, where: str) -> None:
    """Check that a URL can be read in one way only.

    Raises:
        ConfigurationError: It can not; the message names the variable `where`, nothing of its text.
    """
    if not FILE.fullmatch(url) and not SERVER.fullmatch(url):
        raise ConfigurationError(
            f"environment variable {where} holds no database URL; expected "
            "<dialect>://<user>:<password>@<host>:<port>/<database>, each percent-encoded "
            "(@ is %40, / is %2F, : is %3A, % is %25, # is %23)"
        )


def without_secrets(message: str, url: str) -> str:
    """Return a message's first line without the URL and without the password it holds."""
    line = (message.strip() or "no reason was given").splitlines()[0]
    password = urlsplit(url).password or ""
    for told in (url, password, unquote(password)):
        line = line.replace(told, "***") if told else line
    return line
