"""A database that goes away leaves nothing half-landed, and no message holds its password."""

from collections.abc import Callable, Iterator

import pytest
from builders import canonical
from cluster import Cluster, is_installed, running_cluster
from databases import Database, empty_postgres, entry, named
from sql_system import SqlSystem

from sources.errors import CompletenessError, ReadError
from sources.landing import Landing

pytestmark = pytest.mark.integration

ROWS = 200_000
MANY = f"""
    insert into time_entries (
        time_entry_id, person_id, work_date, hours, time_category, is_billable, approval_state,
        note, updated_at
    )
    select cast(i as text), 'P1', date '2026-03-02', 0.25, 'delivery', true, 'approved',
        repeat('n', 300), timestamp '2026-03-03 09:00'
    from generate_series(1, {ROWS}) as numbers (i)
"""
# The session of whoever reads the column ends by itself when it comes to the row. Called stable,
# the function is not run by who only counts rows.
ENDING = """
    create function session_is_ended() returns boolean language sql stable
    return pg_terminate_backend(pg_backend_pid());

    create view time_entries as
    select {others}, case
        when time_entry_id = '150000' and session_is_ended() then 'ended'
        else {column}
    end as {column}
    from entries
"""
Interrupt = Callable[[Callable[[], None]], None]


@pytest.fixture
def before_landing(monkeypatch: pytest.MonkeyPatch) -> Interrupt:
    """Return a function that says what happens once reading has begun, before rows are landed."""
    land = Landing.land

    def interrupt(happens: Callable[[], None]) -> None:
        def land_after_that(landing: Landing, *arguments: object, **options: object) -> object:
            monkeypatch.setattr(Landing, "land", land)
            happens()
            return land(landing, *arguments, **options)  # pyright: ignore[reportArgumentType]

        monkeypatch.setattr(Landing, "land", land_after_that)

    return interrupt


@pytest.fixture
def mortal() -> Iterator[Cluster]:
    """A PostgreSQL server of the test's own."""
    if not is_installed():
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with running_cluster() as server:
        yield server


def ends_while_reading(database: Database, column: str) -> None:
    """Put a view in the table's place that ends the session of whoever reads the column."""
    database.execute(MANY)
    database.execute("alter table time_entries rename to entries")
    for statement in ENDING.format(others=others_than(column), column=column).split(";"):
        database.execute(statement)


def others_than(column: str) -> str:
    """Return the columns of a time entry but one."""
    columns = canonical().table("time_entries").columns
    return ", ".join(each.name for each in columns if each.name != column)


def test_a_session_that_ends_while_rows_stream_lands_nothing(
    postgres: Database, erp: SqlSystem
) -> None:
    postgres.create()
    ends_while_reading(postgres, "note")

    with pytest.raises(ReadError) as refused:
        erp.pull()

    assert str(refused.value).startswith("erp.time_entries: the database in ERP_URL: [libpq] ")
    assert "terminating connection due to administrator command" in str(refused.value)
    assert erp.landing.deliveries("erp", "time_entries") == []


def test_a_session_that_ends_while_keys_stream_lands_nothing(
    postgres: Database, erp: SqlSystem
) -> None:
    postgres.create()
    postgres.insert_entries(entry(ROWS + 1))
    erp.pull()
    ends_while_reading(postgres, "time_entry_id")

    with pytest.raises(ReadError, match=r"^erp\.time_entries: the database in ERP_URL: \[libpq\] "):
        erp.pull()

    assert len(erp.landing.deliveries("erp", "time_entries")) == 1


@pytest.mark.parametrize("fixture", ["postgres", "psycopg"])
def test_a_session_that_is_ended_while_it_reads_lands_everything_once_next_time(
    request: pytest.FixtureRequest, erp: SqlSystem, before_landing: Interrupt, fixture: str
) -> None:
    database: Database = request.getfixturevalue(fixture)
    database.create()
    database.execute(MANY)
    before_landing(
        lambda: database.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )
    )

    with pytest.raises(ReadError, match=r"^erp\.time_entries: the database in ERP_URL: "):
        erp.pull()
    assert erp.landing.deliveries("erp", "time_entries") == []
    delivery = erp.pull()

    assert (delivery.sequence, delivery.landed.rows, delivery.stated_rows) == (1, ROWS, ROWS)
    assert erp.in_landing() == [delivery.delivery_id.rpartition("/")[2]]


def test_a_server_that_crashes_while_it_is_read_is_read_again_when_it_is_back(
    mortal: Cluster,
    erp: SqlSystem,
    before_landing: Interrupt,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    database = named(empty_postgres(mortal), monkeypatch)
    database.create()
    database.execute(MANY)
    before_landing(mortal.stop)

    with pytest.raises(ReadError, match=r"^erp\.time_entries: the database in ERP_URL: \[libpq\] "):
        erp.pull()
    with pytest.raises(ReadError, match=r"^erp\.time_entries: the database in ERP_URL: .*refused"):
        erp.pull()
    mortal.start()
    delivery = erp.pull()

    assert (delivery.sequence, delivery.landed.rows) == (1, ROWS)
    assert erp.in_landing() == [delivery.delivery_id.rpartition("/")[2]]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            "select * from entries where time_entry_id <> '7' or {once}",
            r"^erp\.time_entries: the source says it has 9 rows, 8 were read$",
        ),
        (
            "select {others}, hours + (time_entry_id = '7' and {once})::int as hours from entries",
            r"^erp\.time_entries: the source's own sum of hours is 68\.50*, 67\.5 were read$",
        ),
    ],
)
def test_a_database_that_delivers_other_than_it_counted_lands_nothing(
    postgres: Database, erp: SqlSystem, rows: str, told: str
) -> None:
    postgres.create()
    postgres.insert_entries(*(entry(number) for number in range(9)))
    postgres.execute("alter table time_entries rename to entries")
    others = others_than("hours")
    so_far = "coalesce(current_setting('app.asked', true), '')"
    once = f"length(set_config('app.asked', {so_far} || 'x', false)) = 1"
    postgres.execute(f"create view time_entries as {rows.format(once=once, others=others)}")

    with pytest.raises(CompletenessError, match=told):
        erp.pull()
    assert erp.landing.deliveries("erp", "time_entries") == []
