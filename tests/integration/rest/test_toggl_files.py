"""Toggl's entries land from files, as the Track API writes them."""

import csv
import datetime as dt
import json
from pathlib import Path

import pytest
from pulled import Pulled
from vendors import Row

from sources.configuration import Files, SystemSettings
from sources.delivery import Delivery
from sources.landing import Landing
from sources.pull import PullOptions, pull


@pytest.mark.parametrize("ending", ["csv", "ndjson"])
def test_entries_as_the_track_api_writes_them_land_from_files(tmp_path: Path, ending: str) -> None:
    written = [
        {
            "id": 1,
            "workspace_id": 4711,
            "user_id": 501,
            "project_id": 201,
            "task_id": None,
            "start": "2025-03-03T23:30:00-05:00",
            "stop": "2025-03-04T00:30:00-05:00",
            "duration": 3600,
            "billable": True,
            "description": "Workshop, day one",
            "tag_ids": [401],
            "tags": ["governance"],
            "at": "2025-03-04T06:00:00Z",
            "server_deleted_at": None,
        },
        {
            "id": 2,
            "workspace_id": 4711,
            "user_id": 501,
            "project_id": None,
            "task_id": None,
            "start": "2025-03-04T09:00:00Z",
            "stop": None,
            "duration": -1741078800,
            "billable": False,
            "description": None,
            "tag_ids": None,
            "tags": None,
            "at": "2025-03-04T09:00:00Z",
            "server_deleted_at": None,
        },
    ]
    write(tmp_path / f"time_entries.{ending}", written)

    landing, delivery = land_file(tmp_path, "time_entries")

    assert (delivery.landed.rows, delivery.quarantined.rows, delivery.new_columns) == (2, 0, ())
    landed = Pulled("toggl", "http://unused", tmp_path)
    landed.landing = landing
    assert landed.landed(delivery, "id, start_date, duration, tags") == [
        ("1", dt.date(2025, 3, 3), 3600, '["governance"]'),
        ("2", dt.date(2025, 3, 4), -1741078800, None),
    ]


def test_a_start_that_is_no_instant_is_named(tmp_path: Path) -> None:
    names = ("user_id", "project_id", "task_id", "stop", "description", "tag_ids", "at")
    row: Row = {name: 2 if name == "user_id" else None for name in names}
    row |= {"id": 1, "start": "03/04/2025 9:00", "duration": 5, "billable": True}
    write(tmp_path / "time_entries.csv", [row])

    landing, delivery = land_file(tmp_path, "time_entries")

    landed = Pulled("toggl", "http://unused", tmp_path)
    landed.landing = landing
    assert delivery.quarantined.rows == 1
    (refused,) = landed.refused(delivery)
    assert "instant written iso8601" in str(refused)
    assert "03/04/2025 9:00" in str(refused)


def write(path: Path, rows: list[Row]) -> None:
    """Write rows as CSV, lists and flags as Toggl writes them, or as one JSON record a line."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        if path.suffix == ".ndjson":
            handle.writelines(json.dumps(row) + "\n" for row in rows)
            return
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: as_text(value) for name, value in row.items()} for row in rows)


def as_text(value: object) -> object:
    return json.dumps(value) if isinstance(value, list | bool) else value


def land_file(folder: Path, table: str) -> tuple[Landing, Delivery]:
    landing = Landing(folder / "landing")
    delivery = Files(connector="files", url=str(folder), settle_seconds=0)
    system = SystemSettings(
        name="toggl", kind="toggl", domains=("time",), entity="E1", delivery=delivery
    )
    (landed,) = pull(system, table, landing, PullOptions())
    return landing, landed
