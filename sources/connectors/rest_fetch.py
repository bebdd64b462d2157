"""Fetch every page of an endpoint, in order, and tell when there is no further one."""

import hashlib
import json

from sources.connectors.records import Record, as_records, parse_json, value_at
from sources.connectors.rest_client import Request, RestClient
from sources.connectors.rest_endpoint import Endpoint
from sources.connectors.rest_pages import Pages
from sources.errors import ReadError


def fetch_pages(client: RestClient, endpoint: Endpoint, first: Request, pages: Pages) -> None:
    """Fetch every page that is not kept yet."""
    if endpoint.parent is None:
        _fetch_part(client, endpoint, first, pages)
        return
    parents = _parent_ids(client, endpoint.parent, endpoint.parent_id)
    for parent_id in parents:
        url = endpoint.path.format(id=parent_id)
        _fetch_part(client, endpoint, Request(url, first.params, first.headers), pages)


def _fetch_part(client: RestClient, endpoint: Endpoint, first: Request, pages: Pages) -> None:
    part = first.url
    if pages.is_done(part):
        return
    request, last = pages.resume(part)
    request = request or first
    size = None
    while request is not None:
        body = client.get(request)
        page = parse_json(body, where=request.url)
        outer = as_records(rows_of(page, endpoint.rows_at), where=request.url)
        checksum = hashlib.sha256(json.dumps(outer).encode()).hexdigest()
        if outer and checksum == last:
            raise ReadError(
                f"{request.url}: the same page came twice; the API ignores "
                f"{endpoint.paging.parameter!r}"
            )
        size = size or len(outer)
        short = len(outer) < size
        following = _following(endpoint, request, page, outer, is_last=short)
        pages.keep(part, body, following, checksum)
        request, last = following, checksum


def _following(
    endpoint: Endpoint, request: Request, page: object, outer: list[Record], *, is_last: bool
) -> Request | None:
    """Return the request for the next page, or None after the last.

    A page counts as the last only if it is empty or shorter than the first one came: servers cut
    a page size that is above their maximum without saying so.
    """
    paging = endpoint.paging
    told = value_at(page if isinstance(page, dict) else {}, paging.next_at)
    if paging.style == "link":
        return Request(str(told), {}, request.headers) if told else None
    following: object = None
    if paging.style == "cursor":
        following = told
    elif paging.style == "page" and outer and not is_last:
        following = int(request.params.get(paging.parameter, "1")) + 1
    elif paging.style == "offset" and outer:
        following = value_at(outer[-1], paging.next_at)
    if following is None:
        return None
    params = {**request.params, paging.parameter: str(following)}
    return Request(request.url, params, request.headers)


def _parent_ids(client: RestClient, parent: Endpoint, id_at: str) -> list[str]:
    found: list[str] = []
    request: Request | None = Request(parent.path, parent.params, {})
    while request is not None:
        page = parse_json(client.get(request), where=request.url)
        rows = as_records(rows_of(page, parent.rows_at), where=request.url)
        found += [str(value_at(row, id_at)) for row in rows]
        request = _following(parent, request, page, rows, is_last=False)
    return found


def rows_of(page: object, path: str) -> object:
    """Return an answer's list of rows: the answer itself where the path is empty."""
    if not path:
        return page
    return value_at(page, path) if isinstance(page, dict) else None
