"""What the requests of a list ask for beyond its pages: what changed only, and which columns."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class ChangedSince:
    """How to ask for what changed since an instant: a parameter or header and its strftime.

    A `clause` is written after what the parameter holds already: a query and its condition. A
    `query` is the condition of a list that is asked for by SQL (`rest_query.py`).
    """

    name: str
    place: Literal["parameter", "header", "clause", "query"] = "parameter"
    pattern: str = "%Y-%m-%dT%H:%M:%SZ"

    def asked(self, params: Mapping[str, str], since: dt.datetime) -> dict[str, str]:
        """Return the parameters that ask for what changed since an instant."""
        before = params[self.name] if self.place == "clause" else ""
        return {**params, self.name: before + since.strftime(self.pattern)}


@dataclass(frozen=True)
class Columns:
    """How a request that must name the columns it wants names them (Salesforce, HubSpot).

    `{columns}` in an endpoint's parameters becomes their names at the source: of those under
    `prefix`, without it. Where a server refuses names that it lacks, `described` is the path of
    the list of fields that it has and shows, and `fields` the place of that list in the answer.
    """

    prefix: str = ""
    described: str | None = None
    fields: str = "fields"
    field: str = "name"
