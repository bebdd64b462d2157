"""What a release says of itself, and which there are; `publish/publishing.py` writes them."""

import datetime as dt
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from expectations.results import Override

CURRENT, PREVIOUS = "current", "previous"
LISTED = 5
STAMP = "%Y%m%dT%H%M%SZ"
PUBLISHED = "published"
# In the folder of a release that was deleted but for its books of closed periods.
RETIRED = "retired"
# The portfolio report of a release, where a reader begins, and why there is none.
REPORT, REPORT_FAILED = "report", "report-failed.txt"
REPORT_INDEX = f"{REPORT}/portfolio/index.html"


class ReleaseError(Exception):
    """A candidate may not be published; the last release stays current."""


class PostgresError(ReleaseError):
    """PostgreSQL does not answer or does not take a release; the release's files stand."""


class Release(BaseModel):
    """What `release.json` says of a release."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    release_id: str
    run_id: str
    as_of_date: dt.date
    published_at: dt.datetime
    code_version: str
    # Empty in releases from before closed periods were kept.
    model_version: str = ""
    # The checksum of each book that the release rests on, by the release that holds it.
    books: dict[str, str] = {}
    # What releases of before this field were made with is not known.
    configuration: dict[str, str] | None = None
    deliveries: tuple[str, ...]
    rows: dict[str, int]
    content: dict[str, str]
    audiences: dict[str, tuple[str, ...]]
    # What the gate was told to let through this night, and by whom.
    overrides: tuple[Override, ...] = ()


def next_id(root: Path, run_id: str, now: dt.datetime) -> str:
    """Return the next release's id: ids sort as published, also where the clock was put back."""
    last = max((path.parent.name for path in root.glob(f"[0-9]*/{PUBLISHED}")), default="")
    stamped = f"{now:{STAMP}}"
    if last[: len(stamped)] >= stamped:
        after = dt.datetime.strptime(last[: len(stamped)], STAMP) + dt.timedelta(seconds=1)  # noqa: DTZ007 - only its digits
        stamped = f"{after:{STAMP}}"
    return f"{stamped}-{run_id[:8]}"


def releases_of(root: Path) -> list[Release]:
    """Return the releases that were made current at some time and are there, oldest first."""
    found = sorted(path.parent for path in root.glob(f"[0-9]*/{PUBLISHED}"))
    return [
        Release.model_validate_json((folder / "release.json").read_text("utf-8"))
        for folder in found
        if not (folder / RETIRED).exists()
    ]


def current_release(root: Path) -> Release | None:
    """Return the release that readers get, or None before the first."""
    path = root / CURRENT / "release.json"
    return Release.model_validate_json(path.read_text("utf-8")) if path.exists() else None


def report_failure(folder: Path) -> str:
    """Return why a release has no report, the last line of it; nothing where it has one."""
    path = folder / REPORT_FAILED
    return path.read_text("utf-8").strip().splitlines()[-1] if path.exists() else ""


def books_of(root: Path) -> dict[str, str]:
    """Return the books that the current release rests on, none before the first."""
    release = current_release(root)
    return release.books if release else {}


def named_release(root: Path, name: str) -> Release:
    """Return the release of an id or its beginning, the `current` one or the one before that.

    Raises:
        ReleaseError: There is none of that name, or more than one; the message lists the latest.
    """
    releases, current = releases_of(root), current_release(root)
    if current is None:
        raise ReleaseError(f"no release in {root}; make one with: evenkeel run")
    if name == CURRENT:
        return current
    if name == PREVIOUS:
        before = [each for each in releases if each.release_id < current.release_id]
        if not before:
            raise ReleaseError(f"no release before the current one, {current.release_id}")
        return before[-1]
    exact = [each for each in releases if each.release_id == name]
    found = exact or [each for each in releases if each.release_id.startswith(name)]
    if len(found) != 1:
        many = f"{len(found)} releases begin with" if found else "no release is or begins with"
        latest = ", ".join(each.release_id for each in releases[: -LISTED - 1 : -1])
        raise ReleaseError(
            f"{many} {name!r}; expected {CURRENT}, {PREVIOUS} or an id, such as {latest}"
        )
    return found[0]


def release_as_of(root: Path, day: dt.date) -> Release:
    """Return the last release of those whose figures are stated at a day or the last before it.

    Raises:
        ReleaseError: There is none; the message says from which day on there are any.
    """
    found = [each for each in releases_of(root) if each.as_of_date <= day]
    if not found:
        days = [each.as_of_date for each in releases_of(root)]
        first = f"the earliest is as of {min(days)}" if days else "there is none at all"
        raise ReleaseError(f"no release in {root} is as of {day} or before; {first}")
    return max(found, key=lambda each: (each.as_of_date, each.release_id))
