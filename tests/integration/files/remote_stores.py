"""A real SFTP server (OpenSSH) and a real S3 server (rclone) on loopback, each over a folder."""

import contextlib
import os
import pwd
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

SSHD = Path("/usr/sbin/sshd")
RCLONE = Path(sys.executable).parent / "rclone"
ACCESS_KEY = "EVENKEELTESTKEY"
SECRET_KEY = "s3-Secret/of+the=store"  # noqa: S105 - of a server that lives as long as the tests
PASSPHRASE = "sftp-Passphrase/of+the=key"  # noqa: S105 - of a key made for these tests


@dataclass(frozen=True)
class Remote:
    """A served folder: how it is reached, and where the server keeps it."""

    scheme: str
    port: int
    served: Path
    options: dict[str, str]
    secrets: tuple[str, ...]
    keys: Path = field(default_factory=Path)

    def url(self, folder: str) -> str:
        """Return the URL of one folder."""
        if self.scheme == "s3":
            return f"s3://{self.served.name}/{folder}"
        return f"sftp://127.0.0.1:{self.port}{self.served}/{folder}"

    def through(self, port: int) -> "Remote":
        """Return the same store, reached by another port."""
        if self.scheme == "s3":
            return replace(
                self, port=port, options={**self.options, "endpoint": f"http://127.0.0.1:{port}"}
            )
        known = self.keys / f"known_hosts_{port}"
        known.write_text(known_hosts_line(port, self.keys / "host.pub"), "utf-8")
        return replace(self, port=port, options={**self.options, "known_hosts": str(known)})


def known_hosts_line(port: int, public_key: Path) -> str:
    """Return the line that makes a host key known."""
    return f"[127.0.0.1]:{port} {public_key.read_text('utf-8')}"


def make_key(path: Path, passphrase: str = "") -> Path:
    """Make a key pair: `path` and `path`.pub."""
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return path


@contextlib.contextmanager
def running_sftp(folder: Path) -> Iterator[Remote]:
    """Run OpenSSH's server on a port and with a host key of its own."""
    served = folder / "served"
    served.mkdir()
    host, client = make_key(folder / "host"), make_key(folder / "client", PASSPHRASE)
    port, user = free_port(), pwd.getpwuid(os.geteuid()).pw_name
    configuration = folder / "sshd_config"
    settings = (
        f"Port {port}",
        "ListenAddress 127.0.0.1",
        f"HostKey {host}",
        "PidFile none",
        f"AuthorizedKeysFile {client}.pub",
        "StrictModes no",
        "UsePAM no",
        "PermitRootLogin yes",
        "PasswordAuthentication yes",
        "Subsystem sftp internal-sftp",
        f"AllowUsers {user}",
    )
    configuration.write_text("\n".join(settings) + "\n", "utf-8")
    if os.geteuid() == 0:
        # Debian's init makes it; a container has no init.
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    # From OpenSSH 9.8 on, those who were refused would be shut out for a while.
    lenient = ["-o", "PerSourcePenalties=no"]
    test = [str(SSHD), "-t", "-f", str(configuration), *lenient]
    knows = subprocess.run(test, capture_output=True, check=False).returncode == 0
    command = [str(SSHD), "-D", "-e", "-f", str(configuration), *(lenient if knows else [])]
    options = {"username": user, "key_filename": str(client), "passphrase": PASSPHRASE}
    with _running(command, port, folder / "sshd.log"):
        yield Remote("sftp", port, served, options, (PASSPHRASE,), keys=folder).through(port)


@contextlib.contextmanager
def running_s3(folder: Path) -> Iterator[Remote]:
    """Run rclone's S3 server, which checks every request's signature."""
    served = folder / "exports"
    served.mkdir()
    port = free_port()
    options = ["--addr", f"127.0.0.1:{port}", "--dir-cache-time", "0"]
    environment = {
        "RCLONE_AUTH_KEY": f'"{ACCESS_KEY},{SECRET_KEY}"',
        "RCLONE_CONFIG": os.devnull,
        "HOME": str(folder),
    }
    with _running(
        [str(RCLONE), "serve", "s3", *options, str(folder)], port, folder / "log", environment
    ):
        yield Remote(
            "s3",
            port,
            served,
            {
                "access_key_id": ACCESS_KEY,
                "secret_access_key": SECRET_KEY,
                "endpoint": f"http://127.0.0.1:{port}",
                "region": "us-east-1",
            },
            (SECRET_KEY,),
        )


@contextlib.contextmanager
def _running(
    command: list[str], port: int, log: Path, environment: dict[str, str] | None = None
) -> Iterator[None]:
    with log.open("wb") as output:
        server = subprocess.Popen(command, stdout=output, stderr=output, env=environment)
        try:
            _wait_for(server, port, log)
            yield
        finally:
            server.terminate()
            server.wait()


def _wait_for(server: subprocess.Popen, port: int, log: Path) -> None:
    while server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise AssertionError(log.read_text("utf-8"))


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
