"""PostgreSQL's own types come through exactly, whatever a role or a server sets otherwise."""

import datetime as dt
from decimal import Decimal

import pytest
from cluster import Cluster
from databases import Database, entry, line
from sql_system import SqlSystem

from sources.errors import ContractError

pytestmark = pytest.mark.integration

THIRTY_DIGITS = "123456789012345678901234567890.12345678"


def test_a_numeric_without_precision_lands_all_its_digits(
    postgres: Database, ledger: SqlSystem
) -> None:
    postgres.create_lines()
    postgres.insert(
        "lines", line(1, rate=THIRTY_DIGITS), line(2, rate="-1e-8"), line(3, rate="1e3")
    )

    delivery = ledger.pull("lines")

    assert ledger.landed(delivery, "line_id, rate") == [
        ("1", Decimal(THIRTY_DIGITS)),
        ("2", Decimal("-0.00000001")),
        ("3", Decimal(1000)),
    ]


def test_the_sum_of_numerics_is_stated_to_the_last_digit(
    postgres: Database, ledger: SqlSystem
) -> None:
    postgres.create_lines(amount="numeric")
    postgres.insert("lines", line(1, amount="98765432109876543210.00000001"), line(2, amount="0.1"))

    delivery = ledger.pull("lines")

    assert delivery.stated_totals == {"amount": Decimal("98765432109876543210.10000001")}


@pytest.mark.parametrize("amount", ["0.123456789", "1" + "0" * 30, "NaN", "Infinity"])
def test_a_numeric_that_the_contract_can_not_hold_is_refused(
    postgres: Database, ledger: SqlSystem, amount: str
) -> None:
    postgres.create_lines(amount="numeric")
    postgres.insert("lines", line(1), line(2, amount=amount))

    delivery = ledger.pull("lines")

    assert ledger.refused(delivery, "line_id, column_name, found") == [("2", "amount", amount)]
    assert delivery.delivered.totals == {"amount": Decimal("12.5")}


@pytest.mark.parametrize(
    ("kind", "amount", "landed"),
    [
        ("double precision", "0.00001", "0.00001"),
        ("double precision", "12345678.9", "12345678.9"),
        ("real", "0.1", "0.1"),
        ("money", "-1234.5", "-1234.5"),
        ("bigint", "9223372036854775807", "9223372036854775807"),
        ("numeric(12, 2)", "1234567890.12", "1234567890.12"),
        ("text", "0012.50", "12.5"),
    ],
)
def test_a_number_lands_whatever_type_it_has(
    postgres: Database, ledger: SqlSystem, kind: str, amount: str, landed: str
) -> None:
    postgres.create_lines(amount=kind)
    postgres.insert("lines", line(amount=amount))

    delivery = ledger.pull("lines")

    assert ledger.landed(delivery, "amount") == [(Decimal(landed),)]


@pytest.mark.parametrize(
    ("interval", "seconds"),
    [("7:30", 27000), ("1 day 2 hours", 93600), ("90 min", 5400), ("0.0", 0)],
)
def test_an_interval_lands_in_seconds(
    postgres: Database, ledger: SqlSystem, interval: str, seconds: int
) -> None:
    postgres.create_lines(worked="interval")
    postgres.insert("lines", line(worked=interval))

    delivery = ledger.pull("lines")

    assert ledger.landed(delivery, "worked") == [(seconds,)]


@pytest.mark.parametrize("interval", ["1 mon", "0.5 sec"])
def test_an_interval_that_is_no_number_of_seconds_is_refused(
    postgres: Database, ledger: SqlSystem, interval: str
) -> None:
    postgres.create_lines(worked="interval")
    postgres.insert("lines", line(worked=interval))

    delivery = ledger.pull("lines")

    assert ledger.refused(delivery, "column_name, reason") == [("worked", "type")]


def test_instants_with_a_zone_land_in_utc(postgres: Database, ledger: SqlSystem) -> None:
    postgres.create_lines(changed_at="timestamptz")
    postgres.execute("alter role postgres set timezone = 'America/New_York'")
    postgres.insert("lines", line(changed_at="2026-10-25 02:30:00.123456+02:00"))

    delivery = ledger.pull("lines")

    assert ledger.landed(delivery, "cast(changed_at as varchar)") == [
        ("2026-10-25 00:30:00.123456",)
    ]


def test_naive_instants_land_from_the_zone_that_the_settings_name(
    postgres: Database, ledger: SqlSystem
) -> None:
    postgres.create_lines()
    postgres.insert("lines", line(changed_at="2026-07-01 00:30:00"))

    delivery = ledger.with_delivery(formats={"time_zone": "Europe/Berlin"}).pull("lines")

    assert ledger.landed(delivery, "cast(changed_at as varchar)") == [("2026-06-30 22:30:00",)]


@pytest.mark.parametrize("moment", ["infinity", "-infinity", "0044-03-15 BC", "9999-12-31"])
def test_a_day_and_an_instant_out_of_bounds_are_refused(
    postgres: Database, ledger: SqlSystem, moment: str
) -> None:
    postgres.create_lines()
    postgres.insert("lines", line(1, posted_date=moment), line(2, changed_at=moment), line(3))

    delivery = ledger.pull("lines")

    assert ledger.refused(delivery, "line_id, column_name") == [
        ("1", "posted_date"),
        ("2", "changed_at"),
    ]


@pytest.mark.parametrize(
    ("kind", "words", "landed"),
    [
        ("character(10)", "open", "open"),
        ("varchar(10)", " open ", " open "),
        ("uuid", "6f1c3a52-0d6b-4a3b-9c57-0a4c0f1ab111", "6f1c3a52-0d6b-4a3b-9c57-0a4c0f1ab111"),
        ("jsonb", '{"a": 1.10}', '{"a": 1.10}'),
        ("text[]", "{a,b}", "{a,b}"),
        ("text", "", ""),
        ("text", "line\r\nline\t\\N \u00e9 \U0001f600", "line\r\nline\t\\N \u00e9 \U0001f600"),
    ],
)
def test_text_lands_as_it_is(
    postgres: Database, ledger: SqlSystem, kind: str, words: str, landed: str
) -> None:
    postgres.create_lines(words=kind)
    postgres.insert("lines", line(words=words))

    delivery = ledger.pull("lines")

    assert ledger.landed(delivery, "words") == [(landed,)]


def test_bytes_where_text_is_expected_stop_the_table(postgres: Database, ledger: SqlSystem) -> None:
    postgres.create_lines(words="bytea")
    postgres.insert("lines", line(words=b"open"))

    with pytest.raises(ContractError, match=r"^erp\.lines: column words was retyped: it is BLOB, "):
        ledger.pull("lines")


def test_text_of_a_latin_1_database_lands_with_its_accents(
    latin_1: Database, ledger: SqlSystem
) -> None:
    latin_1.create_lines()
    latin_1.insert("lines", line(words="Caf\u00e9 M\u00fcller"))

    delivery = ledger.pull("lines")

    assert ledger.landed(delivery, "words") == [("Caf\u00e9 M\u00fcller",)]


def test_what_a_role_sets_changes_no_value(
    cluster: Cluster, postgres: Database, ledger: SqlSystem
) -> None:
    postgres.create_lines(amount="double precision", worked="interval")
    postgres.insert("lines", line(amount="0.3000001", worked="1:30"))
    for setting in (
        "extra_float_digits = -9",
        "intervalstyle = 'postgres_verbose'",
        "datestyle = 'German'",
        "timezone = 'Asia/Tokyo'",
        "standard_conforming_strings = off",
    ):
        postgres.execute(f"alter role {cluster.user} in database {postgres.name} set {setting}")

    delivery = ledger.pull("lines")

    assert ledger.landed(delivery, "amount, worked, posted_date, changed_at") == [
        (Decimal("0.3000001"), 5400, dt.date(2026, 3, 2), dt.datetime(2026, 3, 3, 9))  # noqa: DTZ001
    ]


@pytest.mark.parametrize("value", [1, 0])
def test_whole_numbers_stand_for_true_and_false_where_the_settings_say_so(
    postgres: Database, erp: SqlSystem, value: int
) -> None:
    postgres.create(is_billable="smallint")
    postgres.insert_entries(entry(is_billable=value))
    system = erp.with_delivery(formats={"true_value": "1", "false_value": "0"})

    delivery = system.pull()

    assert system.landed(delivery, "is_billable") == [(value == 1,)]
