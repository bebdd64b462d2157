"""Whole nights on which something of the machine fails; the next one succeeds without hands."""

import shutil
from pathlib import Path

import duckdb
import pytest
from nightly import Company
from small_disk import small_disk
from whole import change, check_next_night, check_whole

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(7200)]
# Kilobytes that are free: where the first delivery, the warehouse and the release do not fit.
FREE = (40, 3_000, 24_000)


def test_a_disk_that_fills_up_costs_nights_and_nothing_else(
    company: Company, tmp_path: Path
) -> None:
    before = company.current()
    change(company, "Principal")
    var, kept = company.folder / "var", tmp_path / "var"
    shutil.move(var, kept)
    with small_disk(var, 1_000_000) as disk:
        shutil.copytree(kept, var, symlinks=True, dirs_exist_ok=True)
        for free in FREE:
            ballast = disk.fill(but=free)
            ended = company.ask("run", "--as-of", "2026-07-31")
            ballast.unlink()

            assert ended.code == 1, free
            assert "Traceback" not in ended.told
            assert "the disk is full: free space" in ended.told, ended.told[-2000:]
            assert check_whole(company) == before

        check_next_night(company, tmp_path / "scratch")


def test_two_nightlies_at_once_are_one(company: Company, tmp_path: Path) -> None:
    change(company, "Principal")

    both = [company.start("run", "--as-of", "2026-07-31") for _ in range(2)]
    told = [process.communicate(timeout=3000)[1] for process in both]

    assert sorted(process.returncode for process in both) == [0, 1], told
    (refused,) = [said for process, said in zip(both, told, strict=True) if process.returncode]
    assert "another nightly is running (process" in refused
    assert "Traceback" not in refused
    check_whole(company)
    check_next_night(company, tmp_path / "scratch")


def where_rows_are(warehouse: Path, table: str) -> list[int]:
    """Return where in a file of DuckDB the blocks of a table are: after three headers of 4 KiB."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        blocks = connection.execute(
            f"select distinct block_id from pragma_storage_info('{table}') where persistent"
        ).fetchall()
        ((size,),) = connection.execute("select block_size from pragma_database_size()").fetchall()
    return [3 * 4096 + block * size + size // 2 for (block,) in blocks if block >= 0]


@pytest.mark.parametrize("where", ["cut off", "middle"])
def test_a_damaged_warehouse_is_made_anew_from_what_landed(
    company: Company, tmp_path: Path, where: str
) -> None:
    before = company.current()
    change(company, "Principal")
    warehouse = company.folder / "var" / "warehouse" / "evenkeel.duckdb"
    places = where_rows_are(warehouse, "raw_canonical.time_entries")
    with warehouse.open("r+b") as file:
        if where == "cut off":
            file.truncate(warehouse.stat().st_size // 2)
        else:
            for place in places:
                file.seek(place)
                file.write(b"\xff" * 512)

    if where == "middle":
        # Only a night that reads the place sees it; the next knows how that one ended.
        ended = company.run()
        assert ended.code == 1
        assert "Corrupt database file" in str(ended.outcome["errors"])
    assert check_whole(company) == before

    check_next_night(company, tmp_path / "scratch")
