"""A Toggl workspace on loopback: the Track API's lists, and the detailed report by row number."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from vendors import Lists, Row

WORKSPACE = 4711
TRACK = f"/api/v9/workspaces/{WORKSPACE}"
REPORT = f"/reports/api/v3/workspace/{WORKSPACE}/search/time_entries"
IN_EVERY_ENTRY = ("id", "seconds", "start", "stop", "at")


@dataclass
class Toggl:
    """What the workspace holds, and what was asked of it: method, path, query or body.

    The entries of `lists` are flat; the report groups and cuts them as Toggl does, `largest_page`
    rows at most, whatever a request asks for. What is asked beyond `allowed` requests is refused.
    """

    workspace: Row
    lists: Lists
    largest_page: int = 2
    ignores: str = ""
    allowed: int | None = None
    asked: list[tuple[str, str, Row]] = field(default_factory=list)
    url: str = ""

    @property
    def base_url(self) -> str:
        """The workspace's address, as a company would configure it."""
        return f"{self.url}{TRACK}"

    def get(self, path: str, query: dict[str, str]) -> object:
        """Answer a GET of the Track API; None where nothing is."""
        self.asked.append(("GET", path, dict(query)))
        if path == TRACK:
            return self.workspace
        name = path.removeprefix(f"{TRACK}/")
        return self._listed(name, query) if name in self.lists else None

    def _listed(self, name: str, query: dict[str, str]) -> object:
        rows, page = self.lists[name], int(query.get("page", "1"))
        start = (page - 1) * self.largest_page
        if not isinstance(rows, list):
            return rows
        cut = rows[start : start + self.largest_page]
        return {
            "projects": cut or {"null": True},
            "tasks": {"data": cut or None, "page": page, "total_count": len(rows)},
        }.get(name, rows or {"null": True})

    def post(self, path: str, body: Row) -> object:
        """Answer a search of the Reports API; None where nothing is."""
        self.asked.append(("POST", path, dict(body)))
        if path != REPORT:
            return None
        body.pop(self.ignores, None)
        rows = [
            row
            for row in self.lists["time_entries"]
            if str(body["start_date"]) <= str(row["start"])[:10] <= str(body["end_date"])
        ]
        first = int(str(body.get("first_row_number", 1)))
        size = min(int(str(body["page_size"])), self.largest_page)
        cut = list(enumerate(rows, start=1))[first - 1 : first - 1 + size]
        return [_grouped(row, number) for number, row in cut]


def _grouped(row: Row, number: int) -> Row:
    entry = {name: row[name] for name in IN_EVERY_ENTRY}
    kept = {name: value for name, value in row.items() if name not in IN_EVERY_ENTRY}
    return {**kept, "row_number": number, "time_entries": [{**entry, "at_tz": row["at"]}]}


@contextmanager
def toggl_running(toggl: Toggl) -> Iterator[Toggl]:
    """Serve a workspace on a free port of loopback until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            split = urlsplit(self.path)
            self._send(toggl.get(split.path, dict(parse_qsl(split.query))))

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._send(toggl.post(self.path, body))

        def _send(self, answer: object) -> None:
            document = None if answer == {"null": True} else answer
            body = json.dumps(document, ensure_ascii=False).encode()
            spent = toggl.allowed is not None and len(toggl.asked) > toggl.allowed
            self.send_response(402 if spent else 404 if answer is None else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its base's name
            """Say nothing: what was asked is in `toggl.asked`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    toggl.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield toggl
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
