import datetime as dt
import os
from pathlib import Path

import pytest
from sample.write import write_sample

from pipelines.lib.upkeep import backup, restoring
from pipelines.lib.upkeep.backup import BackupError, Made, back_up, backups_of, read_index
from pipelines.lib.upkeep.restoring import restore
from pipelines.lib.warehouse import WarehouseBusyError, nightly_lock
from sources.configuration import Settings
from sources.errors import ConfigurationError
from sources.landing import Landing
from sources.pull import PullOptions, pull
from sources.settings import load_settings

NIGHT = dt.datetime(2026, 7, 31, 4, tzinfo=dt.UTC)
CORRECTED = '\n[crosswalk]\ncorrections = "corrections/identities.csv"\n'


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A company with two landed tables, a release that is current, and what cut-off runs left."""
    home = tmp_path / "company"
    write_sample(home)
    (home / "corrections").mkdir()
    (home / "corrections" / "identities.csv").write_text("entity_type\n", "utf-8")
    (home / "gate-overrides.toml").write_text("", "utf-8")
    toml = home / "evenkeel.toml"
    toml.write_text(toml.read_text("utf-8") + CORRECTED, "utf-8")
    settings = load_settings(toml)
    for table in ("clients", "people"):
        pull(settings.systems[0], table, Landing(home / "var/landing"), PullOptions())
    for name in ("releases/20260730T-a/portfolio.duckdb", "releases/.candidate-b/portfolio.duckdb"):
        path = home / "var" / name
        path.parent.mkdir(parents=True)
        path.write_bytes(b"figures")
    (home / "var/landing/exports/people/.partial-1").mkdir()
    (home / "var/landing/exports/people/.partial-1/data.parquet").touch()
    (home / "var/releases/current").symlink_to("20260730T-a")
    (home / "var/state").mkdir()
    (home / "var/state/alerts.jsonl").write_text("{}\n", "utf-8")
    return settings


def made(settings: Settings, *, nights: int = 0) -> Made:
    root = settings.root.parent / "backups"
    now = NIGHT + dt.timedelta(days=nights)
    return back_up(settings, settings.root / "evenkeel.toml", root, now)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_what_is_restored_is_what_was_there_but_for_what_was_cut_off(settings: Settings) -> None:
    first = made(settings)
    place = settings.root.parent / "elsewhere"

    index, configuration = restore(first.folder, place)

    wanted = {
        name: content
        for name, content in tree(settings.root).items()
        if ".partial" not in name and ".candidate" not in name and "lock" not in name
    }
    exports = {name for name in wanted if name.startswith("exports/")}
    assert tree(place) == {name: wanted[name] for name in wanted.keys() - exports}
    assert (place / "var/releases/current").resolve().name == index.current_release
    assert load_settings(configuration).company == settings.company


def test_a_second_backup_links_to_what_the_first_has(settings: Settings) -> None:
    first = made(settings)
    (settings.root / "var/state/alerts.jsonl").write_text('{"key": "new"}\n', "utf-8")
    second = made(settings, nights=1)

    shared = "releases/20260730T-a/portfolio.duckdb"
    assert second.new_size == len('{"key": "new"}\n')
    assert (first.folder / shared).samefile(second.folder / shared)
    assert not (first.folder / "state/alerts.jsonl").samefile(second.folder / "state/alerts.jsonl")


def test_the_latest_backup_is_taken_where_the_folder_of_all_is_named(settings: Settings) -> None:
    made(settings)
    second = made(settings, nights=1)

    index, _ = restore(second.folder.parent, settings.root.parent / "elsewhere")

    assert index.made_at == NIGHT + dt.timedelta(days=1)


def test_an_altered_backup_is_named_by_file_and_nothing_is_written(settings: Settings) -> None:
    folder = made(settings).folder
    (folder / "releases/20260730T-a/portfolio.duckdb").write_bytes(b"figment")
    place = settings.root.parent / "elsewhere"

    with pytest.raises(BackupError, match=r"portfolio\.duckdb was changed"):
        restore(folder, place)

    assert not place.exists()


def test_nothing_is_restored_outside_of_the_place(settings: Settings) -> None:
    folder = made(settings).folder
    index = (folder / "backup.json").read_text("utf-8")
    named = index.replace("state/alerts.jsonl", "state/../../alerts.jsonl")
    (folder / "backup.json").write_text(named, "utf-8")

    with pytest.raises(BackupError, match="lies outside of it"):
        restore(folder, settings.root.parent / "elsewhere")


def test_nothing_is_restored_over_what_is_there(settings: Settings) -> None:
    folder = made(settings).folder

    with pytest.raises(BackupError, match="is not empty"):
        restore(folder, settings.root)


def test_no_secret_is_in_a_backup(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPS", "json://canary:canary@127.0.0.1")
    toml = settings.root / "evenkeel.toml"
    toml.write_text(toml.read_text("utf-8") + '\n[alerts]\nchannels_env = ["OPS"]\n', "utf-8")

    folder = made(load_settings(toml)).folder

    assert not any(b"canary" in content for content in tree(folder).values())


def test_a_backup_waits_for_no_nightly(settings: Settings) -> None:
    with nightly_lock(settings), pytest.raises(WarehouseBusyError):
        made(settings)

    assert backups_of(settings.root.parent / "backups") == []


def test_a_backup_that_was_cut_off_is_none_and_is_swept(settings: Settings) -> None:
    root = settings.root.parent / "backups"
    (root / ".partial-20260730T040000Z" / "landing").mkdir(parents=True)

    made(settings)

    assert [path.name for path in sorted(root.iterdir())] == ["20260731T040000Z"]


def test_what_another_backup_writes_at_this_moment_stays(settings: Settings) -> None:
    theirs = settings.root.parent / "backups" / ".partial-20260731T035900Z" / "landing"
    theirs.mkdir(parents=True)

    with nightly_lock(settings), pytest.raises(WarehouseBusyError):
        made(settings)

    assert theirs.is_dir()


def test_a_backup_is_alone_until_it_has_its_name(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced, refused = list[Path](), list[Path]()

    def synced_while_another_begins(path: Path) -> None:
        synced.append(path)
        try:
            with nightly_lock(settings):
                pass
        except WarehouseBusyError:
            refused.append(path)

    monkeypatch.setattr(backup, "sync", synced_while_another_begins)
    monkeypatch.setattr("pipelines.lib.warehouse.LOOK_SECONDS", 0)
    folder = made(settings).folder

    assert synced[-1] == folder.parent
    assert refused == synced


def test_a_backup_from_which_a_file_went_gets_no_name(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoiled(path: Path) -> None:
        if path.name == "portfolio.duckdb":
            path.unlink()

    monkeypatch.setattr(backup, "sync", spoiled)

    with pytest.raises(BackupError, match=r"1 of \d+ files .* releases/20260730T-a/portfolio"):
        made(settings)

    assert backups_of(settings.root.parent / "backups") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"{", r"backup\.json: found Invalid JSON"),
        (b"{}", r"backup\.json: found made_at: Field required"),
        (b"\xff", r"backup\.json: found no text"),
    ],
)
def test_an_index_that_can_not_be_read_is_named(settings: Settings, text: bytes, told: str) -> None:
    folder = made(settings).folder
    (folder / "backup.json").write_bytes(text)

    with pytest.raises(BackupError, match=told):
        restore(folder, settings.root.parent / "elsewhere")


def test_a_restore_that_is_cut_off_leaves_no_configuration(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, place = made(settings).folder, settings.root.parent / "elsewhere"
    there = list[bool]()

    def watched(_: Path) -> None:
        there.append((place / "evenkeel.toml").exists())

    monkeypatch.setattr(restoring, "sync", watched)
    restore(folder, place)

    # Only the folder that it gets its name in is synced after it.
    assert there == [*[False] * (len(there) - 1), True]
    assert list(place.glob(".partial-*")) == []


def test_a_file_that_was_written_anew_with_the_same_size_is_copied(settings: Settings) -> None:
    first = made(settings)
    path = settings.root / "var/releases/20260730T-a/portfolio.duckdb"
    path.write_bytes(b"FIGURES")
    os.utime(path, (1, 1))
    second = made(settings, nights=1)

    name = "releases/20260730T-a/portfolio.duckdb"
    hashes = [read_index(each.folder).files[name].sha256 for each in (first, second)]
    assert hashes[0] != hashes[1]
    assert (second.folder / name).read_bytes() == b"FIGURES"


def test_backups_do_not_go_where_they_would_be_backed_up(settings: Settings) -> None:
    root = settings.root / "var" / "state" / "backups"

    with pytest.raises(ConfigurationError, match="expected a folder elsewhere"):
        back_up(settings, settings.root / "evenkeel.toml", root, NIGHT)
