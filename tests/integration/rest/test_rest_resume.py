import datetime as dt
import json
import subprocess
import sys
import threading
from pathlib import Path

import pulled
import pytest
from pulled import Pulled
from vendors import Answer, Vendor

from sources.connectors.rest_spool import KEPT_FOR
from sources.errors import ReadError
from sources.extract import utc_now


def cut_off(vendor: Vendor, harvest: Pulled) -> None:
    """Pull time entries and fail at the third page."""
    vendor.answers |= {3: Answer(status=500), 4: Answer(status=500)}
    with pytest.raises(ReadError):
        harvest.pull("time_entries")
    vendor.answers.clear()
    vendor.asked.clear()


def test_a_read_killed_between_pages_goes_on_at_the_next_one(
    vendor: Vendor, harvest: Pulled, tmp_path: Path
) -> None:
    at_page_three, killed = threading.Event(), threading.Event()

    def hang(number: int) -> None:
        if number == 3:
            at_page_three.set()
            killed.wait(60)

    vendor.before = hang
    command = [sys.executable, pulled.__file__, "harvest", harvest.url, tmp_path, "time_entries"]
    with subprocess.Popen(command) as process:
        assert at_page_three.wait(60)
        process.kill()
    killed.set()
    vendor.asked.clear()
    assert harvest.deliveries("time_entries") == 0

    delivery = harvest.pull("time_entries")

    assert vendor.pages_asked == ["3"]
    assert harvest.landed(delivery, "id") == [("1001",), ("1002",), ("1003",), ("1004",), ("1005",)]
    assert len(delivery.source_files) == 3
    assert harvest.left_behind("time_entries") == []


def test_a_read_that_failed_goes_on_at_the_page_that_failed(
    vendor: Vendor, harvest: Pulled
) -> None:
    cut_off(vendor, harvest)

    assert harvest.pull("time_entries").landed.rows == 5
    assert vendor.pages_asked == ["3"]


def test_a_read_of_child_lists_goes_on_at_the_parent_it_had_reached(
    vendor: Vendor, harvest: Pulled
) -> None:
    vendor.answers |= {3: Answer(status=500), 4: Answer(status=500)}
    with pytest.raises(ReadError):
        harvest.pull("cost_rates")
    vendor.asked.clear()
    vendor.answers.clear()

    assert harvest.pull("cost_rates").landed.rows == 3
    assert [asked.path for asked in vendor.asked] == ["/harvest/users/502/cost_rates"]


def test_another_window_begins_anew(vendor: Vendor, harvest: Pulled) -> None:
    harvest.pull("time_entries")
    vendor.largest_page = 1
    vendor.asked.clear()
    vendor.answers |= {2: Answer(status=500), 3: Answer(status=500)}
    with pytest.raises(ReadError):
        harvest.pull("time_entries")
    vendor.answers.clear()
    vendor.asked.clear()

    delivery = harvest.pull("time_entries", full=True)

    assert (delivery.mode, delivery.landed.rows) == ("full", 5)
    assert vendor.pages_asked[0] == "1"


def test_another_account_begins_anew(
    vendor: Vendor, harvest: Pulled, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(vendor, harvest)
    monkeypatch.setenv("VENDOR_ACCOUNT", "4712")

    harvest.pull("time_entries")

    assert vendor.pages_asked == ["1", "2", "3"]


@pytest.mark.parametrize("age", [KEPT_FOR, dt.timedelta(hours=-2)], ids=["old", "by a wrong clock"])
def test_pages_of_another_night_are_not_gone_on_with(
    vendor: Vendor, harvest: Pulled, age: dt.timedelta
) -> None:
    cut_off(vendor, harvest)
    mark = harvest.landing.root / "harvest" / "time_entries" / ".pages-full" / "window.json"
    opened = json.loads(mark.read_text("utf-8"))
    mark.write_text(json.dumps({**opened, "opened_at": (utc_now() - age).isoformat()}), "utf-8")

    harvest.pull("time_entries")

    assert vendor.pages_asked == ["1", "2", "3"]


def test_a_link_that_went_stale_begins_the_read_anew(vendor: Vendor, harvest: Pulled) -> None:
    cut_off(vendor, harvest)
    vendor.answers[1] = Answer(b'{"message": "cursor expired"}', status=400)

    assert harvest.pull("time_entries").landed.rows == 5
    assert vendor.pages_asked == ["3", "1", "2", "3"]


def test_a_read_that_landed_is_not_gone_on_with(vendor: Vendor, harvest: Pulled) -> None:
    first = harvest.pull("tasks", full=True)
    vendor.lists["tasks"][0]["name"] = "Design"

    second = harvest.pull("tasks", full=True)

    assert harvest.landed(first, "name") == [("Engineering",), ("Internal",)]
    assert harvest.landed(second, "name") == [("Design",), ("Internal",)]
