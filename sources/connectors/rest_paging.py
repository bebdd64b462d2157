"""Where a table is found in a REST API: path, rows, paging, change cursor, total, child rows.

Asking belongs in `rest_client.py`; walking from page to page in `rest_walk.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sources.connectors.records import Record, value_at
from sources.connectors.rest_asking import ChangedSince, Columns
from sources.connectors.rest_request import Request


@dataclass(frozen=True)
class Page:
    """One answer of a list, and how far the list has been read with it.

    `number` counts pages from 1, `rows_read` includes this page's rows, and `total` is what the
    list's first answer said of itself.
    """

    answer: Record
    rows: list[Record]
    number: int
    rows_read: int
    total: int | None


class Paging(Protocol):
    """A rule by which a list is cut into pages."""

    @property
    def parameter(self) -> str:
        """The parameter, or the place in the answer, that leads to the next page."""
        ...

    @property
    def full_page(self) -> int | None:
        """The documented size of a page, where a shorter one is the last and no answer tells it."""
        ...

    def first(self, request: Request) -> Request:
        """Return the request of the first page."""
        ...

    def following(self, request: Request, page: Page) -> Request | None:
        """Return the request after `request`, answered by `page`; None after the last."""
        ...


@dataclass(frozen=True)
class Single:
    """The whole list in one answer."""

    parameter: str = ""
    full_page: int | None = None

    def first(self, request: Request) -> Request:
        """Return the request as it is."""
        return request

    def following(self, request: Request, page: Page) -> Request | None:
        """Return None: there is no second page."""
        del request, page


@dataclass(frozen=True)
class Links:
    """Each answer holds the next page's URL, which is followed as it stands (Harvest)."""

    parameter: str = "links.next"
    full_page: int | None = None

    def first(self, request: Request) -> Request:
        """Return the request as it is."""
        return request

    def following(self, request: Request, page: Page) -> Request | None:
        """Return the link in the answer."""
        del request
        link = value_at(page.answer, self.parameter)
        return Request(path=str(link)) if link else None


@dataclass(frozen=True)
class Pages:
    """Pages are asked for by number (Xero's invoices).

    The end is the page count where the answer states one, the total where it states that, and
    an empty page otherwise. A page shorter than asked for ends nothing: servers cut a page size
    above their maximum without a word.
    """

    parameter: str = "page"
    count: str | None = None
    full_page: int | None = None

    def first(self, request: Request) -> Request:
        """Return the request for page 1."""
        return request.with_param(self.parameter, "1")

    def following(self, request: Request, page: Page) -> Request | None:
        """Return the request for the next number."""
        count = whole_number(page.answer, self.count)
        last = page.number >= count if count is not None else _all_read(page)
        return None if last else request.with_param(self.parameter, str(page.number + 1))


@dataclass(frozen=True)
class Offset:
    """Pages start after a value: the rows read so far, or their greatest `field` (Xero)."""

    parameter: str = "offset"
    field: str | None = None
    full_page: int | None = None

    def first(self, request: Request) -> Request:
        """Return the request as it is."""
        return request

    def following(self, request: Request, page: Page) -> Request | None:
        """Return the request that starts after this page's last row."""
        if _all_read(page):
            return None
        if self.field is None:
            return request.with_param(self.parameter, str(page.rows_read))
        numbers = [whole_number(row, self.field) or 0 for row in page.rows]
        return request.with_param(self.parameter, str(max(numbers)))


@dataclass(frozen=True)
class Cursor:
    """Each answer holds a token that asks for the next page (HubSpot)."""

    parameter: str = "after"
    following_path: str = "paging.next.after"
    full_page: int | None = None

    def first(self, request: Request) -> Request:
        """Return the request as it is."""
        return request

    def following(self, request: Request, page: Page) -> Request | None:
        """Return the request with the answer's token."""
        token = value_at(page.answer, self.following_path)
        return request.with_param(self.parameter, str(token)) if token else None


@dataclass(frozen=True)
class Endpoint:
    """Where one table's rows are found.

    Attributes:
        path: The path under the base URL. With a `parent`, `{steps}` in it are filled from each
            parent row, and the list is asked for once per parent row.
        rows: The path of the list in the answer; empty when the answer is the list.
        is_record: Whether the answer is one record, not a list of them (a Toggl workspace).
        says_null: Whether an empty list may be answered by null (Toggl).
        key: The paths, with a space between, of what tells one row of the list from another.
        paging: How the list is cut into pages.
        params: Further parameters of every request.
        body: The JSON that every request posts; None where the list is got.
        headers: Headers of every request.
        size: The one of `params` that asks for a page size.
        changed_since: How to ask for what changed; None when only everything can be asked for.
        total: The path at which an answer states how many rows the list has.
        hides_deletions: Whether what changed does not tell what was deleted, so that only the
            total of the whole list does.
        moves: Whether a deleted row moves those after it to other pages, and no total tells:
            a read that was cut off begins anew.
        nested: The path, in each row, of the list that is the table (an invoice's lines).
        parent: The list whose rows fill `path`.
        carried: What each child row takes from its parent row: child's name to parent's path.
        columns: How the parameters name the contract's columns, where they must.
        renamed: What a row calls otherwise than the contract: the contract's name to the row's.
    """

    path: str
    rows: str
    is_record: bool = False
    says_null: bool = False
    key: str = "id"
    paging: Paging = field(default_factory=Single)
    params: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, object] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    size: str | None = None
    changed_since: ChangedSince | None = None
    total: str | None = None
    hides_deletions: bool = False
    moves: bool = False
    nested: str | None = None
    parent: "Endpoint | None" = None
    carried: Mapping[str, str] = field(default_factory=dict)
    columns: Columns | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def fields_within(self) -> str:
        """The path, with its dot, of the record in each row that holds the fields asked for."""
        return self.columns.prefix if self.columns else ""

    @property
    def root(self) -> "Endpoint":
        """The list that takes the change cursor: the outermost parent, or this one."""
        return self.parent.root if self.parent else self


def whole_number(record: Record, path: str | None) -> int | None:
    """Return the whole number at a path, or None where there is none."""
    found = value_at(record, path) if path else None
    text = str(found)
    return int(text) if text.isdecimal() else None


def _all_read(page: Page) -> bool:
    return not page.rows or (page.total is not None and page.rows_read >= page.total)
