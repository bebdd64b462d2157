"""Prism, serving the vendors' own API documents on loopback."""

import re
import shutil
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
# Xero's document takes some 20 s to read, more on a busy machine.
READY, PATIENCE_SECONDS = re.compile(r"Prism is listening on (http://[0-9.:]+)"), 180
LEAVE_SECONDS = 10


@pytest.fixture(scope="session")
def prism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Return a function that gives the address at which a vendor's document is served."""
    addresses: dict[str, str] = {}
    with ExitStack() as servers:

        def address(kind: str) -> str:
            if kind not in addresses:
                folder = tmp_path_factory.mktemp(kind)
                # Prism closes for half a minute when its document is touched: it gets a copy.
                document = Path(shutil.copy(_document(kind), folder))
                addresses[kind] = servers.enter_context(_served(document, folder / "prism.log"))
            return addresses[kind]

        yield address


def _document(kind: str) -> Path:
    if not DOCUMENTS[kind].exists():
        pytest.skip(f"the vendor's document {DOCUMENTS[kind].name} is not in ../shared/real")
    if shutil.which("node") is None:
        pytest.skip("Node.js is not installed (Debian: apt-get install nodejs npm)")
    if not PRISM.exists():
        pytest.skip("Prism is not installed (make prism-env)")
    return DOCUMENTS[kind]


@contextmanager
def _served(document: Path, log: Path) -> Iterator[str]:
    """Serve a document on a port that Prism chooses, by one process that ends when it is told."""
    options = ["--host", "127.0.0.1", "--port", "0", "--no-multiprocess"]
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [PRISM, "mock", *options, document],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        ) as server,
    ):
        try:
            yield _address(server, log)
        finally:
            _end(server)


def _address(server: subprocess.Popen[bytes], log: Path) -> str:
    """Wait until Prism tells its address."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        told = log.read_text("utf-8", errors="replace")
        if ready := READY.search(told):
            return ready[1]
        if server.poll() is not None or time.monotonic() > until:
            pytest.fail(f"Prism did not start: {told[-2000:]}")
        time.sleep(0.2)


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(LEAVE_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
