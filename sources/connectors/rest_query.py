"""Ask for a list by SQL in the body of a POST: the columns, what changed, and the next page's key.

Such an answer leaves empty values out and refuses a column that the company does not have. How
other lists are cut into pages belongs in `rest_paging.py`.
"""

import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sources.casting import literal
from sources.connectors.records import Record, value_at
from sources.connectors.rest_client import RefusedError, RestClient
from sources.connectors.rest_paging import Endpoint, Page, Request

# The zone that a server compares instants in may not be known; none is further from UTC.
ANY_ZONE = dt.timedelta(hours=14)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Query:
    """A list asked for by SQL, in pages that start after the key of the row before (SuiteQL).

    An offset reaches no further than the vendor's limit of rows, and rows that come or go move it;
    a key does neither.

    Attributes:
        columns: The SQL of each column, as it is selected, by its name in the answer.
        optional: Those of the columns that a company may not have.
        tables: What the rows come from, with its joins.
        key: The columns that order the rows and tell one from another, with their SQL.
        where: Conditions that always hold.
        changed: The condition of what changed; empty for everything.
        parameter: The key of the body that holds the query.
        more: The path at which an answer says that another one follows.
    """

    columns: Mapping[str, str]
    tables: str
    key: Mapping[str, str]
    optional: tuple[str, ...] = ()
    where: str = ""
    changed: str = ""
    parameter: str = "q"
    more: str = "hasMore"
    full_page: int | None = None

    def first(self, request: Request) -> Request:
        """Return the request for the rows with the least keys."""
        return self._asked(request, "")

    def following(self, request: Request, page: Page) -> Request | None:
        """Return the request for the rows after this page's last key."""
        if not page.rows or value_at(page.answer, self.more) is not True:
            return None
        return self._asked(request, _after(self.key, page.rows[-1]))

    def probe(self, request: Request, names: frozenset[str]) -> Request:
        """Return the request that brings no row, and is refused where a column is unknown."""
        columns = {name: sql for name, sql in self.columns.items() if name in names}
        return replace(self, columns=columns)._asked(request, "1 = 0")  # noqa: SLF001 - its own

    def _asked(self, request: Request, after: str) -> Request:
        columns = ", ".join(self.columns.values())
        conditions = [text for text in (self.where, self.changed, after) if text]
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        order = ", ".join(self.key.values())
        return request.with_body(
            self.parameter, f"SELECT {columns} FROM {self.tables}{where} ORDER BY {order}"
        )


def windowed(endpoint: Endpoint, since: dt.datetime | None) -> Endpoint:
    """Return the endpoint asking by SQL for what changed since an instant; others as they are."""
    query, changed = endpoint.paging, endpoint.changed_since
    if since is None or changed is None or not isinstance(query, Query):
        return endpoint
    condition = (since - ANY_ZONE).strftime(changed.pattern)
    return replace(endpoint, paging=replace(query, changed=condition))


def offered(client: RestClient, endpoint: Endpoint) -> Endpoint:
    """Return the endpoint without the optional columns that the server does not have."""
    query = endpoint.paging
    if not isinstance(query, Query) or not query.optional:
        return endpoint
    missing = _refused(client, endpoint, query, frozenset(query.optional))
    if missing:
        log.info("%s: without %s", query.tables, ", ".join(sorted(missing)))
    columns = {name: sql for name, sql in query.columns.items() if name not in missing}
    return replace(endpoint, paging=replace(query, columns=columns))


def completed(endpoint: Endpoint, rows: list[Record]) -> list[Record]:
    """Return the rows with every column that was asked for, empty where the answer left it out."""
    query = endpoint.paging
    if not isinstance(query, Query):
        return rows
    return [{**dict.fromkeys(query.columns), **row} for row in rows]


def _refused(
    client: RestClient, endpoint: Endpoint, query: Query, names: frozenset[str]
) -> frozenset[str]:
    """Return those of the columns that the server refuses, found by asking for ever fewer."""
    request = Request(path=endpoint.path, params=endpoint.params, body=endpoint.body)
    try:
        client.ask(query.probe(request, names), endpoint.headers)
    except RefusedError:
        if len(names) == 1:
            return names
        ordered = sorted(names)
        middle = len(ordered) // 2
        halves = (frozenset(ordered[:middle]), frozenset(ordered[middle:]))
        return frozenset[str]().union(*(_refused(client, endpoint, query, half) for half in halves))
    return frozenset()


def _after(key: Mapping[str, str], row: Record) -> str:
    """Return the condition of the rows whose key comes after this row's, column by column."""
    alternatives, same = list[str](), list[str]()
    for name, sql in key.items():
        text = str(value_at(row, name))
        value = text if text.isdecimal() else literal(text)
        alternatives.append(" AND ".join([*same, f"{sql} > {value}"]))
        same.append(f"{sql} = {value}")
    return f"({' OR '.join(f'({text})' for text in alternatives)})"
