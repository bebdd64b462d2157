"""NetSuite on loopback: SuiteQL asked by POST, answered by DuckDB from the demo company's books."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import duckdb
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from demo_exports import contract_of_kind, made_views

TOKEN = "s3cret-of-netsuite"  # noqa: S105 - of a server on loopback
TOKENS = "/services/rest/auth/oauth2/v1/token"
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
        self.key: ec.EllipticCurvePublicKey | None = None
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
        if path == TOKENS:
            return self._token(dict(parse_qsl(body.decode())))
        if headers.get("Authorization") != f"Bearer {TOKEN}":
            return 401, _problem("Invalid login attempt.")
        if path != "/services/rest/query/v1/suiteql" or headers.get("Prefer") != "transient":
            return 400, _problem("Invalid request: the header 'Prefer: transient' is required.")
        return self._found(json.loads(body)["q"], query)

    def _found(self, sql: str, query: dict[str, str]) -> tuple[int, object]:
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

    def _token(self, form: dict[str, str]) -> tuple[int, object]:
        """Give a token for an assertion that the known key signed for this server."""
        signed, _, signature = form.get("client_assertion", "..").rpartition(".")
        numbers = _decoded(signature)
        halves = (int.from_bytes(numbers[:32], "big"), int.from_bytes(numbers[32:], "big"))
        claims = json.loads(_decoded(signed.partition(".")[2]) or b"{}")
        try:
            assert self.key is not None
            self.key.verify(
                encode_dss_signature(*halves), signed.encode(), ec.ECDSA(hashes.SHA256())
            )
        except InvalidSignature:
            return 400, {"error": "invalid_request"}
        if claims["aud"] != self.url.removesuffix("/services/rest") + TOKENS:
            return 400, {"error": "invalid_request"}
        return 200, {"access_token": TOKEN, "expires_in": "3600", "token_type": "bearer"}


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


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
