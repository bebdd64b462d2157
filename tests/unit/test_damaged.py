from pathlib import Path

import duckdb
import pytest
from sample.write import write_sample

from pipelines.lib.runs.damaged import damage, make_anew
from pipelines.lib.warehouse import warehouse_path
from sources.configuration import Settings
from sources.settings import load_settings

BLOCK = 262_144


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A company with a warehouse of several blocks."""
    made = load_settings(write_sample(tmp_path))
    path = warehouse_path(made)
    path.parent.mkdir(parents=True)
    with duckdb.connect(str(path)) as warehouse:
        warehouse.execute(
            "create schema raw; create table raw.t as select md5(i::varchar) as v, "
            "i from range(200000) as t(i); create view raw.w as from raw.t"
        )
    return made


def overwrite(path: Path, place: int) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        file.write(b"\xff" * 64)


def test_a_warehouse_that_is_whole_or_not_there_stays(settings: Settings, tmp_path: Path) -> None:
    assert damage(settings, thoroughly=True) == ""
    assert warehouse_path(settings).exists()
    assert damage(load_settings(write_sample(tmp_path / "other")), thoroughly=True) == ""


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "not a valid DuckDB database"),
        (5_000, "Could not read enough bytes"),
        (2 * BLOCK, "Could not read enough bytes"),
    ],
)
def test_a_warehouse_that_was_cut_off_is_seen_when_it_is_opened(
    settings: Settings, size: int, said: str
) -> None:
    with warehouse_path(settings).open("r+b") as file:
        file.truncate(size)

    assert said in damage(settings, thoroughly=False)


def test_a_warehouse_that_was_overwritten_is_seen_where_it_is_read(settings: Settings) -> None:
    overwrite(warehouse_path(settings), 12_288 + 3 * BLOCK + 500)

    assert damage(settings, thoroughly=False) == ""
    assert "Corrupt database file" in damage(settings, thoroughly=True)
    make_anew(settings)
    assert not list(warehouse_path(settings).parent.iterdir())


def test_a_warehouse_that_someone_else_reads_is_not_damaged(settings: Settings) -> None:
    with duckdb.connect(str(warehouse_path(settings)), read_only=True):
        assert damage(settings, thoroughly=True) == ""
