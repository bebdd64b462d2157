"""Files on an SFTP server whose host key is known.

fsspec's own SFTP trusts whatever key a server shows and reads no known hosts, so paramiko is used.
"""

import contextlib
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import paramiko

from sources.connectors.store import Entry
from sources.errors import AwayError, ConfigurationError, ReadError, first_line

OPTIONS = ("username", "password", "key_filename", "passphrase", "known_hosts")
PATIENCE_SECONDS = 60.0
CONNECTED = (
    "a server that answers, its host key in known_hosts, and a private key that passphrase opens"
)
READ = "an answer to the end. Run again when it is back"


class SftpStore:
    """The folders and files that one account sees."""

    def __init__(self, url: str, options: dict[str, str]) -> None:
        """Connect.

        Raises:
            ReadError: The server is not reached, not the one that is known, or refuses.
        """
        unknown = sorted(options.keys() - set(OPTIONS))
        if unknown:
            raise ConfigurationError(
                f"options_env: sftp has no option {', '.join(unknown)}; "
                f"allowed: {', '.join(OPTIONS)}"
            )
        parts = urlsplit(url)
        self.root = unquote(parts.path).rstrip("/") or "/"
        self._where = f"sftp://{parts.netloc}"
        self._client = paramiko.SSHClient()
        try:
            with _told(self._where, CONNECTED):
                self._connect(parts.hostname or "", parts.port or 22, parts.username, options)
        except BaseException:
            self._client.close()
            raise

    def _connect(self, host: str, port: int, user: str | None, options: dict[str, str]) -> None:
        self._trust(options.get("known_hosts"))
        is_told_how = "password" in options or "key_filename" in options
        key_file = options.get("key_filename")
        if key_file and not Path(key_file).is_file():
            raise ReadError(f"no file {key_file}; expected the private key of key_filename")
        self._client.connect(
            host,
            port,
            username=options.get("username", user),
            password=options.get("password"),
            key_filename=key_file,
            passphrase=options.get("passphrase"),
            # Keys that happen to lie about use up the attempts that a server allows.
            allow_agent=not is_told_how,
            look_for_keys=not is_told_how,
            timeout=PATIENCE_SECONDS,
            banner_timeout=PATIENCE_SECONDS,
            auth_timeout=PATIENCE_SECONDS,
            channel_timeout=PATIENCE_SECONDS,
        )
        self._sftp = self._client.open_sftp()
        # Without it a server that falls silent holds the nightly for ever.
        self._sftp.get_channel().settimeout(PATIENCE_SECONDS)  # pyright: ignore[reportOptionalMemberAccess]

    def _trust(self, known_hosts: str | None) -> None:
        """Trust the keys of `known_hosts`, else those of this account's own, and no other."""
        self._client.set_missing_host_key_policy(paramiko.RejectPolicy())
        if known_hosts is None:
            self._client.load_system_host_keys()
        elif Path(known_hosts).is_file():
            self._client.load_system_host_keys(known_hosts)
        else:
            raise ReadError(f"no file {known_hosts}; expected the known hosts of known_hosts")

    def entries(self, folder: str) -> list[Entry]:
        """Return what is in a folder; a link is what it leads to."""
        with _told(self._where):
            return [
                self._entry(f"{folder.rstrip('/')}/{each.filename}", each)
                for each in self._sftp.listdir_attr(folder)
            ]

    def _entry(self, path: str, listed: paramiko.SFTPAttributes) -> Entry:
        if stat.S_ISLNK(listed.st_mode or 0):
            # One that leads nowhere stays a file, and fails if it is asked for.
            with contextlib.suppress(FileNotFoundError):
                listed = self._sftp.stat(path)
        return Entry(
            path=path,
            size=listed.st_size or 0,
            modified=listed.st_mtime,
            is_folder=stat.S_ISDIR(listed.st_mode or 0),
        )

    def fetch(self, path: str, spool: Path) -> Path:
        """Copy a file whole."""
        target = spool / path.rpartition("/")[2]
        with _told(self._where):
            # A limit of the requests under way makes it wait for each: 17 times slower.
            self._sftp.get(path, str(target))
        return target

    def close(self) -> None:
        """End the connection."""
        self._client.close()


@contextlib.contextmanager
def _told(where: str, expected: str = READ) -> Iterator[None]:
    """Say what paramiko's errors mean, and what was expected."""
    try:
        yield
    except FileNotFoundError:
        raise
    except paramiko.BadHostKeyException as error:
        raise ReadError(
            f"{where} shows a host key that is not the known one; expected the key in known_hosts. "
            "Ask its operator whether the key was changed"
        ) from error
    except paramiko.AuthenticationException as error:
        raise ReadError(
            f"{where} refuses: {first_line(error)}; expected a user name with a password or key "
            "that it accepts"
        ) from error
    except (paramiko.SSHException, EOFError, OSError) as error:
        is_away = isinstance(error, OSError | EOFError) and not isinstance(error, PermissionError)
        kind = AwayError if is_away else ReadError
        raise kind(f"{where} cannot be read: {first_line(error)}; expected {expected}") from error
