import datetime as dt
from pathlib import Path

import dagster as dg
import pytest
from sample.write import write_sample

from pipelines.lib.releases.release import Release, releases_of
from pipelines.lib.runs.instance import open_instance
from pipelines.lib.upkeep.removing import remove
from pipelines.lib.upkeep.retention import judged
from pipelines.lib.warehouse import WarehouseBusyError, nightly_lock
from sources.configuration import Settings
from sources.extract import utc_now
from sources.settings import load_settings
from sources.upkeep_settings import Retention

NOW = dt.datetime(2026, 7, 31, tzinfo=dt.UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    write_sample(tmp_path)
    found = load_settings(tmp_path / "evenkeel.toml")
    return found.model_copy(update={"retention": Retention(releases=2, days=30)})


def released(settings: Settings, month: int, *deliveries: str, book: bool = False) -> str:
    """Publish a release of the first day of a month of 2026, as far as its files go."""
    at = dt.datetime(2026, month, 1, tzinfo=dt.UTC)
    release = Release(
        release_id=f"2026{month:02}01T000000Z-r",
        run_id=f"r{month}",
        as_of_date=at.date(),
        published_at=at,
        code_version="c",
        deliveries=deliveries,
        rows={},
        content={},
        audiences={},
    )
    root = settings.path(settings.storage.releases)
    folder = root / release.release_id
    (folder / "books").mkdir(parents=True) if book else folder.mkdir(parents=True)
    (folder / "release.json").write_text(release.model_dump_json(), "utf-8")
    (folder / "portfolio.duckdb").write_bytes(b"x" * 1000)
    (folder / "published").touch()
    (root / "current").unlink(missing_ok=True)
    (root / "current").symlink_to(release.release_id)
    return release.release_id


def test_a_new_company_has_nothing_to_delete(settings: Settings) -> None:
    assert not any(each.goes for each in judged(settings, NOW))


def test_the_latest_releases_the_current_one_and_what_a_replay_needs_stay(
    settings: Settings,
) -> None:
    ids = [released(settings, month) for month in range(1, 6)]
    (settings.root / "var/releases/current").unlink()
    (settings.root / "var/releases/current").symlink_to(ids[1])

    why = {each.name: each.why for each in judged(settings, NOW) if each.kind == "release"}

    assert why == {
        ids[0]: f"{ids[1]} is replayed with the keys it has",
        ids[1]: "the current one",
        ids[2]: f"{ids[3]} is replayed with the keys it has",
        ids[3]: "among the latest",
        ids[4]: "among the latest",
    }


def test_what_goes_goes_only_when_it_is_applied(settings: Settings) -> None:
    ids = [released(settings, month) for month in range(1, 6)]
    root = settings.path(settings.storage.releases)

    shown = judged(settings, NOW)
    before = [each.release_id for each in releases_of(root)]
    freed = remove(settings, shown)

    assert before == ids
    assert [each.release_id for each in releases_of(root)] == ids[2:]
    assert freed > 2000
    assert not any((root / each).exists() for each in ids[:2])


def test_books_of_closed_periods_stay_where_their_release_goes(settings: Settings) -> None:
    ids = [released(settings, month, book=month == 1) for month in range(1, 6)]
    root = settings.path(settings.storage.releases)
    (root / ids[0] / "books" / "book.json").write_text("{}", "utf-8")

    remove(settings, judged(settings, NOW))
    again = judged(settings, NOW)

    left = sorted(path.name for path in (root / ids[0]).iterdir())
    assert left == ["books", "published", "release.json", "retired"]
    assert (root / ids[0] / "books" / "book.json").read_text("utf-8") == "{}"
    assert [each.release_id for each in releases_of(root)] == ids[2:]
    assert not any(each.goes for each in again)


def test_a_young_release_stays_whatever_their_number(settings: Settings) -> None:
    for month in (1, 2, 3, 4, 5, 6, 7):
        released(settings, month)
    young = settings.model_copy(update={"retention": Retention(releases=1, days=70)})

    stay = [each.why for each in judged(young, NOW) if each.kind == "release" and not each.goes]

    assert stay[1:] == ["young", "the current one"]


def test_a_delivery_goes_only_if_nothing_follows_from_it_and_someone_asks(
    settings: Settings,
) -> None:
    landing = settings.path(settings.storage.landing)
    for table in ("exports/people", "sold/people", "sold/clients"):
        folder = landing / table / "000001-abc"
        folder.mkdir(parents=True)
        (folder / "delivery.json").write_text("{}", "utf-8")
    released(settings, 5, "exports/people/000001-abc", "sold/people/000001-abc")

    unasked = [each for each in judged(settings, NOW) if each.goes]
    asked = [each.name for each in judged(settings, NOW, landing=True) if each.goes]
    remove(settings, judged(settings, NOW, landing=True))

    assert unasked == []
    assert asked == ["sold/clients"]
    assert sorted(path.name for path in landing.glob("*/*")) == ["people", "people"]


def test_old_runs_go_with_the_files_of_their_events(settings: Settings) -> None:
    @dg.job
    def nothing() -> None:
        """Do nothing."""

    with open_instance(settings) as instance:
        ended = nothing.execute_in_process(instance=instance)
        under_way = instance.create_run_for_job(nothing, status=dg.DagsterRunStatus.STARTED)
    late = utc_now() + dt.timedelta(days=31)
    home = settings.path(settings.storage.state) / "dagster"

    (goes, stays) = (each for each in judged(settings, late) if each.kind == "run")
    remove(settings, [goes, stays])

    assert goes.name == "1 in the history"
    assert goes.size > 0
    assert (stays.goes, stays.why) == (False, "young, or not ended")
    with open_instance(settings) as instance:
        assert instance.has_run(under_way.run_id)
        assert not instance.has_run(ended.run_id)
    assert list(home.rglob(f"{ended.run_id}*.db")) == []


def test_a_release_that_is_half_deleted_is_none(settings: Settings) -> None:
    ids = [released(settings, month) for month in range(1, 6)]
    root = settings.path(settings.storage.releases)
    (root / ids[0] / "retired").touch()

    assert [each.release_id for each in releases_of(root)] == ids[1:]
    assert any(each.goes and each.name == ids[0] for each in judged(settings, NOW))


def test_nothing_is_deleted_while_a_nightly_runs(settings: Settings) -> None:
    ids = [released(settings, month) for month in range(1, 6)]

    with nightly_lock(settings), pytest.raises(WarehouseBusyError):
        remove(settings, judged(settings, NOW))

    assert (settings.path(settings.storage.releases) / ids[0]).exists()
