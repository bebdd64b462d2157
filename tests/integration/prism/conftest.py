"""Prism, serving the vendors' own API documents on loopback."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PRISM = HERE / "node_modules" / ".bin" / "prism"
DOCUMENTS = {
    "harvest": ROOT.parent / "shared" / "real" / "harvest-openapi.yaml",
    "xero": ROOT.parent / "shared" / "real" / "xero_accounting.yaml",
}
READY, PATIENCE_SECONDS = "Prism is listening", 180


@pytest.fixture(scope="session")
def prism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Return a function that gives the address at which a vendor's document is served."""
    addresses: dict[str, str] = {}
    with ExitStack() as servers:

        def address(kind: str) -> str:
            if kind not in addresses:
                document = _document(kind)
                log = tmp_path_factory.mktemp(kind) / "prism.log"
                addresses[kind] = servers.enter_context(_served(document, log))
            return addresses[kind]

        yield address


def _document(kind: str) -> Path:
    if not DOCUMENTS[kind].exists():
        pytest.skip(f"the vendor's document {DOCUMENTS[kind].name} is not in ../shared/real")
    if shutil.which("node") is None:
        pytest.skip("Node.js is not installed (Debian: apt-get install nodejs npm)")
    if not PRISM.exists():
        pytest.skip("Prism is not installed: npm ci --prefix tests/integration/prism")
    return DOCUMENTS[kind]


@contextmanager
def _served(document: Path, log: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [PRISM, "mock", "--host", "127.0.0.1", "--port", str(port), document]
    with (
        log.open("wb") as output,
        subprocess.Popen(command, stdout=output, stderr=output) as server,
    ):
        try:
            _wait_until_ready(server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait_until_ready(server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while READY not in log.read_text("utf-8", errors="replace"):
        if server.poll() is not None or time.monotonic() > until:
            pytest.fail(f"Prism did not start: {log.read_text('utf-8', errors='replace')[-2000:]}")
        time.sleep(0.5)
