"""What must be true of a company whatever happened to its nights."""

import datetime as dt
from pathlib import Path

import duckdb
from nightly import Company

from expectations.content import content_hash
from pipelines.lib.releases.release import current_release

# Who reads everything anew has a delivery of each table, where there were those of every night.
FEWER_DELIVERIES = """
[[override]]
table = "marts.ctl_extract_completeness"
expectation = "not more than 0.5 of the rows of the last release are gone"
person = "Ada Lovelace"
reason = "all is read anew"
expires = {expires}
"""


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
    expires = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=7)
    overrides = FEWER_DELIVERIES.format(expires=expires)
    (scratch / "gate-overrides.toml").write_text(overrides, "utf-8")
    for night in (company.run(), unread.run()):
        assert night.code == 0, night.told
    assert company.content() == unread.content()
    assert not list(company.folder.glob("var/**/.partial-*"))
    assert not list(company.releases.glob(".candidate-*"))
