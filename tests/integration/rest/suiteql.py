"""NetSuite on loopback: SuiteQL asked by POST, answered by DuckDB from the demo company's books."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import duckdb
from demo_exports import contract_of_kind, made_views

TOKEN = "s3cret-of-netsuite"  # noqa: S105 - of a server on loopback
# SuiteQL's functions; without them a date comes as the account writes it.
FUNCTIONS = """
create macro to_char(v, pattern) as case pattern
    when 'YYYY-MM-DD' then strftime(cast(v as timestamp), '%Y-%m-%d')
    when 'YYYY-MM-DD HH24:MI:SS' then strftime(cast(v as timestamp), '%Y-%m-%d %H:%M:%S')
end;
create macro to_date(v, pattern) as
    case pattern when 'YYYY-MM-DD HH24:MI:SS' then cast(v as timestamp) end;
"""


class SuiteQL:
    """The state of the server: its records are tables of a DuckDB connection."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Serve at most 1,000 rows a page."""
        self.url = ""
        self.connection = connection
        self.largest_page = 1000
        self.asked: list[str] = []
        self._lock = threading.Lock()

    @classmethod
    def of_demo(cls, folder: Path) -> "SuiteQL":
        """Hold what NetSuite holds of the demo company."""
        connection = duckdb.connect()
        connection.execute(FUNCTIONS)
        with made_views("netsuite", folder) as made:
            for table in contract_of_kind("netsuite").tables:
                rows = made.sql(f"select * from netsuite.{table.name}").to_arrow_table()  # noqa: F841 - read by name
                times = [c.source_name for c in table.columns if c.type == "TIMESTAMP"]
                typed = ", ".join(f"cast({name} as timestamp) as {name}" for name in times)
                replaced = f"* replace ({typed})" if times else "*"
                connection.execute(
                    f'create table "{table.source_name}" as select {replaced} from rows'
                )
        return cls(connection)

    def rows(self, record: str) -> int:
        """Return how many rows a record has."""
        found = self.connection.execute(f'select count(*) from "{record}"').fetchone()
        assert found is not None
        return found[0]

    def answer(
        self, path: str, query: dict[str, str], headers: dict[str, str], body: bytes
    ) -> tuple[int, object]:
        """Answer a POST as NetSuite's REST web services do: values as text, empty ones left out."""
        if headers.get("Authorization") != f"Bearer {TOKEN}":
            return 401, _problem("Invalid login attempt.")
        if path != "/services/rest/query/v1/suiteql" or headers.get("Prefer") != "transient":
            return 400, _problem("Invalid request: the header 'Prefer: transient' is required.")
        sql = json.loads(body)["q"]
        limit = min(int(query.get("limit", "1000")), self.largest_page)
        with self._lock:
            self.asked.append(sql)
            try:
                found = self.connection.execute(sql)
            except duckdb.Error as error:
                return 400, _problem(f"Invalid search query. Detailed unprocessed: {error}")
            names = [column[0] for column in found.description or []]
            rows = found.fetchmany(limit)
            (total,) = self.connection.execute(f"select count(*) from ({sql})").fetchone() or (0,)
        items = [
            {"links": [], **{n: str(v) for n, v in zip(names, row, strict=True) if v is not None}}
            for row in rows
        ]
        return 200, {
            "links": [],
            "count": len(items),
            "hasMore": total > limit,
            "items": items,
            "offset": 0,
            "totalResults": total,
        }


def _problem(detail: str) -> object:
    return {"title": "Error", "o:errorDetails": [{"detail": detail}]}


@contextmanager
def running_suiteql(server: SuiteQL) -> Iterator[SuiteQL]:
    """Serve on a free port of loopback until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            split = urlsplit(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = dict(self.headers.items())
            status, answer = server.answer(split.path, dict(parse_qsl(split.query)), headers, body)
            text = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its base's name
            """Say nothing: what was asked is in `server.asked`."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{http.server_port}/services/rest"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
