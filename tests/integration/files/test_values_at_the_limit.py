"""Deliveries of what is too long, too deep or half a character, read from real files."""

import json
from pathlib import Path

import pytest
from builders import HEADER, Exports, csv_of, time_entry

from sources.errors import ReadError


@pytest.fixture
def exports(tmp_path: Path) -> Exports:
    return Exports(tmp_path)


def record(number: int, note: str) -> dict[str, str]:
    values = time_entry(number, note=note).split(",")
    return dict(zip(HEADER.split(","), values, strict=True))


def test_a_row_that_is_too_long_is_kept_aside_and_those_around_it_land(exports: Exports) -> None:
    exports.deliver(csv_of(time_entry(1), time_entry(2, note="x" * 2_500_000), time_entry(3)))

    (delivery,) = exports.pull()

    assert exports.rows(delivery, "time_entry_id") == [("1",), ("3",)]
    assert exports.refused(delivery, "row_number, reason, expected") == [
        (3, "malformed", "a row of at most 2,000,000 bytes")
    ]


def test_a_value_without_an_end_stops_the_table(exports: Exports) -> None:
    exports.deliver(csv_of(time_entry(1), time_entry(2, note="x" * 17_000_000)))

    with pytest.raises(
        ReadError, match=r"time_entries\.csv line 3: a value of this row has no end"
    ):
        exports.pull()


def test_json_that_is_nested_too_deep_is_refused(exports: Exports) -> None:
    exports.deliver("[" * 100_000, "time_entries.json")

    with pytest.raises(ReadError, match=r"time_entries\.json: expected JSON of records, found lis"):
        exports.pull()


def test_half_a_character_quarantines_its_record(exports: Exports) -> None:
    exports.deliver(json.dumps([record(1, "\U0001f680"), record(2, "\ud83d")]), "time_entries.json")

    (delivery,) = exports.pull()

    assert exports.rows(delivery, "note") == [("\U0001f680",)]
    assert exports.refused(delivery, "row_number, column_name, reason") == [(2, "note", "encoding")]
