"""Real receivers of alerts on loopback: an SMTP server and a webhook."""

import http.server
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Received:
    """Where a receiver listens, and what came."""

    port: int
    messages: list[str] = field(default_factory=list)


class _Mail(socketserver.StreamRequestHandler):
    """Speaks as much SMTP (RFC 5321) as it takes to be handed a message."""

    def handle(self) -> None:
        self._say("220 sink")
        for line in self.rfile:
            word = line.decode().strip().upper().split(" ")[0]
            if word == "DATA":
                self._say("354 go on")
                self._take()
            elif word == "QUIT":
                self._say("221 bye")
                return
            self._say("250 fine")

    def _take(self) -> None:
        lines = iter(self.rfile.readline, b".\r\n")
        self.server.received.messages.append(b"".join(lines).decode())  # pyright: ignore[reportAttributeAccessIssue]

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.received.messages.append(body)  # pyright: ignore[reportAttributeAccessIssue]
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as http.server has it
        del format, args


@contextmanager
def _listening(handler: type[socketserver.StreamRequestHandler]) -> Iterator[Received]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        received = Received(port=server.server_address[1])
        server.received = received  # pyright: ignore[reportAttributeAccessIssue]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield received
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def mail_server() -> Iterator[Received]:
    """Listen for mail."""
    with _listening(_Mail) as received:
        yield received


@contextmanager
def webhook() -> Iterator[Received]:
    """Listen for posted JSON."""
    with _listening(_Hook) as received:
        yield received
