"""Keep the answers of a read that is under way, so that one cut off goes on where it stopped.

Answers are kept as they came, by request. A read replays the same requests in the same order:
those with a kept answer cost nothing, the first without one is where the server is asked again.
"""

import datetime as dt
import json
import os
import shutil
from pathlib import Path

from sources.connectors.rest_paging import Request
from sources.extract import utc_now

# Below a day, so that a nightly never goes on with the pages of the night before.
KEPT_FOR = dt.timedelta(hours=20)
FOLDER = ".pages"


class Spool:
    """The kept answers of one table and one window."""

    def __init__(self, folder: Path, window: str) -> None:
        """Open the folder; what it holds of another window, or of yesterday, is removed.

        Args:
            folder: A folder of its own, made if needed.
            window: What tells one read from another: address, endpoint and change cursor.
        """
        self._folder = folder
        self._window = window
        now = utc_now()
        # Opened later than now is opened by a clock that was wrong: its age is not known.
        if not now - KEPT_FOR <= self._opened_at() <= now:
            self.restart()

    def restart(self) -> None:
        """Forget every answer and begin the window anew."""
        self.discard()
        self._folder.mkdir(parents=True)
        mark = {"window": self._window, "opened_at": utc_now().isoformat()}
        self._write(self._folder / "window.json", json.dumps(mark).encode())

    def answer(self, request: Request) -> bytes | None:
        """Return the kept answer to `request`, or None."""
        path = self._folder / f"{request.key}.json"
        return path.read_bytes() if path.exists() else None

    def keep(self, request: Request, body: bytes) -> None:
        """Keep an answer; it is whole on disk or not there at all."""
        self._write(self._folder / f"{request.key}.json", body)

    def records(self, number: int) -> Path:
        """Return the path for the rows of the answer with this number."""
        return self._folder / f"answer-{number:06d}.parquet"

    def discard(self) -> None:
        """Remove the folder."""
        if self._folder.exists():
            shutil.rmtree(self._folder)

    def _opened_at(self) -> dt.datetime:
        """Return when this window was opened; the beginning of time when it was not."""
        never = dt.datetime.min.replace(tzinfo=dt.UTC)
        try:
            mark = json.loads((self._folder / "window.json").read_text("utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return never
        return (
            dt.datetime.fromisoformat(mark["opened_at"])
            if mark["window"] == self._window
            else never
        )

    def _write(self, path: Path, body: bytes) -> None:
        partial = path.with_suffix(".partial")
        with partial.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(path)
