"""What must be true of a company whatever happened to its nights."""

from pathlib import Path

import duckdb
from nightly import Company

from expectations.content import content_hash
from pipelines.lib.release import current_release


def check_whole(company: Company) -> str:
    """Check that every table of the current release has the content its record states."""
    release = current_release(company.releases)
    assert release is not None
    for table, audiences in release.audiences.items():
        for audience in audiences:
            path = company.releases / "current" / f"{audience}.duckdb"
            with duckdb.connect(str(path), read_only=True) as connection:
                assert content_hash(connection, f'"{table}"') == release.content[table]
    return release.release_id


def change(company: Company, role: str) -> None:
    """Change a row at the sources, and delete one of time that no invoice charges for."""
    company.edit("people", lambda rows: [{**rows[0], "role": role}, *rows[1:]])
    company.edit("time_entries", _without_one)


def _without_one(entries: list[dict[str, str]]) -> list[dict[str, str]]:
    gone = next(entry for entry in entries if not entry["invoice_line_id"])
    return [entry for entry in entries if entry is not gone]


def check_next_night(company: Company, scratch: Path) -> None:
    """Check that the next night succeeds, as one that has the books alone and reads it all does.

    Args:
        company: To which something happened.
        scratch: A folder that is not there yet.
    """
    unread = company.from_nothing(scratch)
    ended, anew = company.run(), unread.run()
    assert (ended.code, anew.code) == (0, 0), ended.told
    assert company.content() == unread.content()
    assert not list(company.folder.glob("var/**/.partial-*"))
    assert not list(company.releases.glob(".candidate-*"))
