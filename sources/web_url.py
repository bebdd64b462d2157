"""What the URL of an API may hold: never a secret, for messages name it."""

from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError


def _without_user(url: str) -> str:
    parts = _split(url)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise _refused("expected http:// or https:// and a host")
    if "@" in parts.netloc:
        raise _refused("it holds a user or a password")
    return url


def _without_query(url: str) -> str:
    parts = _split(url)
    if parts is None or parts.query or parts.fragment:
        raise _refused("it holds a query")
    return url


def _split(url: str) -> SplitResult | None:
    """Return the parts; none where, as a password with a slash is read, the port is no number."""
    try:
        parts = urlsplit(url)
        is_read = parts.port != 0
    except ValueError:
        return None
    return parts if is_read else None


def _refused(found: str) -> PydanticCustomError:
    # An error of the type by which whoever shows it knows not to repeat the value.
    return PydanticCustomError(
        "secret_in_url",
        "{found}; secrets come from the environment, by header_env or oauth2",
        {"found": found},
    )


WebUrl = Annotated[str, AfterValidator(_without_user)]
BaseUrl = Annotated[WebUrl, AfterValidator(_without_query)]
