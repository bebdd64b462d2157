"""A Toggl workspace lands over REST and from files, whole and with the days its people saw."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from pulled import Pulled
from toggl_sample import sample_workspace
from toggl_server import REPORT, TRACK, Toggl, toggl_running
from vendors import Row

from sources.errors import ReadError
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
