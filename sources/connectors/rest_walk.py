"""Walk the lists of an endpoint page by page, keep every answer, and count what was read.

How a page leads to the next belongs in `rest_paging.py`; what the rows become in `rest.py`.
"""

import datetime as dt
import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote as url_quote

from sources.connectors.records import Record, as_records, parse_json, value_at
from sources.connectors.rest_client import RestClient
from sources.connectors.rest_paging import Endpoint, Page, Request, whole_number
from sources.connectors.rest_spool import Spool
from sources.errors import ReadError
from sources.extract import SourceFile

NOTHING_CHANGED = b"null"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ListRead:
    """One list that was read to its end: the rows it says it has, and those that came."""

    label: str
    total: int | None
    rows: int
    different: int

    @property
    def is_whole(self) -> bool:
        """Every row came, each at least once."""
        return self.total is None or self.different == self.total

    @property
    def is_acceptable(self) -> bool:
        """The list is whole, or counts its repeated rows too."""
        return self.is_whole or self.rows == self.total


class Walk:
    """One reading of one table's endpoint."""

    def __init__(self, client: RestClient, spool: Spool, *, since: dt.datetime | None) -> None:
        """Prepare to read what changed since an instant, or everything."""
        self._client = client
        self._spool = spool
        self._since = since
        self.answers: list[SourceFile] = []
        self.lists: list[ListRead] = []
        self.resumed = 0

    def batches(self, endpoint: Endpoint) -> Iterator[list[Record]]:
        """Yield the table's rows, one list for each answer that holds some of them.

        Raises:
            ReadError: An answer is not what the endpoint says, or a page comes again.
        """
        for rows in self._rows(endpoint):
            found = self._nested(endpoint, rows) if endpoint.nested else rows
            yield [_renamed(endpoint, row) for row in found] if endpoint.renamed else found

    def stated_total(self, endpoint: Endpoint) -> int | None:
        """Return how many rows the server says the whole list has, changed or not."""
        request = endpoint.paging.first(
            Request(path=endpoint.path, params=endpoint.params, body=endpoint.body)
        )
        if endpoint.size:
            request = request.with_param(endpoint.size, "1")
        body = self._client.ask(request, endpoint.headers) or NOTHING_CHANGED
        document = _document(body, str(request))
        return whole_number(document if isinstance(document, dict) else {}, endpoint.total)

    def _rows(self, endpoint: Endpoint) -> Iterator[list[Record]]:
        if endpoint.parent is None:
            yield from self._list(endpoint, endpoint.path)
            return
        asked = set[str]()
        for parents in self._rows(endpoint.parent):
            for parent in parents:
                path = _filled(endpoint.path, parent)
                if path in asked:
                    continue
                asked.add(path)
                for rows in self._list(endpoint, path):
                    # A nested row's parent is the row it stands in.
                    nested = endpoint.nested is not None
                    yield rows if nested else [_carried(endpoint, row, parent) for row in rows]

    def _list(self, endpoint: Endpoint, path: str) -> Iterator[list[Record]]:
        """Yield the rows of one list, page by page."""
        request: Request | None = endpoint.paging.first(
            Request(path=path, params=self._params(endpoint), body=endpoint.body)
        )
        label = str(request)
        page = Page(answer={}, rows=[], number=0, rows_read=0, total=None)
        seen, before = set[int](), set[int]()
        while request:
            body = self._body(endpoint, request)
            page = self._page(endpoint, request, body, page)
            paths = endpoint.key.split()
            keys = {hash(str([value_at(row, path) for path in paths])) for row in page.rows}
            if keys and keys == before:
                self._check_repeated(endpoint, request, page)
                page = replace(page, rows_read=page.rows_read - len(page.rows))
                break
            self._keep(request, body)
            seen |= keys
            before = keys
            _tell_cut(endpoint, request, page)
            yield page.rows
            request = endpoint.paging.following(request, page)
        self.lists.append(ListRead(label, page.total, page.rows_read, len(seen)))

    def _params(self, endpoint: Endpoint) -> dict[str, str]:
        changed = endpoint.changed_since
        if self._since is None or changed is None or changed.place in {"header", "query"}:
            return dict(endpoint.params)
        return changed.asked(endpoint.params, self._since)

    def _headers(self, endpoint: Endpoint) -> dict[str, str]:
        changed = endpoint.changed_since
        if self._since is None or changed is None or changed.place != "header":
            return dict(endpoint.headers)
        return {**endpoint.headers, changed.name: self._since.strftime(changed.pattern)}

    def _body(self, endpoint: Endpoint, request: Request) -> bytes:
        kept = self._spool.answer(request)
        if kept is not None:
            self.resumed += 1
            return kept
        body = self._client.ask(request, self._headers(endpoint))
        return NOTHING_CHANGED if body is None else body

    def _keep(self, request: Request, body: bytes) -> None:
        """Keep an answer that was found good, and record it."""
        if self._spool.answer(request) is None:
            self._spool.keep(request, body)
        checksum = hashlib.sha256(body).hexdigest()
        self.answers.append(SourceFile(name=str(request), size=len(body), sha256=checksum))

    def _page(self, endpoint: Endpoint, request: Request, body: bytes, before: Page) -> Page:
        where = str(request)
        document = _document(body, where)
        answer = document if isinstance(document, dict) else {}
        found = value_at(answer, endpoint.rows) if endpoint.rows else document
        is_empty = found is None and (
            endpoint.says_null or (document is None and self._since is not None)
        )
        place = f"{where} at {endpoint.rows!r}" if endpoint.rows else where
        listed = [found] if endpoint.is_record else found
        rows = [] if is_empty else as_records(listed, where=place)
        number = before.number + 1
        total = whole_number(answer, endpoint.total) if number == 1 else before.total
        return Page(answer, rows, number, before.rows_read + len(rows), total)

    def _nested(self, endpoint: Endpoint, rows: list[Record]) -> list[Record]:
        children = list[Record]()
        for row in rows:
            found = value_at(row, endpoint.nested or "") or []
            where = f"{endpoint.nested} of {value_at(row, endpoint.key)}"
            children += [_carried(endpoint, each, row) for each in as_records(found, where=where)]
        return children

    def _check_repeated(self, endpoint: Endpoint, request: Request, page: Page) -> None:
        """Refuse a page that came before, unless the one before was short and so the last."""
        paging = endpoint.paging
        if paging.full_page is not None and len(page.rows) < paging.full_page:
            log.warning(
                "%s brought the page before again; its %d rows are fewer than a full page "
                "of %d, so it is taken as the whole list",
                request,
                len(page.rows),
                paging.full_page,
            )
            return
        raise ReadError(
            f"{request}: the same {len(page.rows)} rows as the page before; "
            f"the server ignores {paging.parameter!r}, so the rest can not be read"
        )


def _tell_cut(endpoint: Endpoint, request: Request, page: Page) -> None:
    """Log that the server gives smaller pages than asked for; nothing is lost by it."""
    asked = whole_number(endpoint.params, endpoint.size) if page.number == 1 else None
    unread = (page.total or 0) - page.rows_read
    if asked and page.rows and len(page.rows) < asked and unread > 0:
        log.warning("%s: asked for %d rows a page, found %d", request, asked, len(page.rows))


def _document(body: bytes, where: str) -> object:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(f"{where}: expected UTF-8, found other bytes: {error}") from error
    return parse_json(text, where=where)


def _filled(path: str, parent: Record) -> str:
    """Return the path with `{steps}` taken from the parent row."""
    before, _, rest = path.partition("{")
    steps, _, after = rest.partition("}")
    return f"{before}{url_quote(str(value_at(parent, steps)), safe='')}{after}"


def _carried(endpoint: Endpoint, row: Record, parent: Record) -> Record:
    return {**row, **{name: value_at(parent, path) for name, path in endpoint.carried.items()}}


def _renamed(endpoint: Endpoint, row: Record) -> Record:
    """Return the row under the contract's names."""
    theirs = set(endpoint.renamed.values())
    kept = {name: value for name, value in row.items() if name not in theirs}
    return {**kept, **{name: value_at(row, path) for name, path in endpoint.renamed.items()}}
