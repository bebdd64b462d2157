"""Values of every database come through to the last digit, or are refused with what was found."""

import datetime as dt
from decimal import Decimal

import pytest
from databases import Database, entry, line
from sql_system import SqlSystem

pytestmark = pytest.mark.integration


def test_a_row_lands_with_every_value_as_its_contract_types_it(
    database: Database, erp: SqlSystem
) -> None:
    database.create()
    database.insert_entries(entry(hours="0.1", note='two\nlines, "quoted"; \u00e9\U0001f600'))

    delivery = erp.pull()

    columns = "time_entry_id, work_date, hours, is_billable, note, approved_at, updated_at"
    assert erp.landed(delivery, columns) == [
        (
            "1",
            dt.date(2026, 3, 2),
            Decimal("0.1"),
            True,
            'two\nlines, "quoted"; \u00e9\U0001f600',
            None,
            dt.datetime(2026, 3, 3, 9, 0),  # noqa: DTZ001 - as it landed
        )
    ]


def test_hours_that_floats_can_not_add_are_added_to_the_last_digit(
    database: Database, erp: SqlSystem
) -> None:
    database.create()
    database.insert_entries(*(entry(number, hours="0.1") for number in range(1, 11)))

    delivery = erp.pull()

    assert delivery.landed.totals == {"hours": Decimal("1.0")}


def test_more_decimals_than_the_contract_has_are_refused_not_rounded(
    database: Database, erp: SqlSystem
) -> None:
    database.create()
    database.insert_entries(entry(1), entry(2, hours="7.12345"), entry(3, hours="7.120000"))

    delivery = erp.pull()

    assert erp.landed(delivery, "time_entry_id, hours") == [
        ("1", Decimal("7.5")),
        ("3", Decimal("7.12")),
    ]
    assert erp.refused(delivery, "time_entry_id, column_name, reason, rtrim(found, '0')") == [
        ("2", "hours", "type", "7.12345")
    ]
    assert delivery.delivered.totals == {"hours": Decimal("14.62")}


def test_more_digits_than_the_contract_has_are_refused(database: Database, erp: SqlSystem) -> None:
    database.create("invoice_lines")
    row = {"invoice_line_id": "1", "invoice_id": "I", "quantity": "1", "unit": "hour"}
    database.insert(
        "invoice_lines",
        row | {"unit_price": "1", "net_amount": "99999999999999.5"},
        row | {"invoice_line_id": "2", "unit_price": "1", "net_amount": "100000000000000"},
    )

    delivery = erp.pull("invoice_lines")

    assert erp.refused(delivery, "invoice_line_id, column_name") == [("2", "net_amount")]


def test_a_column_of_floats_lands_without_a_stated_sum(psycopg: Database, erp: SqlSystem) -> None:
    psycopg.create(hours="double precision")
    psycopg.insert_entries(entry(1, hours="0.1"), entry(2, hours="0.2"))

    delivery = erp.pull()

    assert delivery.landed.totals == {"hours": Decimal("0.3")}
    assert (delivery.stated_rows, delivery.stated_totals) == (2, {})


@pytest.mark.parametrize("fixture", ["postgres", "psycopg", "duckdb_file"])
def test_an_interval_lands_in_seconds_and_a_midnight_as_its_day(
    request: pytest.FixtureRequest, ledger: SqlSystem, fixture: str
) -> None:
    database: Database = request.getfixturevalue(fixture)
    database.create_lines(worked="interval", posted_date="timestamp")
    database.insert(
        "lines",
        line(1, worked="1 day 07:30:00", posted_date="2026-03-02 00:00:00"),
        line(2, worked="00:00:00", posted_date="2026-03-02 00:00:01"),
        line(3, worked="00:00:00.5"),
        line(4, worked="-00:30:00"),
    )

    delivery = ledger.pull("lines")

    assert ledger.landed(delivery, "line_id, worked, posted_date") == [
        ("1", 113400, dt.date(2026, 3, 2))
    ]
    assert ledger.refused(delivery, "line_id, column_name") == [
        ("2", "posted_date"),
        ("3", "worked"),
        ("4", "worked"),
    ]


@pytest.mark.parametrize("fixture", ["postgres", "psycopg", "duckdb_file"])
def test_an_instant_with_a_zone_lands_in_utc(
    request: pytest.FixtureRequest, ledger: SqlSystem, fixture: str
) -> None:
    database: Database = request.getfixturevalue(fixture)
    database.create_lines(changed_at="timestamp with time zone")
    database.insert("lines", line(changed_at="2026-10-25 02:30:00.123456+02:00"))

    delivery = ledger.pull("lines")

    assert ledger.landed(delivery, "cast(changed_at as varchar)") == [
        ("2026-10-25 00:30:00.123456",)
    ]
