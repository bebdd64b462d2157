"""Tables as databases really have them: other names, schemas, views, and columns that changed."""

from decimal import Decimal
from pathlib import Path

import pytest
from cluster import Cluster
from databases import VARIABLE, Database, entry
from sql_system import SqlSystem

from sources.errors import ContractError, ReadError

pytestmark = pytest.mark.integration

ORDERS = """
    create table "Order-Lines" (
        "Id" varchar(10), "order" integer, "a:mount" numeric(18, 4), "Changed At" timestamp,
        "grant" varchar(10)
    )
"""


def test_a_missing_table_is_named(database: Database, erp: SqlSystem) -> None:
    database.create("clients")

    with pytest.raises(
        ContractError, match=r"^erp\.time_entries: the database has no table time_e"
    ):
        erp.pull()


def test_an_optional_table_may_be_missing(database: Database, ledger: SqlSystem) -> None:
    database.create_lines()

    assert ledger.pull_all("budgets") == []


def test_an_optional_table_lands_where_it_is(database: Database, ledger: SqlSystem) -> None:
    database.execute("create table budgets (budget_id integer)")
    database.execute("insert into budgets values (7)")

    delivery = ledger.pull("budgets")

    assert ledger.landed(delivery, "budget_id") == [(7,)]


def test_a_missing_column_is_named_with_those_that_are_there(
    database: Database, erp: SqlSystem
) -> None:
    database.create()
    database.execute("alter table time_entries rename column work_date to day")

    with pytest.raises(
        ContractError, match=r"column work_date is missing in time_entries; .* day,"
    ):
        erp.pull()


def test_a_new_column_does_not_land(database: Database, erp: SqlSystem) -> None:
    database.create()
    database.execute("alter table time_entries add column salary numeric(18, 2)")
    database.insert_entries(entry(salary="5000"))

    delivery = erp.pull()

    assert delivery.new_columns == ()
    assert "salary" not in erp.landed_columns(delivery)


def test_numbers_that_became_text_land_while_they_are_numbers(
    database: Database, erp: SqlSystem
) -> None:
    database.create(hours="text")
    database.insert_entries(entry(1, hours="7.50"), entry(2, hours="0.10"))

    delivery = erp.pull()

    assert erp.landed(delivery, "hours") == [(Decimal("0.1"),), (Decimal("7.5"),)]
    assert (delivery.stated_rows, delivery.stated_totals) == (2, {})


def test_numbers_that_became_other_text_stop_the_table(database: Database, erp: SqlSystem) -> None:
    database.create(hours="text")
    database.insert_entries(*(entry(number, hours="7:30") for number in range(10)))

    with pytest.raises(
        ContractError, match=r"column hours was retyped: none of 10 values is decim"
    ):
        erp.pull()


def test_numbers_that_became_booleans_stop_the_table(postgres: Database, erp: SqlSystem) -> None:
    postgres.create(hours="boolean")
    postgres.insert_entries(entry(hours=True))

    with pytest.raises(
        ContractError, match=r"column hours was retyped: it is BOOLEAN, the contrac"
    ):
        erp.pull()


@pytest.mark.parametrize("fixture", ["psycopg", "duckdb_file"])
def test_booleans_among_numbers_are_refused(
    request: pytest.FixtureRequest, erp: SqlSystem, fixture: str
) -> None:
    database: Database = request.getfixturevalue(fixture)
    database.create(hours="boolean")
    database.insert_entries(*(entry(number, hours=True) for number in range(10)))

    with pytest.raises(
        ContractError, match=r"column hours was retyped: none of 10 values is decim"
    ):
        erp.pull()


def test_names_that_need_quoting_are_read(database: Database, ledger: SqlSystem) -> None:
    database.execute(ORDERS)
    database.execute(
        """insert into "Order-Lines" values ('A', 1, 12.3456, '2026-03-03 09:00:00', 'x')"""
    )
    ledger.pull("orders")

    second = ledger.pull("orders")

    assert second.mode == "incremental"
    columns = "order_id, position, amount, doubled, cast(changed_at as varchar)"
    assert ledger.landed(second, columns) == [
        ("A", 1, Decimal("12.3456"), Decimal("24.6912"), "2026-03-03 09:00:00")
    ]
    assert ledger.present(second) == [("A", 1)]


@pytest.mark.parametrize("fixture", ["postgres", "psycopg", "duckdb_file"])
def test_the_schema_of_the_contract_or_else_of_the_settings_is_read(
    request: pytest.FixtureRequest, ledger: SqlSystem, fixture: str
) -> None:
    database: Database = request.getfixturevalue(fixture)
    database.execute("create schema books")
    database.execute('create schema "Other Books"')
    database.execute('create table books."user" (account_id integer, account_name varchar(10))')
    database.execute('create table "Other Books".budgets (budget_id integer)')
    database.execute("create table budgets (budget_id integer)")
    database.execute("""insert into books."user" values (1, 'Ledger')""")
    database.execute('insert into "Other Books".budgets values (2)')
    system = ledger.with_delivery(schema_name="Other Books")

    accounts, budgets = system.pull("accounts"), system.pull("budgets")

    assert system.landed(accounts, "account_id, account_name") == [(1, "Ledger")]
    assert system.landed(budgets, "budget_id") == [(2,)]


def test_a_schema_that_is_not_there_has_no_table(postgres: Database, erp: SqlSystem) -> None:
    postgres.create()

    with pytest.raises(ContractError, match="the database has no table time_entries"):
        erp.with_delivery(schema_name="nowhere").pull()


def test_a_view_is_read_as_a_table_is(database: Database, erp: SqlSystem) -> None:
    database.create()
    database.insert_entries(entry(1), entry(2, approval_state="draft"))
    database.execute("alter table time_entries rename to entries")
    database.execute(
        "create view time_entries as select * from entries where approval_state = 'approved'"
    )
    erp.pull()

    second = erp.pull()

    assert (second.mode, second.stated_rows, second.landed.rows) == ("incremental", 1, 1)


def test_an_empty_table_lands_no_rows_twice(database: Database, erp: SqlSystem) -> None:
    database.create()
    first = erp.pull()

    second = erp.pull()

    assert (first.landed.rows, second.landed.rows) == (0, 0)
    assert second.cursor_after is None


def test_a_table_that_may_not_be_read_says_so(
    cluster: Cluster, postgres: Database, erp: SqlSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres.create()
    postgres.execute("create role reader login")
    url = f"postgresql://reader@127.0.0.1:{cluster.port}/{postgres.name}"
    monkeypatch.setenv(VARIABLE, url)

    with pytest.raises(ReadError, match=r"ERP_URL: .*permission denied for table time_entries"):
        erp.pull()


def test_a_key_that_repeats_in_a_view_is_refused_and_counted(
    postgres: Database, erp: SqlSystem
) -> None:
    postgres.create()
    postgres.insert_entries(entry(1), entry(1, hours="1"), entry(2))

    delivery = erp.pull()

    assert (delivery.landed.rows, delivery.quarantined.rows) == (1, 2)
    assert delivery.delivered.totals == delivery.stated_totals


@pytest.mark.parametrize("dialect", ["sqlite", "duckdb"])
def test_a_file_that_is_not_there_is_not_made(
    tmp_path: Path, erp: SqlSystem, monkeypatch: pytest.MonkeyPatch, dialect: str
) -> None:
    monkeypatch.setenv(VARIABLE, f"{dialect}:///{tmp_path}/absent.db")

    with pytest.raises(ReadError, match="ERP_URL: it is a file, and no such file is there"):
        erp.pull()
    assert not (tmp_path / "absent.db").exists()


def test_a_file_that_is_no_database_is_refused(
    tmp_path: Path, erp: SqlSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "text.db").write_text("time_entry_id,hours\n" * 1000)
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path}/text.db")

    with pytest.raises(
        ReadError, match=r"^erp\.time_entries: the database in ERP_URL: file is not"
    ):
        erp.pull()
