"""A private PostgreSQL cluster on loopback, for as long as a test session lasts."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@dataclass(frozen=True)
class Cluster:
    """A running server. Only the user who started it can reach it without a password."""

    port: int
    user: str

    def url(self, database: str = "postgres") -> str:
        """Return the URL of one database."""
        return f"postgresql://{self.user}@127.0.0.1:{self.port}/{database}"


def is_installed() -> bool:
    """Return whether a PostgreSQL server is installed."""
    return bool(BINARIES)


@contextlib.contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Initialise, start and in the end stop and remove a cluster in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="evenkeel-pg-"))
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    if os.geteuid() == 0:
        shutil.chown(folder, user)
    data, port = folder / "data", _free_port()
    run = ["runuser", "-u", user, "--"] if os.geteuid() == 0 else []
    control = [*run, str(BINARIES[-1] / "pg_ctl"), "-D", str(data), "-w"]
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    )
    initdb = [*run, str(BINARIES[-1] / "initdb"), "-D", str(data), "-A", "trust", "-E", "UTF8"]
    _quietly([*initdb, "--locale=C"])
    try:
        _quietly([*control, "-o", options, "-l", str(folder / "log"), "start"])
        yield Cluster(port=port, user=user)
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _quietly(command: list[str]) -> None:
    # The server inherits what it is given, so its output must not be a pipe that we wait for.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(command, stdout=output, stderr=output, check=False, cwd="/")
        output.seek(0)
        assert done.returncode == 0, output.read().decode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
