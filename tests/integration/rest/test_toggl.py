"""A Toggl workspace lands over REST and from files, whole and with the days its people saw."""

import csv
import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from pulled import Pulled
from toggl_sample import sample_workspace
from toggl_server import REPORT, TRACK, Toggl, toggl_running
from vendors import Row

from sources.configuration import Files, SystemSettings
from sources.delivery import Delivery
from sources.errors import ReadError
from sources.landing import Landing
from sources.pull import PullOptions, pull
from sources.system import contract_of, endpoints_of

ROWS = {
    "clients": 1,
    "projects": 3,
    "tags": 2,
    "tasks": 3,
    "time_entries": 5,
    "users": 2,
    "workspaces": 1,
}
DAYS = [
    ("1", dt.date(2023, 12, 31), dt.datetime(2024, 1, 1, 4, 30)),  # noqa: DTZ001 - landed UTC
    ("2", dt.date(2025, 3, 3), dt.datetime(2025, 3, 3, 14, 0)),  # noqa: DTZ001
    ("3", dt.date(2025, 3, 3), dt.datetime(2025, 3, 3, 16, 0)),  # noqa: DTZ001
    ("4", dt.date(2025, 3, 4), dt.datetime(2025, 3, 4, 14, 0)),  # noqa: DTZ001
    ("5", dt.date(2025, 3, 4), dt.datetime(2025, 3, 4, 15, 0)),  # noqa: DTZ001
]


@pytest.fixture
def workspace() -> Iterator[Toggl]:
    with toggl_running(sample_workspace()) as server:
        yield server


@pytest.fixture
def toggl(workspace: Toggl, tmp_path: Path, secrets: None) -> Pulled:
    del secrets
    return Pulled("toggl", workspace.base_url, tmp_path)


def searches(workspace: Toggl) -> list[Row]:
    return [told for method, path, told in workspace.asked if (method, path) == ("POST", REPORT)]


def test_every_table_of_the_contract_has_an_endpoint(toggl: Pulled) -> None:
    assert {table.name for table in contract_of(toggl.system).tables} == set(endpoints_of("toggl"))
    assert set(ROWS) == set(endpoints_of("toggl"))


@pytest.mark.parametrize(("table", "rows"), ROWS.items())
def test_every_row_of_a_workspace_lands_once(toggl: Pulled, table: str, rows: int) -> None:
    delivery = toggl.pull(table)

    assert (delivery.landed.rows, delivery.quarantined.rows) == (rows, 0)
    assert delivery.new_columns == ()
    assert toggl.left_behind(table) == []


def test_an_entry_takes_what_its_row_of_the_report_says(toggl: Pulled) -> None:
    delivery = toggl.pull("time_entries")

    assert delivery.landed.totals["duration"] == Decimal(5400 + 4500 + 3600 + 1 - 1)
    assert toggl.landed(
        delivery,
        "id, user_id, username, project_id, task_id, billable, duration, tag_ids, currency",
    )[1] == ("2", "501", "Ada Price", "201", "301", True, 4500, '["401", "402"]', "USD")


def test_the_day_of_an_entry_is_the_day_where_it_was_started(toggl: Pulled) -> None:
    delivery = toggl.pull("time_entries")

    assert toggl.landed(delivery, "id, start_date, started_at") == DAYS


def test_the_report_is_asked_for_by_year_and_row_until_each_year_is_empty(
    workspace: Toggl, toggl: Pulled
) -> None:
    toggl.pull("time_entries")
    told = searches(workspace)
    of_2025 = [each for each in told if each["start_date"] == "2025-01-01"]

    assert [each.get("first_row_number") for each in of_2025] == [None, 3, 5]
    assert [each["end_date"] for each in of_2025] == ["2025-12-31"] * 3
    assert told[0]["start_date"] == "2006-01-01"
    assert told[-1]["start_date"] == f"{dt.datetime.now(tz=dt.UTC).year + 1}-01-01"
    assert len({each["start_date"] for each in told}) == len(told) - 3


def test_a_report_that_ignores_the_row_number_is_refused(workspace: Toggl, toggl: Pulled) -> None:
    workspace.ignores = "first_row_number"

    with pytest.raises(ReadError, match=r"the server ignores 'first_row_number'"):
        toggl.pull("time_entries")


def test_archived_clients_and_projects_are_asked_for(workspace: Toggl, toggl: Pulled) -> None:
    toggl.pull("clients")
    toggl.pull("projects")

    assert [told for _, _, told in workspace.asked] == [
        {"status": "both"},
        {"active": "both", "per_page": "200", "page": "1"},
        {"active": "both", "per_page": "200", "page": "2"},
        {"active": "both", "per_page": "200", "page": "3"},
    ]


def test_lists_that_are_empty_are_answered_by_null(workspace: Toggl, toggl: Pulled) -> None:
    workspace.lists |= {"clients": [], "tags": [], "tasks": [], "projects": []}

    assert [toggl.pull(name).landed.rows for name in ("clients", "tags", "tasks", "projects")] == [
        *(0, 0, 0, 0)
    ]


def test_a_list_that_is_no_list_is_refused(workspace: Toggl, toggl: Pulled) -> None:
    workspace.lists["clients"] = {"error": "quota"}  # pyright: ignore[reportArgumentType]

    with pytest.raises(ReadError, match=r"expected a list of records"):
        toggl.pull("clients")


def test_a_deleted_entry_is_gone_the_next_night(workspace: Toggl, toggl: Pulled) -> None:
    toggl.pull("time_entries")
    del workspace.lists["time_entries"][2]

    delivery = toggl.pull("time_entries")

    assert (delivery.mode, delivery.landed.rows) == ("full", 4)


def test_a_read_that_was_cut_off_begins_anew(workspace: Toggl, toggl: Pulled) -> None:
    """A row that is deleted meanwhile moves those after it, so that going on would skip one."""
    before_2025 = 1 + (2025 - 2006) + 1  # the workspace, a year each, 2023 being of two pages
    workspace.allowed = before_2025 + 1
    with pytest.raises(ReadError, match=r"found 402"):
        toggl.pull("time_entries")
    workspace.allowed = None
    workspace.asked.clear()
    del workspace.lists["time_entries"][1]

    delivery = toggl.pull("time_entries")

    assert searches(workspace)[0]["start_date"] == "2006-01-01"
    assert toggl.landed(delivery, "id") == [("1",), ("3",), ("4",), ("5",)]


def test_a_wrong_address_is_named(workspace: Toggl, toggl: Pulled) -> None:
    workspace.lists.clear()

    with pytest.raises(ReadError, match=r"GET users: found 404 .*, expected 200"):
        toggl.pull("users")
    assert workspace.asked[-1][1] == f"{TRACK}/users"


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
