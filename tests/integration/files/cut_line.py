"""A line to a server that breaks after so many bytes, once or for good."""

import contextlib
import socket
import threading
from collections.abc import Iterator


class CutLine:
    """Passes bytes on to a server; its connections break after `allowed` bytes until one did.

    With `for_good`, nobody gets through after the first break.
    """

    def __init__(self, server_port: int, *, allowed: int, for_good: bool) -> None:
        """Listen."""
        self._server_port = server_port
        self._allowed = allowed
        self._for_good = for_good
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = [self._listener]
        self.broke = False

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listener.getsockname()[1])

    def accept(self) -> None:
        """Serve until the listener is closed."""
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                if self.broke and self._for_good:
                    near.close()
                    continue
                far = socket.create_connection(("127.0.0.1", self._server_port))
                self._open += [near, far]
                threading.Thread(target=self._pass, args=(near, far, None), daemon=True).start()
                limit = None if self.broke else self._allowed
                threading.Thread(target=self._pass, args=(far, near, limit), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, limit: int | None) -> None:
        passed = 0
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                passed += len(data)
                if limit is not None and passed > limit:
                    self.broke = True
                    break
                target.sendall(data)
        for each in (source, target):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close everything."""
        for each in self._open:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


@contextlib.contextmanager
def cut_line(server_port: int, *, allowed: int, for_good: bool) -> Iterator[CutLine]:
    """Lay a line that breaks after `allowed` bytes from the server."""
    line = CutLine(server_port, allowed=allowed, for_good=for_good)
    accepting = threading.Thread(target=line.accept)
    accepting.start()
    try:
        yield line
    finally:
        line.close()
        accepting.join()
