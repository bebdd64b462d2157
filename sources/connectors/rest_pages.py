"""Keep the pages of one table until it has landed, so that a cut-off run goes on where it was."""

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sources.connectors.rest_client import Request
from sources.extract import SourceFile, Window, utc_now

KEPT_FOR = dt.timedelta(days=1)


@dataclass(frozen=True)
class Page:
    """One answer as it came; `part` is the path it was asked for by."""

    part: str
    name: str
    body: str

    @property
    def source_file(self) -> SourceFile:
        """The page's name, size and checksum."""
        encoded = self.body.encode()
        return SourceFile(self.name, len(encoded), hashlib.sha256(encoded).hexdigest())


class Pages:
    """The answers fetched so far for one window, in a folder that a cut-off run leaves behind."""

    def __init__(self, folder: Path, window: Window) -> None:
        """Take up what is there for this window, unless it is too old or of another one."""
        self.folder = folder
        self._state = folder / "state.json"
        self._window = hashlib.sha256(repr(window).encode()).hexdigest()
        found = self._read()
        fresh = utc_now() - KEPT_FOR
        if found.get("window") != self._window or found.get("began", "") < fresh.isoformat():
            self.restart()

    def restart(self) -> None:
        """Forget what was fetched and begin again."""
        self.remove()
        self.folder.mkdir(parents=True)
        began = utc_now().isoformat()
        state = {"window": self._window, "began": began, "pages": [], "next": {}, "done": []}
        self._write(state)

    def is_done(self, part: str) -> bool:
        """Return whether every page of a part (a path) was fetched."""
        return part in self._read()["done"]

    def resume(self, part: str) -> tuple[Request | None, str | None]:
        """Return the next request of a part that was begun, and the last page's checksum."""
        begun = self._read()["next"].get(part)
        return (Request(**begun["request"]), begun["checksum"]) if begun else (None, None)

    def keep(self, part: str, body: str, following: Request | None, checksum: str) -> None:
        """Keep a page, and what to ask for after it; one rename makes both true."""
        state = self._read()
        state["pages"] = [*state["pages"], part]
        (self.folder / _name(len(state["pages"]))).write_text(body, "utf-8")
        if following is None:
            state["done"] = [*state["done"], part]
            state["next"].pop(part, None)
        else:
            asked = {"url": following.url, "params": dict(following.params)}
            asked["headers"] = dict(following.headers)
            state["next"][part] = {"request": asked, "checksum": checksum}
        self._write(state)

    def kept(self) -> Iterator[Page]:
        """Yield the pages in the order they were fetched."""
        for number, part in enumerate(self._read()["pages"], start=1):
            path = self.folder / _name(number)
            yield Page(part=part, name=path.name, body=path.read_text("utf-8"))

    def remove(self) -> None:
        """Forget the pages: they have landed."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _read(self) -> dict[str, Any]:
        return json.loads(self._state.read_text("utf-8")) if self._state.exists() else {}

    def _write(self, state: Mapping[str, object]) -> None:
        partial = self._state.with_suffix(".partial")
        partial.write_text(json.dumps(state), "utf-8")
        partial.replace(self._state)


def _name(number: int) -> str:
    return f"page-{number:06d}.json"
