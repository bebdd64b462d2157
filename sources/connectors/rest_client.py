"""Ask an HTTP API: credentials, patience and what its refusals mean."""

import datetime as dt
import email.utils
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import TracebackType
from typing import Self

import httpx
import stamina

from sources.configuration import OAuth2, Rest
from sources.errors import ReadError
from sources.extract import utc_now
from sources.settings import secret

LONGEST_WAIT = dt.timedelta(minutes=5)
USER_AGENT = "evenkeel (nightly warehouse)"


@dataclass(frozen=True)
class Request:
    """One GET; `url` is a path below the base URL or a whole URL that an answer gave."""

    url: str
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


class RestClient:
    """One connection to an API, with its credentials from the environment."""

    def __init__(self, settings: Rest) -> None:
        """Prepare to ask; secrets are read here and kept in the headers only."""
        self._settings = settings
        headers = {"User-Agent": USER_AGENT, "Accept": "application/json", **settings.headers}
        headers |= {name: secret(variable) for name, variable in settings.header_env.items()}
        self._client = httpx.Client(headers=headers, timeout=settings.timeout_seconds)
        self._base = httpx.URL(settings.base_url.rstrip("/") + "/")

    def __enter__(self) -> Self:
        """Get a token where the API wants one."""
        if self._settings.oauth2:
            self._authorise(self._settings.oauth2)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection."""
        self._client.close()

    def get(self, request: Request) -> str:
        """Return the answer's text.

        Asks again after 429, 5xx and broken connections, waiting as long as Retry-After says; an
        expired token is renewed once.

        Raises:
            ReadError: The API refuses, or does not answer after all attempts. The message names
                the address and the status, never a header.
        """
        url = self._located(request.url)
        renewed = False
        try:
            for attempt in stamina.retry_context(
                on=_patience, attempts=self._settings.attempts, timeout=None, wait_max=60
            ):
                with attempt:
                    answer = self._client.get(
                        url, params=dict(request.params) or None, headers=dict(request.headers)
                    )
                    expired = answer.status_code == HTTPStatus.UNAUTHORIZED
                    if expired and self._settings.oauth2 and not renewed:
                        renewed = True
                        self._authorise(self._settings.oauth2)
                        answer = self._client.get(url, params=dict(request.params) or None)
                    answer.raise_for_status()
                    return answer.text
        except httpx.HTTPStatusError as error:
            raise ReadError(_refused(error.response)) from None
        except httpx.HTTPError as error:
            what = str(error) or type(error).__name__
            raise ReadError(f"{url.copy_with(query=None)}: {what}") from None
        raise ReadError(f"{url}: no attempt was allowed")

    def _located(self, url: str) -> httpx.URL:
        """Return the whole URL; credentials are never sent to another host than the API's.

        Raises:
            ReadError: An answer points to another host.
        """
        found = self._base.join(url.lstrip("/"))
        if found.host != self._base.host:
            raise ReadError(f"an answer points to {found.host}, expected {self._base.host}")
        return found

    def _authorise(self, oauth2: OAuth2) -> None:
        form = {"grant_type": "client_credentials"}
        if oauth2.scope:
            form["scope"] = oauth2.scope
        credentials = (secret(oauth2.client_id_env), secret(oauth2.client_secret_env))
        try:
            answer = self._client.post(oauth2.token_url, data=form, auth=credentials)
            answer.raise_for_status()
            token = answer.json()["access_token"]
        except (httpx.HTTPError, ValueError, KeyError) as error:
            raise ReadError(
                f"{oauth2.token_url} gave no token for {oauth2.client_id_env}: "
                f"{type(error).__name__}"
            ) from None
        self._client.headers["Authorization"] = f"Bearer {token}"


def _patience(error: Exception) -> bool | dt.timedelta:
    """Return whether to ask again, or how long the server says to wait before."""
    if isinstance(error, httpx.HTTPStatusError):
        status = error.response.status_code
        if status != HTTPStatus.TOO_MANY_REQUESTS and status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return False
        return _retry_after(error.response) or True
    return isinstance(error, httpx.TransportError)


def _retry_after(answer: httpx.Response) -> dt.timedelta | None:
    """Return how long the server asks to wait: seconds, or until an HTTP date."""
    told = answer.headers.get("Retry-After", "")
    if told.isdigit():
        return min(dt.timedelta(seconds=int(told)), LONGEST_WAIT)
    try:
        until = email.utils.parsedate_to_datetime(told)
    except ValueError:
        return None
    wait = until - utc_now()
    return min(max(wait, dt.timedelta()), LONGEST_WAIT)


def _refused(answer: httpx.Response) -> str:
    address = answer.request.url.copy_with(query=None)
    status = f"{answer.status_code} {answer.reason_phrase}".strip()
    hints = {
        HTTPStatus.UNAUTHORIZED: "; the token is wrong or has expired: renew the value of the "
        "environment variable that delivery.header_env or delivery.oauth2 names",
        HTTPStatus.FORBIDDEN: "; the token may not read this: ask for the right to",
        HTTPStatus.NOT_FOUND: "; is delivery.base_url right?",
    }
    return f"{address} answered {status}{hints.get(HTTPStatus(answer.status_code), '')}"
