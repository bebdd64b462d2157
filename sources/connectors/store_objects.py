"""Files in an object store: S3 and its kin, Google Cloud Storage, Azure Blob Storage.

Through obstore itself: its fsspec layer leaves out when a file was changed, and holds each file
whole in memory.
"""

import contextlib
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import BaseError, GenericError
from obstore.store import from_url

from sources.connectors.store import Entry
from sources.errors import AwayError, ReadError, first_line


class ObjectStore:
    """The objects below one URL; what lies between two slashes of a key is a folder."""

    def __init__(self, url: str, options: dict[str, Any]) -> None:
        """Prepare to read; the store is asked nothing yet.

        Raises:
            ReadError: An option is not one of this store's, or its value cannot be used.
        """
        self.root = url.rstrip("/")
        settings: dict[str, Any] = {
            "client_options": {
                # Only where the configuration itself says so.
                "allow_http": any(str(value).startswith("http://") for value in options.values()),
                "connect_timeout": "10s",
                "read_timeout": "60s",
                # Of a whole answer: a large file over a slow line takes its time.
                "timeout": "1d",
            },
            "retry_config": {"max_retries": 4, "retry_timeout": dt.timedelta(minutes=3)},
            **options,
        }
        with self._told():
            self._store: Any = from_url(url, **settings)

    def entries(self, folder: str) -> list[Entry]:
        """Return what is in a folder; one without objects cannot be told from one not there."""
        with self._told():
            listed = obstore.list_with_delimiter(self._store, self._key(folder) or None)
        folders = [
            Entry(f"{self.root}/{key}", size=0, modified=None, is_folder=True)
            for key in listed["common_prefixes"]
        ]
        return folders + [
            Entry(
                f"{self.root}/{each['path']}",
                size=each["size"],
                modified=each["last_modified"].timestamp(),
                is_folder=False,
            )
            for each in listed["objects"]
        ]

    def fetch(self, path: str, spool: Path) -> Path:
        """Copy an object, piece by piece."""
        target = spool / path.rpartition("/")[2]
        with self._told(), target.open("wb") as file:
            for piece in obstore.get(self._store, self._key(path)).stream():
                file.write(piece)
        return target

    def close(self) -> None:
        """Leave the connections to the pool, which closes them."""

    def _key(self, path: str) -> str:
        return path.removeprefix(self.root).strip("/")

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Say what was answered; the library's errors go on for pages."""
        try:
            yield
        except (BaseError, FileNotFoundError) as error:
            code = re.search(r"<Code>(\w+)</Code>", str(error))
            answer = first_line(error).partition(": <")[0]
            because = f"{code[1]}: {answer}" if code else answer
            kind = AwayError if type(error) is GenericError else ReadError
            raise kind(f"{self.root} cannot be read: {because}") from error
