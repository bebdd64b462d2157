import os
import subprocess
import time
from pathlib import Path

import pytest
from builders import HEADER, Exports, csv_of, time_entry

from sources.errors import AwayError, ContractError, ReadError, ShrinkError
from sources.pull import PullOptions, pull


@pytest.fixture
def exports(tmp_path: Path) -> Exports:
    return Exports(tmp_path)


def test_a_missing_file_is_named_with_its_folder(exports: Exports) -> None:
    with pytest.raises(ReadError, match=r"^exports\.time_entries: no file time_entries\* in "):
        exports.pull()


def test_an_optional_table_that_came_before_is_missed(exports: Exports) -> None:
    exports.deliver(
        "product_id,product_code,product_name,product_family\nK1,K,Keel,Keel\n", "products.csv"
    )
    pull(exports.system, "products", exports.landing, PullOptions())
    (exports.folder / "products.csv").unlink()

    with pytest.raises(ReadError, match=r"^exports\.products: no file products\* in "):
        pull(exports.system, "products", exports.landing, PullOptions())

    assert pull(exports.system, "payments", exports.landing, PullOptions()) == []


def test_an_empty_file_is_refused(exports: Exports) -> None:
    exports.deliver("")

    with pytest.raises(ReadError, match=r"time_entries\.csv: the file is empty; expected at least"):
        exports.pull()


def test_a_header_alone_lands_no_rows_the_first_time(exports: Exports) -> None:
    exports.deliver(HEADER + "\n")

    (delivery,) = exports.pull()

    assert (delivery.delivered.rows, delivery.landed.rows) == (0, 0)


def test_a_full_read_that_lost_its_rows_is_refused_until_accepted(exports: Exports) -> None:
    exports.deliver(csv_of(*(time_entry(number) for number in range(50))))
    exports.pull()
    exports.deliver(HEADER + "\n")

    with pytest.raises(ShrinkError, match=r"0 rows now, 50 last time.*--accept-shrink exports\."):
        exports.pull()
    assert len(exports.landing.deliveries("exports", "time_entries")) == 1
    (delivery,) = exports.pull(accept_shrink=("exports.time_entries",))
    assert delivery.landed.rows == 0


def test_another_delimiter_is_guessed_in_the_message_only(exports: Exports) -> None:
    exports.deliver(csv_of(time_entry()).replace(",", ";"))

    with pytest.raises(ContractError, match=r"is missing; found .* looks delimited by ';'"):
        exports.pull()


def test_a_missing_column_stops_the_table(exports: Exports) -> None:
    exports.deliver(csv_of(time_entry()).replace("work_date", "day", 1))

    with pytest.raises(ContractError, match=r"column work_date is missing; found .*day"):
        exports.pull()


def test_a_new_column_lands_as_text_and_is_reported(exports: Exports) -> None:
    exports.deliver(f"{HEADER},mood\n{time_entry()},fine\n")

    (delivery,) = exports.pull()

    assert delivery.new_columns == ("mood",)
    assert exports.rows(delivery, "mood") == [("fine",)]


def test_a_retyped_column_stops_the_table(exports: Exports) -> None:
    exports.deliver(csv_of(*(time_entry(number, hours="full day") for number in range(12))))

    with pytest.raises(ContractError, match="column hours was retyped: none of 12 values is dec"):
        exports.pull()


@pytest.mark.parametrize(
    ("changed", "column", "reason"),
    [
        ({"hours": "8 hrs"}, "hours", "type"),
        ({"hours": "7,5"}, "hours", "type"),
        ({"hours": "7.12345"}, "hours", "type"),
        ({"hours": "-1"}, "hours", "minimum"),
        ({"hours": "25"}, "hours", "maximum"),
        ({"work_date": "2026-02-31"}, "work_date", "type"),
        ({"work_date": "31-12-2026"}, "work_date", "type"),
        ({"work_date": "0016-03-01"}, "work_date", "minimum"),
        ({"work_date": "9999-12-31"}, "work_date", "maximum"),
        ({"work_date": "infinity"}, "work_date", "type"),
        ({"work_date": ""}, "work_date", "required"),
        ({"is_billable": "perhaps"}, "is_billable", "type"),
        ({"approval_state": "maybe"}, "approval_state", "enum"),
        ({"updated_at": "yesterday"}, "updated_at", "type"),
    ],
)
def test_a_bad_value_quarantines_its_row_with_line_column_found_and_expected(
    exports: Exports, changed: dict[str, str], column: str, reason: str
) -> None:
    exports.deliver(csv_of(time_entry(1), time_entry(2, **changed), time_entry(3)))

    (delivery,) = exports.pull()

    assert [row for (row,) in exports.rows(delivery, "time_entry_id")] == ["1", "3"]
    ((file, line, where, why, found, expected),) = exports.refused(
        delivery, "source_file, row_number, column_name, reason, found, expected"
    )
    assert (file, line, where, why) == ("time_entries.csv", 3, column, reason)
    assert (found or "") == changed[column]
    assert expected


def test_a_row_with_too_few_columns_is_kept_as_it_came(exports: Exports) -> None:
    exports.deliver(csv_of(time_entry(1), "2,P1,J1", time_entry(3, hours="99")))

    (delivery,) = exports.pull()

    refused = exports.refused(delivery, "row_number, reason, record")
    assert refused[0] == (3, "malformed", "2,P1,J1")
    assert refused[1][:2] == (4, "maximum")


def test_bytes_of_another_encoding_quarantine_their_row(exports: Exports) -> None:
    bad = csv_of(time_entry(1), time_entry(2, note="M\u00fcller")).encode("cp1252")
    exports.deliver(bad)

    (delivery,) = exports.pull()

    assert delivery.landed.rows == 1
    ((line, column),) = exports.refused(delivery, "row_number, column_name")
    assert (line, column) == (3, "note")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "latin-1"])
def test_a_declared_encoding_is_read_right(tmp_path: Path, encoding: str) -> None:
    exports = Exports(tmp_path, formats={"encoding": encoding})
    exports.deliver(csv_of(time_entry(1, note="M\u00fcller")).encode(encoding))

    (delivery,) = exports.pull()

    assert exports.rows(delivery, "note") == [("M\u00fcller",)]


def test_a_byte_order_mark_is_not_part_of_the_first_column(exports: Exports) -> None:
    exports.deliver(csv_of(time_entry(1)).encode("utf-8-sig"))

    (delivery,) = exports.pull()

    assert delivery.landed.rows == 1


def test_a_german_export_is_read_by_its_formats(tmp_path: Path) -> None:
    exports = Exports(
        tmp_path,
        formats={
            "delimiter": ";",
            "decimal_mark": ",",
            "grouping_mark": ".",
            "date_format": "%d.%m.%Y",
            "true_value": "ja",
            "false_value": "nein",
        },
    )
    row = time_entry(1, hours="7@5", work_date="31.12.2026", is_billable="ja", bill_rate="1.234@50")
    exports.deliver(csv_of(row).replace(",", ";").replace("@", ","))

    (delivery,) = exports.pull()

    ((hours, day, billable, rate),) = exports.rows(
        delivery, "hours::varchar, work_date::varchar, is_billable, bill_rate::varchar"
    )
    assert (hours, day, billable, rate) == ("7.5000", "2026-12-31", True, "1234.500000")


def test_of_one_key_the_newest_row_lands_and_the_others_are_kept(exports: Exports) -> None:
    newer = {"updated_at": "2026-03-04T09:00:00Z", "hours": "2"}
    exports.deliver(csv_of(time_entry(1), time_entry(1), time_entry(1, **newer)))

    (delivery,) = exports.pull()

    assert exports.rows(delivery, "hours::varchar") == [("2.0000",)]
    assert exports.refused(delivery, "row_number, reason") == [
        (2, "superseded"),
        (3, "superseded"),
    ]


def test_of_one_key_with_no_newest_row_none_lands(exports: Exports) -> None:
    exports.deliver(csv_of(time_entry(1), time_entry(1, hours="3"), time_entry(2)))

    (delivery,) = exports.pull()

    assert exports.rows(delivery, "time_entry_id") == [("2",)]
    assert exports.refused(delivery, "reason") == [("duplicate_key",), ("duplicate_key",)]


def test_one_delivery_may_come_in_several_files(exports: Exports) -> None:
    exports.deliver(csv_of(time_entry(1), time_entry(2)), "time_entries_1.csv")
    exports.deliver(csv_of(time_entry(2), time_entry(3, hours="x")), "time_entries_2.csv")

    (delivery,) = exports.pull()

    assert [row for (row,) in exports.rows(delivery, "time_entry_id")] == ["1", "2"]
    assert exports.refused(delivery, "source_file, row_number, reason") == [
        ("time_entries_2.csv", 2, "duplicate_row"),
        ("time_entries_2.csv", 3, "type"),
    ]


def test_a_truncated_parquet_is_refused(exports: Exports) -> None:
    exports.deliver(b"PAR1 and then nothing", "time_entries.parquet")

    with pytest.raises(ReadError, match=r"^exports\.time_entries: time_entries\.parquet: "):
        exports.pull()


def test_a_page_of_html_is_not_json(exports: Exports) -> None:
    exports.deliver("<html><body>Sign in</body></html>", "time_entries.json")

    with pytest.raises(ReadError, match=r"time_entries\.json: expected JSON, found HTML"):
        exports.pull()


def test_a_file_still_being_written_is_left_alone(tmp_path: Path) -> None:
    exports = Exports(tmp_path, settle_seconds=3600.0)
    exports.deliver(csv_of(time_entry()))

    with pytest.raises(
        ReadError, match=r"time_entries\.csv may still be being written; expected no"
    ):
        exports.pull()


@pytest.mark.parametrize(("ahead", "is_read"), [(3600, False), (2 * 86_400, True)])
def test_a_file_of_tomorrow_waits_and_one_that_a_wrong_clock_dated_does_not(
    tmp_path: Path, ahead: int, *, is_read: bool
) -> None:
    exports = Exports(tmp_path, settle_seconds=60.0)
    exports.deliver(csv_of(time_entry()))
    dated = time.time() + ahead
    os.utime(exports.folder / "time_entries.csv", (dated, dated))

    if not is_read:
        with pytest.raises(AwayError, match=r"run again in 36\d\d s"):
            exports.pull()
        return
    (delivery,) = exports.pull()
    assert delivery.landed.rows == 1


def test_a_file_is_read_once_its_manifest_is_there(tmp_path: Path) -> None:
    exports = Exports(tmp_path, ready="manifest")
    exports.deliver(csv_of(time_entry()))
    with pytest.raises(ReadError, match=r"expected its manifest <file>\.done"):
        exports.pull()
    exports.deliver("", "time_entries.csv.done")

    (delivery,) = exports.pull()

    assert delivery.landed.rows == 1


def test_the_same_delivery_twice_changes_nothing(exports: Exports) -> None:
    exports.deliver(csv_of(time_entry()))
    exports.pull()

    assert exports.pull() == []


def test_each_new_file_of_changes_is_one_delivery(tmp_path: Path) -> None:
    exports = Exports(tmp_path, mode="incremental")
    exports.deliver(csv_of(time_entry(1)), "time_entries_01.csv")
    exports.pull()
    exports.deliver(csv_of(time_entry(2)), "time_entries_02.csv")

    (delivery,) = exports.pull()

    assert (delivery.sequence, delivery.mode) == (2, "incremental")
    assert exports.rows(delivery, "time_entry_id") == [("2",)]


def test_names_and_values_cannot_carry_sql(exports: Exports) -> None:
    evil = "x'); drop table t; --"
    exports.deliver(f'{HEADER},"{evil}"\n{time_entry(1, note=evil)},{evil}\n', "time_entries'.csv")

    (delivery,) = exports.pull()

    assert delivery.new_columns == (evil,)
    assert exports.rows(delivery, "note") == [(evil,)]


def test_a_full_disk_lands_nothing_and_says_so(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        exports = Exports(tmp_path)
        exports.landing.root = disk / "landing"
        notes = (os.urandom(200).hex() for _ in range(20_000))
        exports.deliver(csv_of(*(time_entry(n, note=note) for n, note in enumerate(notes))))

        with pytest.raises(ReadError, match=r"exports\.time_entries: .*(No space|space left)"):
            exports.pull()

        assert exports.landing.deliveries("exports", "time_entries") == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)
