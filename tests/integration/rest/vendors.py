"""A server on loopback that cuts lists into pages as Harvest, Xero, HubSpot and Redmine do.

It answers from lists in memory and can be told to answer any request wrongly.
"""

import base64
import datetime as dt
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

Row = dict[str, object]
Lists = dict[str, list[Row]]


@dataclass(frozen=True)
class Asked:
    """One request as it arrived; `path` is without its query."""

    path: str
    query: dict[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """One answer; `said_length` promises more bytes than come."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    said_length: int | None = None


def sample_lists(folder: Path) -> Lists:
    """Return the lists of a system's sample, by path."""
    found: Lists = {}
    for path in folder.rglob("*.json"):
        (rows,) = json.loads(path.read_text("utf-8")).values()
        found[path.relative_to(folder).with_suffix("").as_posix()] = rows
    return found


class Vendor:
    """The state of the server."""

    def __init__(self, lists: Lists) -> None:
        """Serve these lists, two rows a page."""
        self.url = ""
        self.lists = lists
        self.largest_page = 2
        self.asked: list[Asked] = []
        self.answers: dict[int, Answer] = {}
        self.total: int | None = None
        self.ignores: set[str] = set()
        self.before: Callable[[int], object] = lambda number: number
        self.credentials: str | None = None
        self.tokens_given = 0
        self.accepted: str | None = None
        self._lock = threading.Lock()

    @property
    def pages_asked(self) -> list[str]:
        """The page, offset or cursor of each request, in order."""
        names = ("page", "offset", "after")
        return [
            next((asked.query[name] for name in names if name in asked.query), "1")
            for asked in self.asked
        ]

    def get(self, asked: Asked) -> Answer:
        """Answer a GET."""
        with self._lock:
            self.asked.append(asked)
            number = len(self.asked)
        self.before(number)
        if number in self.answers:
            return self.answers[number]
        if self.accepted and asked.headers.get("Authorization") != f"Bearer {self.accepted}":
            return Answer(status=401, body=b'{"error": "invalid_token"}')
        vendor, _, path = asked.path.strip("/").partition("/")
        if path not in self.lists:
            return Answer(status=404, body=b'{"message": "no such list"}')
        query = {name: value for name, value in asked.query.items() if name not in self.ignores}
        cut = {
            "harvest": self._harvest,
            "xero": self._xero,
            "hubspot": self._hubspot,
            "redmine": self._redmine,
        }[vendor]
        return Answer(json.dumps(cut(path, query, asked.headers), ensure_ascii=False).encode())

    def post(self, headers: Mapping[str, str]) -> Answer:
        """Give a token for the right client credentials."""
        offered = headers.get("Authorization", "").removeprefix("Basic ")
        if base64.b64decode(offered).decode() != self.credentials:
            return Answer(status=400, body=b'{"error": "invalid_client"}')
        self.tokens_given += 1
        self.accepted = f"token-{self.tokens_given}"
        return Answer(json.dumps({"access_token": self.accepted, "expires_in": 1800}).encode())

    def _stated(self, rows: list[Row]) -> int:
        return len(rows) if self.total is None else self.total

    def _harvest(self, path: str, query: dict[str, str], _headers: Mapping[str, str]) -> Row:
        since = query.get("updated_since", "")
        rows = [row for row in self.lists[path] if str(row["updated_at"]) >= since]
        number = int(query.get("page", "1"))
        size = min(int(query.get("per_page", "2000")), self.largest_page)
        following = urlencode({**query, "page": number + 1, "per_page": size})
        has_more = number * size < len(rows)
        name = path.rsplit("/", maxsplit=1)[-1]
        return {
            "invoice_payments" if name == "payments" else name: _cut(rows, number, size),
            "per_page": size,
            "page": number,
            "total_entries": self._stated(rows),
            "links": {"next": f"{self.url}/harvest/{path}?{following}" if has_more else None},
        }

    def _xero(self, path: str, query: dict[str, str], headers: Mapping[str, str]) -> Row:
        rows = self.lists[path]
        if "If-Modified-Since" in headers:
            since = headers["If-Modified-Since"]
            rows = [row for row in rows if _xero_instant(row) >= since]
        if path == "Journals":
            after = int(query.get("offset", "0"))
            later = [row for row in rows if int(str(row["JournalNumber"])) > after]
            return {"Status": "OK", path: later[: self.largest_page]}
        if "page" not in query and "page" not in self.ignores:
            return {"Status": "OK", path: rows}
        number, size = int(query.get("page", "1")), self.largest_page
        pagination = {
            "page": number,
            "pageSize": size,
            "pageCount": -(-len(rows) // size),
            "itemCount": self._stated(rows),
        }
        return {"Status": "OK", "pagination": pagination, path: _cut(rows, number, size)}

    def _hubspot(self, path: str, query: dict[str, str], _headers: Mapping[str, str]) -> Row:
        rows, start, size = self.lists[path], int(query.get("after", "0")), self.largest_page
        end = start + size
        paging = {"paging": {"next": {"after": str(end)}}} if end < len(rows) else {}
        return {"results": rows[start:end], **paging}

    def _redmine(self, path: str, query: dict[str, str], _headers: Mapping[str, str]) -> Row:
        rows, start = self.lists[path], int(query.get("offset", "0"))
        size = min(int(query.get("limit", "25")), self.largest_page)
        return {path: rows[start : start + size], "total_count": self._stated(rows)}


def _cut(rows: list[Row], number: int, size: int) -> list[Row]:
    return rows[(number - 1) * size : number * size]


def _xero_instant(row: Row) -> str:
    """Return a row's `/Date(ms+0000)/` as the ISO text it is compared with."""
    text = str(row.get("UpdatedDateUTC") or row.get("CreatedDateUTC"))
    seconds = int(text.removeprefix("/Date(").partition("+")[0]) / 1000
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def running(vendor: Vendor) -> Iterator[Vendor]:
    """Serve a vendor on a free port of loopback until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            split = urlsplit(self.path)
            headers = dict(self.headers.items())
            self._send(vendor.get(Asked(split.path, dict(parse_qsl(split.query)), headers)))

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._send(vendor.post(dict(self.headers.items())))

        def _send(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            length = len(answer.body) if answer.said_length is None else answer.said_length
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(answer.body)
            self.close_connection = answer.said_length is not None

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its base's name
            """Say nothing: what was asked is in `vendor.asked`."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Say nothing when a client is killed."""

    server = Server(("127.0.0.1", 0), Handler)
    vendor.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield vendor
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
