"""Ask a REST API: authentication, retries that honour Retry-After, time limits, clear refusals.

What to ask for belongs in `rest_paging.py`. No message holds a secret: settings are named instead.
"""

import datetime as dt
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import TracebackType
from typing import Self

import httpx
import stamina

from sources.configuration import OAuth2, Rest
from sources.connectors.records import parse_json
from sources.connectors.rest_assertion import signed_form
from sources.connectors.rest_paging import Request
from sources.connectors.rest_secrets import Secrets, header_value
from sources.errors import AwayError, ReadError, SourceError
from sources.extract import utc_now
from sources.settings import secret

PATIENCE_SECONDS = 600.0
# So much of a refusal is told: some vendors say what they found wrong after a preamble.
TOLD = 400
FIRST_WAIT, LONGEST_WAIT, JITTER = 0.5, 60.0, 0.5


class RefusedError(ReadError):
    """The server does not accept a request, and would not accept it again."""


class _TryAgainError(Exception):
    """An answer that may be another one next time, and how long the server asks to wait."""

    def __init__(self, found: str, wait: float | None = None) -> None:
        super().__init__(found)
        self.wait = wait


class RestClient:
    """A connection to one API."""

    def __init__(self, settings: Rest) -> None:
        """Prepare to ask.

        Raises:
            ConfigurationError: An environment variable that the settings name is not set, or
                holds what can not stand in a header.
        """
        self._settings = settings
        self._base = httpx.URL(settings.base_url.rstrip("/") + "/")
        self._secrets = Secrets()
        named = {
            name: self._secrets.add(header_value(env)) for name, env in settings.header_env.items()
        }
        headers = {"Accept": "application/json", "User-Agent": "Evenkeel"}
        self._http = httpx.Client(
            headers={**headers, **settings.headers, **named}, timeout=settings.timeout_seconds
        )
        self._token: str | None = None

    def __enter__(self) -> Self:
        """Return the client; connections are made when asked."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections; what was raised is told without secrets that an answer holds.

        Raises:
            SourceError: The one that was raised, where a secret is in it.
        """
        self._http.close()
        told = self._secrets.without(str(error))
        if isinstance(error, SourceError) and told != str(error):
            raise type(error)(told) from None

    def ask(self, request: Request, headers: Mapping[str, str]) -> bytes | None:
        """Return the answer's body; None for 304, which is "nothing changed".

        Raises:
            ReadError: The server failed at every attempt, refused the credentials or the
                request, or asks to wait longer than a night has time for.
        """
        url = self._url(request)
        message = self._http.build_request(
            request.method,
            url,
            params=dict(request.params) or None,
            json=request.body,
            headers=dict(headers),
        )
        response = self._authorized(message, str(request))
        if response.status_code == HTTPStatus.UNAUTHORIZED and self._settings.oauth2:
            self._token = None
            response = self._authorized(message, str(request))
        self._check(response, request)
        return None if response.status_code == HTTPStatus.NOT_MODIFIED else response.content

    def reach(self) -> str:
        """Return what the server answers at its address, where it accepts the credentials.

        Raises:
            ReadError: It does not answer, or refuses them.
        """
        message = self._http.build_request("GET", self._base)
        response = self._authorized(message, f"GET {self._base}")
        found = _status(response)
        if response.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise ReadError(f"found {found}; the server does not accept {self._credentials()}")
        return f"answers {found}"

    def _url(self, request: Request) -> httpx.URL:
        """Return the address; a link may not lead to another host, which would get our secrets."""
        base = self._base
        url = base.join(request.path or base.path.rstrip("/"))
        if (url.scheme, url.host, url.port) != (base.scheme, base.host, base.port):
            raise ReadError(
                f"the answer links to {url.scheme}://{url.netloc.decode()}, "
                f"expected a link to {base.scheme}://{base.netloc.decode()}"
            )
        return url

    def _authorized(self, message: httpx.Request, label: str) -> httpx.Response:
        """Send with a token where the settings ask for one."""
        oauth2 = self._settings.oauth2
        if oauth2 and self._token is None:
            self._token = self._new_token(oauth2)
        if self._token:
            message.headers["Authorization"] = f"Bearer {self._token}"
        return self._patient(message, label)

    def _patient(self, message: httpx.Request, label: str) -> httpx.Response:
        """Send until the answer is not a passing failure."""
        attempts = self._settings.attempts
        retry = stamina.retry_context(
            on=_wait,
            attempts=attempts,
            timeout=None,
            wait_initial=FIRST_WAIT,
            wait_max=LONGEST_WAIT,
            wait_jitter=JITTER,
        )
        try:
            for attempt in retry:
                with attempt:
                    return self._once(message)
        except _TryAgainError as error:
            tried = f"{attempts} attempts were made"
            if error.wait is not None and error.wait > PATIENCE_SECONDS:
                tried = f"it asks to wait {error.wait:.0f} s, allowed: {PATIENCE_SECONDS:.0f}"
            raise AwayError(f"{label}: found {error}, expected 200 OK; {tried}") from None
        raise ReadError(f"{label}: no attempt was allowed")

    def _once(self, message: httpx.Request) -> httpx.Response:
        try:
            response = self._http.send(message)
        except httpx.TimeoutException as error:
            limit = self._settings.timeout_seconds
            raise _TryAgainError(f"no answer within {limit:g} s") from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise _TryAgainError(f"a connection that failed ({error})") from error
        status = response.status_code
        if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise _TryAgainError(_status(response), _retry_after(response))
        return response

    def _check(self, response: httpx.Response, request: Request) -> None:
        status = response.status_code
        if status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
            return
        found = f"{request}: found {_status(response)}"
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise ReadError(f"{found}; the server does not accept {self._credentials()}")
        start = response.text.lstrip()[:TOLD].replace("\n", " ")
        raise RefusedError(f"{found}, expected 200 OK; the answer begins {start!r}")

    def _credentials(self) -> str:
        """Name the settings that the credentials come from."""
        oauth2 = self._settings.oauth2
        if oauth2:
            return f"a token got with oauth2.client_id_env ({oauth2.client_id_env})"
        named = [f"header_env.{name} ({env})" for name, env in self._settings.header_env.items()]
        return ", ".join(named) or "a request without header_env or oauth2"

    def _new_token(self, oauth2: OAuth2) -> str:
        """Get a token with the client credentials (RFC 6749, section 4.4)."""
        form = {"grant_type": "client_credentials"} | signed_form(oauth2)
        if oauth2.scope:
            form["scope"] = oauth2.scope
        message = self._http.build_request("POST", oauth2.token_url, data=form)
        # The API's own headers may hold secrets, which are not the token server's business.
        for name in self._settings.header_env:
            message.headers.pop(name, None)
        if oauth2.client_secret_env:
            hidden = self._secrets.add(secret(oauth2.client_secret_env))
            basic = httpx.BasicAuth(secret(oauth2.client_id_env), hidden)
            message = next(basic.auth_flow(message))
            self._secrets.add(message.headers["Authorization"])
        label = "POST oauth2.token_url"
        response = self._patient(message, label)
        answer = parse_json(response.text, where=label) if response.is_success else {}
        token = answer.get("access_token") if isinstance(answer, dict) else None
        if not token:
            raise ReadError(
                f"{label}: found {_status(response)} without an access_token; check "
                f"oauth2.client_id_env ({oauth2.client_id_env}) and {_proof(oauth2)}"
            )
        return self._secrets.add(str(token))


def _proof(oauth2: OAuth2) -> str:
    if oauth2.client_secret_env:
        return f"oauth2.client_secret_env ({oauth2.client_secret_env})"
    return f"oauth2.private_key_env ({oauth2.private_key_env})"


def _status(response: httpx.Response) -> str:
    return f"{response.status_code} {response.reason_phrase}".strip()


def _wait(error: Exception) -> bool | float:
    """Tell stamina whether to try again, and after how long where the server says so."""
    if not isinstance(error, _TryAgainError):
        return False
    if error.wait is None:
        return True
    return error.wait if error.wait <= PATIENCE_SECONDS else False


def _retry_after(response: httpx.Response) -> float | None:
    """Return the seconds of Retry-After, which is a number or a date (RFC 9110, section 10.2.3)."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isdecimal():
        return float(text)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=dt.UTC)
    return max((at - utc_now()).total_seconds(), 0.0)
