import datetime as dt
from pathlib import Path

import pytest

from pipelines.lib.releases.release import Release, ReleaseError, release_as_of


def released(root: Path, number: int, as_of: str) -> None:
    """Publish a release as of a day, as far as its record goes."""
    release = Release(
        release_id=f"2026080{number}T000000Z-r",
        run_id="r",
        as_of_date=dt.date.fromisoformat(as_of),
        published_at=dt.datetime(2026, 8, number, tzinfo=dt.UTC),
        code_version="c",
        deliveries=(),
        rows={},
        content={},
        audiences={},
    )
    folder = root / release.release_id
    folder.mkdir()
    (folder / "release.json").write_text(release.model_dump_json(), "utf-8")
    (folder / "published").touch()


def test_the_last_release_as_of_a_day_is_the_one_of_the_latest_day(tmp_path: Path) -> None:
    for number, as_of in enumerate(("2026-06-30", "2026-07-15", "2026-06-30"), start=1):
        released(tmp_path, number, as_of)

    found = [
        release_as_of(tmp_path, dt.date.fromisoformat(day)).release_id[7]
        for day in ("2026-06-30", "2026-07-14", "2026-07-15", "2027-01-01")
    ]

    assert found == ["3", "3", "2", "2"]


def test_a_day_before_all_releases_has_none(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="as of 2026-01-01 or before; there is none at all"):
        release_as_of(tmp_path, dt.date(2026, 1, 1))
    released(tmp_path, 1, "2026-06-30")
    with pytest.raises(ReleaseError, match="the earliest is as of 2026-06-30"):
        release_as_of(tmp_path, dt.date(2026, 1, 1))
