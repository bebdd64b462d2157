"""A disk that is full, or closed to writers, costs the night and nothing else."""

from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest
from builders import Exports, canonical, csv_of, time_entry
from candidates import Candidate
from small_disk import small_disk

from pipelines.lib.ingest.raw import load_delivery, load_landed
from pipelines.lib.releases.release import ReleaseError
from sources.errors import ReadError

# Rows that compress badly, so that few of them fill a disk.
ROWS = [time_entry(n, note=sha256(bytes(n)).hexdigest()) for n in range(20_000)]


def test_a_delivery_that_does_not_fit_leaves_nothing_and_lands_when_there_is_room(
    tmp_path: Path,
) -> None:
    with small_disk(tmp_path / "landing", 600) as disk:
        exports = Exports(tmp_path)
        exports.deliver(csv_of(*ROWS))

        with pytest.raises(
            ReadError, match=r"^exports\.time_entries: .*the disk is full\. Nothing"
        ):
            exports.pull()
        landed_then = exports.landing.deliveries("exports", "time_entries")
        disk.resize(64_000)
        (delivery,) = exports.pull()

        assert landed_then == []
        assert delivery.landed.rows == delivery.delivered.rows == len(ROWS)
        assert delivery.landed.totals == {"hours": Decimal("7.5") * len(ROWS)}
        left = [path.name for path in exports.landing.folder(delivery).parent.iterdir()]
        assert left == [Path(delivery.delivery_id).name]


def test_a_warehouse_that_does_not_fit_has_every_version_once_when_there_is_room(
    tmp_path: Path,
) -> None:
    exports, contract = Exports(tmp_path), canonical()
    exports.deliver(csv_of(*ROWS))
    (delivery,) = exports.pull()
    table = contract.table("time_entries")
    with small_disk(tmp_path / "warehouse", 1_000) as disk:
        path = disk.folder / "evenkeel.duckdb"

        with pytest.raises(duckdb.Error, match="No space left"), duckdb.connect(str(path)) as full:
            load_delivery(full, contract, table, delivery, exports.landing.folder(delivery))
        disk.resize(64_000)
        with duckdb.connect(str(path)) as warehouse:
            load_landed(warehouse, exports.landing, exports.system, table)
            load_landed(warehouse, exports.landing, exports.system, table)
            found = warehouse.execute(
                "select count(*), count(distinct time_entry_id), sum(hours) "
                "from raw_canonical.time_entries"
            ).fetchone()

    assert found == (len(ROWS), len(ROWS), Decimal("7.5") * len(ROWS))


def test_a_release_that_does_not_fit_leaves_the_last_and_is_published_when_there_is_room(
    tmp_path: Path,
) -> None:
    candidate = Candidate(tmp_path)
    candidate.build("8", "4")
    with small_disk(candidate.releases, 8_000) as disk:
        candidate.publish("one", candidate.judged("one"))
        candidate.build("7")
        disk.fill(but=300)

        with pytest.raises(duckdb.Error, match="No space left on device"):
            candidate.publish("two", candidate.judged("two"))
        seen = (candidate.current(), candidate.read(), candidate.read("finance"))
        disk.resize(64_000)
        candidate.publish("three", candidate.judged("three"))

        assert seen == ("2026-one", ["8.000000", "4.000000"], ["8.000000", "4.000000"])
        assert candidate.read() == candidate.read("finance") == ["7.000000"]
        left = {path.name for path in candidate.releases.iterdir()} - {"ballast"}
        assert left == {"2026-one", "2026-three", "current"}


def test_where_releases_can_not_be_written_the_last_stays_and_the_folder_is_named(
    tmp_path: Path,
) -> None:
    candidate = Candidate(tmp_path)
    candidate.build("8", "4")
    with small_disk(candidate.releases, 64_000) as disk:
        candidate.publish("one", candidate.judged("one"))
        candidate.build("7")
        disk.protect(against_writes=True)

        with pytest.raises(ReleaseError) as refused:
            candidate.publish("two", candidate.judged("two"))
        seen = (candidate.current(), candidate.read())
        disk.protect(against_writes=False)
        candidate.publish("three", candidate.judged("three"))

        assert str(refused.value) == (
            f"{candidate.releases}: releases can not be written here "
            "(Read-only file system); the last one stays"
        )
        assert seen == ("2026-one", ["8.000000", "4.000000"])
        assert candidate.read() == ["7.000000"]
