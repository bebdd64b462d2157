import pytest
from pulled import Pulled
from vendors import Answer, Row, Vendor

from sources.delivery import Delivery
from sources.errors import ReadError


def entry_like(row: Row, number: int) -> Row:
    """Return an entry that was made after all others."""
    return {**row, "id": number, "updated_at": "2026-03-04T10:00:00Z"}


def second_pull(vendor: Vendor, harvest: Pulled) -> Delivery:
    """Pull time entries on the night after the first."""
    vendor.asked.clear()
    return harvest.pull("time_entries")


def test_a_night_without_deletions_reads_what_changed_only(vendor: Vendor, harvest: Pulled) -> None:
    harvest.pull("time_entries")
    vendor.lists["time_entries"].append(entry_like(vendor.lists["time_entries"][0], 1006))

    delivery = second_pull(vendor, harvest)

    assert (delivery.mode, delivery.landed.rows) == ("incremental", 3)
    assert vendor.asked[-1].query == {"per_page": "1"}
    assert len(vendor.asked) == 3


def test_a_deleted_row_is_seen_though_the_vendor_does_not_tell(
    vendor: Vendor, harvest: Pulled
) -> None:
    harvest.pull("time_entries")
    del vendor.lists["time_entries"][0]

    delivery = second_pull(vendor, harvest)

    assert delivery.mode == "full"
    assert harvest.landed(delivery, "id") == [("1002",), ("1003",), ("1004",), ("1005",)]
    assert harvest.left_behind("time_entries") == []


def test_the_read_of_everything_after_a_deletion_goes_on_where_it_was_cut_off(
    vendor: Vendor, harvest: Pulled
) -> None:
    harvest.pull("time_entries")
    del vendor.lists["time_entries"][0]

    def refuse_the_second_page(number: int) -> None:
        query = vendor.asked[-1].query
        if query.get("page") == "2" and "updated_since" not in query:
            vendor.answers[number] = Answer(status=500)

    vendor.before = refuse_the_second_page
    with pytest.raises(ReadError):
        harvest.pull("time_entries")
    vendor.before = int
    vendor.answers.clear()

    delivery = second_pull(vendor, harvest)

    assert (delivery.mode, delivery.landed.rows) == ("full", 4)
    assert [asked.query["page"] for asked in vendor.asked if "page" in asked.query] == ["2"]
    assert harvest.left_behind("time_entries") == []


def test_a_deleted_row_is_seen_though_another_was_added(vendor: Vendor, harvest: Pulled) -> None:
    harvest.pull("time_entries")
    gone = vendor.lists["time_entries"].pop(0)
    vendor.lists["time_entries"].append(entry_like(gone, 1006))

    delivery = second_pull(vendor, harvest)

    assert (delivery.mode, delivery.landed.rows) == ("full", 5)


def test_a_deletion_is_seen_once(vendor: Vendor, harvest: Pulled) -> None:
    harvest.pull("time_entries")
    del vendor.lists["time_entries"][0]
    second_pull(vendor, harvest)

    assert second_pull(vendor, harvest).mode == "incremental"


def test_a_deletion_is_seen_after_nights_of_changes(vendor: Vendor, harvest: Pulled) -> None:
    entries = vendor.lists["time_entries"]
    harvest.pull("time_entries")
    entries.append(entry_like(entries[0], 1006))
    harvest.pull("time_entries")
    entries.append(entry_like(entries[0], 1007))
    harvest.pull("time_entries")
    entries.remove(entries[5])

    delivery = second_pull(vendor, harvest)

    assert (delivery.mode, delivery.landed.rows) == ("full", 6)


def test_a_row_that_a_full_read_missed_comes_with_the_next_night(
    vendor: Vendor, harvest: Pulled
) -> None:
    missed = vendor.lists["time_entries"].pop(0)
    harvest.pull("time_entries")
    vendor.lists["time_entries"].insert(0, missed)

    delivery = second_pull(vendor, harvest)

    assert (delivery.mode, delivery.landed.rows) == ("full", 5)


def test_a_row_in_quarantine_is_not_taken_for_deleted(vendor: Vendor, harvest: Pulled) -> None:
    vendor.lists["time_entries"][0]["hours"] = "8 hrs"
    assert harvest.pull("time_entries").quarantined.rows == 1

    assert second_pull(vendor, harvest).mode == "incremental"


def test_a_system_that_marks_what_is_deleted_is_not_asked_for_its_total(
    vendor: Vendor, xero: Pulled
) -> None:
    xero.pull("invoices")
    vendor.asked.clear()
    del vendor.lists["Invoices"][0]

    assert xero.pull("invoices").mode == "incremental"
    assert len(vendor.asked) == 1
