import logging
from pathlib import Path

import pytest
from pulled import Pulled
from vendors import Answer, Vendor

from sources.configuration import Rest
from sources.connectors.rest_client import RestClient
from sources.connectors.rest_paging import Cursor, Endpoint, Offset, Pages
from sources.connectors.rest_spool import Spool
from sources.connectors.rest_walk import Walk
from sources.errors import CompletenessError, ReadError
from sources.system import contract_of, endpoints_of

TABLES = [(kind, table) for kind in ("harvest", "xero") for table in sorted(endpoints_of(kind))]


def walked(vendor: Vendor, folder: Path, endpoint: Endpoint, base: str) -> list[object]:
    """Return the ids that a walk of an endpoint brings, in order."""
    settings = Rest(connector="rest", base_url=f"{vendor.url}/{base}", attempts=1)
    with RestClient(settings) as client:
        walk = Walk(client, Spool(folder / "spool", "window"), since=None)
        return [row[endpoint.key] for rows in walk.batches(endpoint) for row in rows]


@pytest.mark.parametrize(("kind", "table"), TABLES)
def test_every_row_of_the_sample_lands_once(
    request: pytest.FixtureRequest, kind: str, table: str
) -> None:
    system: Pulled = request.getfixturevalue(kind)

    delivery = system.pull(table)

    assert delivery.landed.rows > 0
    assert delivery.quarantined.rows == 0
    assert delivery.new_columns == ()
    assert system.left_behind(table) == []


@pytest.mark.parametrize("kind", ["harvest", "xero"])
def test_every_table_of_the_contract_has_an_endpoint(
    request: pytest.FixtureRequest, kind: str
) -> None:
    system: Pulled = request.getfixturevalue(kind)

    assert {t.name for t in contract_of(system.system).tables} == set(endpoints_of(kind))


def test_links_are_followed_to_the_last_page(vendor: Vendor, harvest: Pulled) -> None:
    delivery = harvest.pull("time_entries")

    assert vendor.pages_asked == ["1", "2", "3"]
    assert delivery.stated_rows == 5
    assert str(delivery.landed.totals["hours"]) == "29.18"


def test_numbers_keep_their_digits(vendor: Vendor, harvest: Pulled) -> None:
    vendor.lists["time_entries"][0]["hours"] = 0.1

    delivery = harvest.pull("time_entries")

    assert harvest.landed(delivery, "hours::varchar, id")[0] == ("0.100000", "1001")


def test_a_number_with_an_exponent_lands_exactly(vendor: Vendor, harvest: Pulled) -> None:
    entry = vendor.lists["time_entries"][0]
    vendor.lists["time_entries"] = [{**entry, "hours": 1e-05, "notes": "1E-05"}]

    delivery = harvest.pull("time_entries")

    assert delivery.quarantined.rows == 0
    assert harvest.landed(delivery, "hours::varchar, notes") == [("0.000010", "1E-05")]


def test_journals_start_after_the_last_number(vendor: Vendor, xero: Pulled) -> None:
    delivery = xero.pull("journals")

    assert delivery.landed.rows == 3
    assert [asked.query.get("offset") for asked in vendor.asked] == [None, "5", "9"]


def test_each_child_row_carries_its_parent(harvest: Pulled) -> None:
    lines = harvest.landed(harvest.pull("invoice_line_items"), "invoice_id, id")
    rates = harvest.landed(harvest.pull("cost_rates"), "user_id, id")

    assert lines == [("901", "951"), ("901", "952"), ("902", "953")]
    assert rates == [("501", "601"), ("501", "602"), ("502", "603")]


def test_the_next_night_asks_from_the_cursor_less_the_look_back(
    vendor: Vendor, harvest: Pulled
) -> None:
    harvest.pull("time_entries")
    vendor.asked.clear()

    delivery = harvest.pull("time_entries")

    assert delivery.mode == "incremental"
    assert vendor.asked[0].query["updated_since"] == "2026-02-28T10:00:00Z"
    assert delivery.landed.rows == 2


def test_a_header_carries_the_cursor_where_the_system_takes_it_there(
    vendor: Vendor, xero: Pulled
) -> None:
    xero.pull("invoices")
    vendor.asked.clear()

    delivery = xero.pull("invoices")

    assert vendor.asked[0].headers["If-Modified-Since"] == "2026-03-28T10:00:00Z"
    assert delivery.landed.rows == 1


def test_a_full_read_sends_no_cursor(vendor: Vendor, harvest: Pulled) -> None:
    harvest.pull("time_entries")
    vendor.asked.clear()

    delivery = harvest.pull("time_entries", full=True)

    assert (delivery.mode, delivery.landed.rows) == ("full", 5)
    assert "updated_since" not in vendor.asked[0].query


def test_a_row_that_comes_in_two_pages_lands_once(vendor: Vendor, harvest: Pulled) -> None:
    entries = vendor.lists["time_entries"]
    entries.insert(2, entries[1])

    delivery = harvest.pull("time_entries")

    assert (delivery.landed.rows, delivery.quarantined.rows) == (5, 1)
    assert harvest.refused(delivery, "row_key, reason") == [("1002", "duplicate_row")]


def test_rows_that_move_between_pages_are_read_again(vendor: Vendor, harvest: Pulled) -> None:
    entries = vendor.lists["time_entries"]
    first = entries[0]

    def delete_before_page_two(number: int) -> None:
        if number == 2 and first in entries:
            entries.remove(first)

    vendor.before = delete_before_page_two

    delivery = harvest.pull("time_entries")

    assert delivery.landed.rows == 4
    assert vendor.pages_asked == ["1", "2", "1", "2"]


def test_a_total_that_never_agrees_stops_the_table(vendor: Vendor, harvest: Pulled) -> None:
    vendor.total = 99

    with pytest.raises(CompletenessError, match=r"total_entries says 99 rows, 5 different ones"):
        harvest.pull("time_entries")
    assert harvest.deliveries("time_entries") == 0
    assert harvest.left_behind("time_entries") == []


def test_a_parents_total_that_disagrees_stops_its_child_table(
    vendor: Vendor, harvest: Pulled
) -> None:
    vendor.total = 3

    with pytest.raises(CompletenessError, match=r"total_entries says 3 rows, 2 different ones"):
        harvest.pull("invoice_line_items")


def test_a_server_that_ignores_the_page_is_refused(vendor: Vendor, xero: Pulled) -> None:
    vendor.ignores = {"page"}

    with pytest.raises(ReadError, match=r"the same 2 rows as the page before; .* ignores 'page'"):
        xero.pull("invoices")
    assert xero.deliveries("invoices") == 0


def test_an_answer_without_the_list_is_refused(vendor: Vendor, harvest: Pulled) -> None:
    vendor.answers[1] = Answer(b'{"data": []}')

    with pytest.raises(ReadError, match=r"GET clients.* at 'clients': expected a list of records"):
        harvest.pull("clients")


def test_pages_that_are_smaller_than_asked_for_lose_nothing(
    harvest: Pulled, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)

    delivery = harvest.pull("time_entries")

    assert delivery.landed.rows == 5
    assert "asked for 2000 rows a page, found 2" in caplog.text


def test_cursors_are_followed_to_the_last_page(vendor: Vendor, tmp_path: Path) -> None:
    endpoint = Endpoint(path="tasks", rows="results", paging=Cursor("after", "paging.next.after"))
    vendor.lists["tasks"] = [{"id": number} for number in range(5)]

    assert walked(vendor, tmp_path, endpoint, "hubspot") == ["0", "1", "2", "3", "4"]
    assert vendor.pages_asked == ["1", "2", "4"]


def test_an_offset_counts_the_rows_that_came_not_those_asked_for(
    vendor: Vendor, tmp_path: Path
) -> None:
    endpoint = Endpoint(
        path="tasks",
        rows="tasks",
        paging=Offset("offset"),
        params={"limit": "100"},
        total="total_count",
    )
    vendor.lists["tasks"] = [{"id": number} for number in range(5)]

    assert walked(vendor, tmp_path, endpoint, "redmine") == ["0", "1", "2", "3", "4"]
    assert vendor.pages_asked == ["1", "2", "4"]


def test_numbered_pages_without_a_count_end_at_an_empty_one(vendor: Vendor, tmp_path: Path) -> None:
    endpoint = Endpoint(path="tasks", rows="tasks", paging=Pages("page"))
    vendor.lists["tasks"] = [{"id": number} for number in range(4)]

    assert walked(vendor, tmp_path, endpoint, "xero") == ["0", "1", "2", "3"]
    assert vendor.pages_asked == ["1", "2", "3"]
