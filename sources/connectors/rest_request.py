"""One question to a REST API: its path, parameters and body, and the digest that names it.

Which questions follow one another belongs in `rest_paging.py`.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Request:
    """One question: a path under the base URL or a link that an answer gave, and its parameters.

    An empty path is the base URL itself. With a `body` it is a POST of that JSON: some vendors
    take a search or a query only so.
    """

    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, object] | None = None

    @property
    def method(self) -> str:
        """GET, or POST with a body."""
        return "GET" if self.body is None else "POST"

    @property
    def key(self) -> str:
        """A digest that names this request's answer among those of one window."""
        asked = [self.path, sorted(self.params.items())]
        text = json.dumps(asked if self.body is None else [*asked, self.body], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def __str__(self) -> str:
        """Return the request as messages call it."""
        query = "&".join(f"{name}={value}" for name, value in self.params.items())
        path = self.path or "base_url"
        asked = f"{self.method} {path}?{query}" if query else f"{self.method} {path}"
        return asked if self.body is None else f"{asked} {json.dumps(self.body)}"

    def with_param(self, name: str, value: str) -> "Request":
        """Return the same request with one parameter set."""
        return replace(self, params={**self.params, name: value})

    def with_body(self, name: str, value: object) -> "Request":
        """Return the same request with one key of its body set."""
        return replace(self, body={**(self.body or {}), name: value})
