"""What changed since the last read is read, once, and what is gone is seen, from one state."""

import datetime as dt
from collections.abc import Callable

import duckdb
import pytest
from databases import Database, entry, line
from sql_system import SqlSystem

from pipelines.lib.ingest.raw import create_raw_table, load_delivery
from sources.connectors.sql import Source
from sources.errors import ShrinkError
from sources.system import contract_of

pytestmark = pytest.mark.integration

Interrupt = Callable[[Callable[[], None]], None]


@pytest.fixture(params=["postgres", "psycopg", "sqlite"])
def shared(request: pytest.FixtureRequest) -> Database:
    """A database that others may write to while it is read."""
    database: Database = request.getfixturevalue(request.param)
    if request.param == "sqlite":
        database.execute("pragma journal_mode = wal")
    return database


@pytest.fixture
def once_counted(monkeypatch: pytest.MonkeyPatch) -> Interrupt:
    """Return a function that says what happens between the count and the first row."""
    rows = Source.rows

    def interrupt(happens: Callable[[], None]) -> None:
        def rows_after_that(source: Source, *arguments: object, **options: object) -> object:
            monkeypatch.setattr(Source, "rows", rows)
            happens()
            return rows(source, *arguments, **options)  # pyright: ignore[reportArgumentType]

        monkeypatch.setattr(Source, "rows", rows_after_that)

    return interrupt


def versions(erp: SqlSystem) -> list[tuple]:
    """Load every delivery into raw; return each version's key, hours and whether it is deleted."""
    contract = contract_of(erp.system)
    table = contract.table("time_entries")
    with duckdb.connect() as warehouse:
        name = create_raw_table(warehouse, contract, table)
        for delivery in erp.landing.deliveries("erp", "time_entries"):
            load_delivery(warehouse, contract, table, delivery, erp.landing.folder(delivery))
        return warehouse.execute(
            f"select time_entry_id, cast(hours as double), _is_deleted from {name} "
            "order by time_entry_id, _delivery_number"
        ).fetchall()


def test_the_second_read_asks_for_what_changed_since_the_cursor_less_the_look_back(
    database: Database, erp: SqlSystem
) -> None:
    database.create()
    database.insert_entries(
        entry(1, updated_at="2026-02-28 23:59:59"),
        entry(2, updated_at="2026-03-02 09:00:00"),
        entry(3, updated_at="2026-03-05 09:00:00"),
    )
    first = erp.pull()
    database.insert_entries(entry(4, updated_at="2026-03-06 10:00:00"))

    second = erp.with_delivery(look_back_days=3).pull()

    assert (first.mode, first.landed.rows) == ("full", 3)
    assert second.mode == "incremental"
    assert erp.landed(second, "time_entry_id") == [("2",), ("3",), ("4",)]
    assert second.cursor_after == "2026-03-06 10:00:00"


@pytest.mark.parametrize(("since", "read"), [("2026-03-02", ["2", "3"]), ("2026-04-01", ["3"])])
def test_changes_are_read_again_from_a_day_on_and_new_ones_whatever_the_day(
    database: Database, erp: SqlSystem, since: str, read: list[str]
) -> None:
    database.create()
    database.insert_entries(
        entry(1, updated_at="2026-02-20 09:00:00"),
        entry(2, updated_at="2026-03-02 09:00:00"),
        entry(3, updated_at="2026-03-20 09:00:00"),
    )
    erp.pull()

    again = erp.with_delivery(look_back_days=0).pull(since=dt.date.fromisoformat(since))

    assert [key for (key,) in erp.landed(again, "time_entry_id")] == read
    assert again.cursor_after == "2026-03-20 09:00:00"
    assert len(versions(erp)) == 3


def test_postgres_is_asked_from_the_instant_itself(postgres: Database, erp: SqlSystem) -> None:
    postgres.create()
    postgres.insert_entries(
        entry(1, updated_at="2026-03-02 08:59:59.999999"),
        entry(2, updated_at="2026-03-02 09:00:00"),
        entry(3, updated_at="2026-03-05 09:00:00"),
    )
    erp.pull()

    second = erp.with_delivery(look_back_days=3).pull()

    assert erp.landed(second, "time_entry_id") == [("2",), ("3",)]


def test_a_row_that_came_late_is_caught_within_the_look_back_only(
    database: Database, erp: SqlSystem
) -> None:
    database.create()
    database.insert_entries(entry(1, updated_at="2026-03-10 09:00:00"))
    erp.pull()
    database.insert_entries(
        entry(2, updated_at="2026-03-08 00:00:00"), entry(3, updated_at="2026-03-01 00:00:00")
    )

    second = erp.with_delivery(look_back_days=3).pull()

    assert erp.landed(second, "time_entry_id") == [("1",), ("2",)]


def test_a_row_without_a_cursor_is_read_every_time(database: Database, erp: SqlSystem) -> None:
    database.create()
    database.insert_entries(entry(1, updated_at=None), entry(2, updated_at="2020-01-01 00:00:00"))
    database.insert_entries(entry(3))
    erp.pull()

    second = erp.pull()

    assert erp.landed(second, "time_entry_id") == [("1",), ("3",)]


def test_no_look_back_reads_again_what_is_as_new_as_the_cursor(
    postgres: Database, erp: SqlSystem
) -> None:
    postgres.create()
    postgres.insert_entries(entry(1, updated_at="2026-03-03 09:00:00.000001"), entry(2))
    erp.pull()

    second = erp.with_delivery(look_back_days=0).pull()

    assert erp.landed(second, "time_entry_id") == [("1",)]


@pytest.mark.parametrize(
    ("zone", "cursor", "late"),
    [
        ("America/New_York", "2026-03-10 20:00:00", "2026-03-10 21:00:00"),
        ("Asia/Tokyo", "2026-03-10 05:00:00", "2026-03-10 06:00:00"),
        ("Europe/Berlin", "2026-10-25 02:50:00", "2026-10-25 02:10:00"),
    ],
)
def test_a_cursor_in_wall_time_misses_no_change(
    database: Database, erp: SqlSystem, zone: str, cursor: str, late: str
) -> None:
    database.create()
    database.insert_entries(entry(1, updated_at=cursor))
    system = erp.with_delivery(look_back_days=0, formats={"time_zone": zone})
    system.pull()
    database.insert_entries(entry(2, updated_at=late))

    second = system.pull()

    assert system.landed(second, "time_entry_id") == [("1",), ("2",)]


@pytest.mark.parametrize(
    ("cursor", "late"),
    [
        ("2026-03-10T09:00:00Z", "2026-03-10T09:00:00.5Z"),
        ("2026-03-10 09:00", "2026-03-10 09:00"),
        ("2026-03-10T23:30:00-05:00", "2026-03-10T23:40:00-05:00"),
        ("2026-03-10T01:00:00+02:00", "2026-03-10T01:10:00+02:00"),
    ],
)
@pytest.mark.parametrize("fixture", ["postgres", "sqlite"])
def test_a_cursor_kept_as_text_misses_no_change(
    request: pytest.FixtureRequest, erp: SqlSystem, fixture: str, cursor: str, late: str
) -> None:
    database: Database = request.getfixturevalue(fixture)
    database.create(updated_at="text")
    database.insert_entries(entry(1, updated_at=cursor), entry(2, updated_at="2026-02-01T00:00Z"))
    system = erp.with_delivery(look_back_days=0)
    system.pull()
    database.insert_entries(entry(3, updated_at=late))

    second = system.pull()

    assert system.landed(second, "time_entry_id") == [("1",), ("3",)]


@pytest.mark.parametrize("fixture", ["postgres", "sqlite"])
def test_a_cursor_kept_as_a_number_is_compared_as_one(
    request: pytest.FixtureRequest, erp: SqlSystem, fixture: str
) -> None:
    database: Database = request.getfixturevalue(fixture)
    day, now = 86_400_000, 1_772_528_400_000
    database.create(updated_at="bigint")
    database.insert_entries(entry(1, updated_at=now), entry(2, updated_at=now - 4 * day))
    system = erp.with_delivery(formats={"timestamp_format": "epoch_ms"})
    system.pull()
    database.insert_entries(entry(3, updated_at=now - 2 * day))

    second = system.pull()

    assert system.landed(second, "time_entry_id") == [("1",), ("3",)]


def test_a_cursor_whose_text_does_not_sort_reads_everything(
    sqlite: Database, erp: SqlSystem
) -> None:
    sqlite.create(updated_at="text")
    sqlite.insert_entries(
        entry(1, updated_at="05.03.2026 09:00"), entry(2, updated_at="28.02.2026 09:00")
    )
    system = erp.with_delivery(formats={"timestamp_format": "%d.%m.%Y %H:%M"})
    first = system.pull()

    second = system.pull()

    assert first.cursor_after == "2026-03-05 09:00:00"
    assert (second.mode, second.landed.rows) == ("incremental", 2)


def test_a_deletion_is_seen_by_the_list_of_keys(database: Database, erp: SqlSystem) -> None:
    database.create()
    database.insert_entries(entry(1, updated_at="2026-01-01 00:00:00"), entry(2), entry(3))
    erp.pull()
    database.execute("delete from time_entries where time_entry_id = '2'")

    second = erp.pull()

    assert erp.landed(second, "time_entry_id") == [("3",)]
    assert erp.present(second) == [("1",), ("3",)]
    assert versions(erp) == [
        ("1", 7.5, False),
        ("2", 7.5, False),
        ("2", 7.5, True),
        ("3", 7.5, False),
    ]


def test_a_deletion_is_seen_by_a_full_read(database: Database, erp: SqlSystem) -> None:
    database.create()
    database.insert_entries(entry(1), entry(2), entry(3))
    system = erp.with_delivery(mode="full")
    system.pull()
    database.execute("delete from time_entries where time_entry_id = '2'")

    second = system.pull()

    assert (second.mode, second.has_present_keys) == ("full", False)
    assert versions(system) == [
        ("1", 7.5, False),
        ("2", 7.5, False),
        ("2", 7.5, True),
        ("3", 7.5, False),
    ]


@pytest.mark.parametrize("mode", ["full", "incremental"])
def test_a_table_that_lost_its_rows_is_refused_until_accepted(
    database: Database, erp: SqlSystem, mode: str
) -> None:
    database.create()
    database.insert_entries(*(entry(number) for number in range(50)))
    system = erp.with_delivery(mode=mode)
    system.pull()
    database.execute("delete from time_entries where time_entry_id <> '7'")

    with pytest.raises(ShrinkError, match=r"^erp\.time_entries: 1 rows now, 50 last time"):
        system.pull()
    assert len(system.landing.deliveries("erp", "time_entries")) == 1
    assert system.pull(accept_shrink=True).has_present_keys == (mode == "incremental")


def test_what_changes_while_it_is_read_is_in_the_next_delivery(
    shared: Database, erp: SqlSystem, once_counted: Interrupt
) -> None:
    shared.create()
    shared.insert_entries(entry(1), entry(2), entry(3))

    def change() -> None:
        later = "updated_at = '2026-03-03 09:00:01'"
        shared.execute(f"update time_entries set hours = 1, {later} where time_entry_id = '1'")
        shared.execute("delete from time_entries where time_entry_id = '2'")
        shared.insert_entries(entry(4, updated_at="2026-03-03 09:00:01"))

    once_counted(change)
    first = erp.pull()
    second = erp.with_delivery(look_back_days=0).pull()

    assert erp.landed(first, "time_entry_id, cast(hours as double)") == [
        ("1", 7.5),
        ("2", 7.5),
        ("3", 7.5),
    ]
    assert ("1", 1.0) in erp.landed(second, "time_entry_id, cast(hours as double)")
    assert versions(erp) == [
        ("1", 7.5, False),
        ("1", 1.0, False),
        ("2", 7.5, False),
        ("2", 7.5, True),
        ("3", 7.5, False),
        ("4", 7.5, False),
    ]


def test_the_keys_and_the_rows_of_a_delivery_are_from_one_state(
    shared: Database, erp: SqlSystem, once_counted: Interrupt
) -> None:
    shared.create()
    shared.insert_entries(entry(1), entry(2))
    erp.pull()

    once_counted(lambda: shared.insert_entries(entry(3)))
    second = erp.pull()

    assert erp.landed(second, "time_entry_id") == [("1",), ("2",)]
    assert erp.present(second) == [("1",), ("2",)]
    assert erp.present(erp.pull()) == [("1",), ("2",), ("3",)]


def test_reading_writes_nothing_and_leaves_no_session(postgres: Database, erp: SqlSystem) -> None:
    postgres.create(hours="text")
    postgres.insert_entries(*(entry(number, hours="x") for number in range(12)))

    with pytest.raises(Exception, match="retyped") as refused:
        erp.pull()

    sessions = "select count(*) from pg_stat_activity where datname = current_database()"
    assert postgres.ask(sessions) == [(1,)]
    assert refused.value.__cause__ is not None


def test_a_key_lands_and_is_listed_as_one_value(ledger: SqlSystem, postgres: Database) -> None:
    postgres.create_lines(line_id="double precision")
    postgres.insert("lines", line(4711), line(12))
    ledger.pull("lines")

    second = ledger.pull("lines")

    assert ledger.landed(second, "line_id") == [("12",), ("4711",)]
    assert ledger.present(second) == [("12",), ("4711",)]
