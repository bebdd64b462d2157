"""A database's URL: whether it is one, and messages in which nothing of it is repeated.

Drivers take a malformed URL apart as best they can and then repeat the pieces, a part of the
password among them. So a URL that could be read in two ways never reaches a driver.
"""

import re
from urllib.parse import unquote, urlsplit

from sources.errors import AwayError, ConfigurationError, ReadError

WORD = r"(?:[^@:/?#\[\]\s%]|%[0-9A-Fa-f]{2})*"
HOST = rf"(?:\[[0-9A-Fa-f:.]+\]|{WORD})(?::[0-9]*)?"
SERVER = re.compile(
    rf"[a-z][a-z0-9+_]*://(?:{WORD}(?::{WORD})?@)?{HOST}(?:,{HOST})*(?:[/?][^@\s]*)?"
)
# What drivers say of a server that is not there at this moment.
AWAY = re.compile(
    r"refused|timed? ?out|timeout expired|reset by peer|no route|unreachable|gone away|starting up|"
    r"shutting down|terminat|closed the connection|closed unexpectedly|"
    r"too many (?:clients|connections)|could not translate|name resolution|"
    r"name or service not known",
    flags=re.IGNORECASE,
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


def database_failure(message: str, *, url: str, where: str) -> ReadError:
    """Return a driver's own message as our error, and whether the database is only away."""
    kind = AwayError if AWAY.search(message) else ReadError
    return kind(f"the database in {where}: {without_secrets(message, url)}")


def without_secrets(message: str, url: str) -> str:
    """Return a message's first line without the URL and without the password it holds."""
    line = (message.strip() or "no reason was given").splitlines()[0]
    password = urlsplit(url).password or ""
    for told in (url, password, unquote(password)):
        line = line.replace(told, "***") if told else line
    return line
