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

# A role of this name needs a password; every other is trusted.
GUARDED = "guarded"
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@dataclass(frozen=True)
class Cluster:
    """A running server. Only the user who started it can reach it without a password."""

    port: int
    user: str
    folder: Path

    def url(self, database: str = "postgres") -> str:
        """Return the URL of one database."""
        return f"postgresql://{self.user}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 "
            f"-c unix_socket_directories={self.folder} -c fsync=off"
        )
        self._control("-o", options, "-l", str(self.folder / "log"), "start")

    def stop(self) -> None:
        """Stop the server at once, as a crash would."""
        self._control("-m", "immediate", "stop")

    def create(self) -> None:
        """Initialise the server's files."""
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-A", "trust", "-E", "UTF8", "--locale=C")
        access = self.folder / "data" / "pg_hba.conf"
        guard = f"host all {GUARDED} 127.0.0.1/32 scram-sha-256\n"
        access.write_text(guard + access.read_text("utf-8"), "utf-8")

    def _control(self, *action: str) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", *action)

    def _run(self, program: str, *arguments: str) -> None:
        become = ["runuser", "-u", self.user, "--"] if os.geteuid() == 0 else []
        # The server inherits what it is given, so its output must not be a pipe that we wait for.
        with tempfile.TemporaryFile() as output:
            command = [*become, str(BINARIES[-1] / program), *arguments]
            done = subprocess.run(command, stdout=output, stderr=output, check=False, cwd="/")
            output.seek(0)
            assert done.returncode == 0, output.read().decode()


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
    cluster = Cluster(port=_free_port(), user=user, folder=folder)
    try:
        cluster.create()
        cluster.start()
        yield cluster
    finally:
        with contextlib.suppress(AssertionError):  # it was stopped already
            cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
