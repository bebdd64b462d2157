import logging
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from demo_exports import contract_of_kind
from pulled import Pulled
from suiteql import TOKEN, SuiteQL, running_suiteql

from sources.errors import ConfigurationError, ContractError, ReadError
from sources.system import endpoints_of

RECORDS = {table.name: table.source_name for table in contract_of_kind("netsuite").tables}


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The demo company's books, to be copied by each test."""
    return SuiteQL.of_demo(tmp_path_factory.mktemp("books")).connection


@pytest.fixture
def server(books: duckdb.DuckDBPyConnection) -> Iterator[SuiteQL]:
    """NetSuite with the demo company's books; what a test changes of them is taken back."""
    books.execute("begin")
    try:
        with running_suiteql(SuiteQL(books)) as running:
            yield running
    finally:
        books.execute("rollback")


@pytest.fixture
def netsuite(server: SuiteQL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pulled:
    """NetSuite, as a company would configure it."""
    monkeypatch.setenv("NETSUITE_TOKEN", f"Bearer {TOKEN}")
    return Pulled("netsuite", server.url, tmp_path, header_env={"Authorization": "NETSUITE_TOKEN"})


def test_every_table_of_the_contract_has_an_endpoint() -> None:
    assert set(RECORDS) == set(endpoints_of("netsuite"))


def test_every_row_of_every_table_lands_once_whatever_the_size_of_a_page(
    server: SuiteQL, netsuite: Pulled
) -> None:
    server.largest_page = 300

    delivered = {table: netsuite.pull(table) for table in RECORDS}

    assert {table: each.landed.rows for table, each in delivered.items()} == {
        table: server.rows(record) for table, record in RECORDS.items()
    }
    assert {each.quarantined.rows for each in delivered.values()} == {0}
    assert {each.new_columns for each in delivered.values()} == {()}
    ledger = delivered["transaction_accounting_lines"].landed.totals
    assert ledger["debit_amount"] == ledger["credit_amount"] > 0


def test_a_page_starts_after_the_last_key_however_many_columns_it_has(
    server: SuiteQL, netsuite: Pulled
) -> None:
    server.largest_page = 2
    server.connection.execute("delete from \"transaction\" where type <> 'Journal'")
    server.connection.execute(
        'delete from "transaction" where id not in '
        '(select id from "transaction" order by id limit 2)'
    )
    ((first,),) = server.connection.execute('select min(id) from "transaction"').fetchall()

    delivery = netsuite.pull("transaction_accounting_lines")

    pages = [sql for sql in server.asked if "1 = 0" not in sql]
    assert delivery.landed.rows == 4
    assert [" AND ((" in sql for sql in pages] == [False, True]
    assert pages[1].endswith(
        f"AND ((tal.transaction > {first}) "
        f"OR (tal.transaction = {first} AND tal.transactionline > 1)) "
        "ORDER BY tal.transaction, tal.transactionline"
    )


def test_the_next_night_asks_for_what_changed_in_any_zone(
    server: SuiteQL, netsuite: Pulled
) -> None:
    first = netsuite.pull("transactions")
    server.asked.clear()

    delivery = netsuite.pull("transactions")

    # The last change is of 30 June at 20:00; three days and 14 hours are taken off.
    assert first.cursor_after == "2026-06-30 20:00:00"
    since = "t.lastmodifieddate >= TO_DATE('2026-06-27 06:00:00', 'YYYY-MM-DD HH24:MI:SS')"
    assert since in server.asked[1]
    assert delivery.mode == "incremental"
    assert 0 < delivery.landed.rows < first.landed.rows


def test_a_transaction_that_is_deleted_is_gone_the_next_night_with_its_lines(
    server: SuiteQL, netsuite: Pulled
) -> None:
    tables = ("transactions", "transaction_lines", "transaction_accounting_lines")
    first = {table: netsuite.pull(table) for table in tables}
    doomed = "(select max(id) from \"transaction\" where type = 'CustPymt')"
    for record in ("transactionline", "transactionaccountingline"):
        server.connection.execute(f"delete from {record} where transaction = {doomed}")
    server.connection.execute(f'delete from "transaction" where id = {doomed}')

    second = {table: netsuite.pull(table) for table in tables}

    assert {each.mode for each in second.values()} == {"full"}
    assert second["transactions"].landed.rows == first["transactions"].landed.rows - 1
    for table in tables:
        assert second[table].landed.rows == server.rows(RECORDS[table]) < first[table].landed.rows


def test_columns_that_the_company_does_not_have_are_not_asked_for(
    server: SuiteQL, netsuite: Pulled, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for column in ("subsidiary", "custcol_swe_contract_start_date"):
        server.connection.execute(f"alter table transactionline drop column {column}")

    delivery = netsuite.pull("transaction_lines")

    assert (delivery.landed.rows, delivery.quarantined.rows) == (
        server.rows("transactionline"),
        0,
    )
    assert "without custcol_swe_contract_start_date, subsidiary" in caplog.text
    assert "subsidiary" not in server.asked[-1]
    (row,) = netsuite.landed(delivery, "count(service_end_date), count(department_id)")
    assert row[0] > 0
    assert row[1] == 0


def test_a_column_that_came_last_night_is_missed(server: SuiteQL, netsuite: Pulled) -> None:
    netsuite.pull("transaction_lines")
    server.connection.execute("alter table transactionline drop column subsidiary")

    with pytest.raises(ContractError, match=r"subsidiary is missing.*optional but came last time"):
        netsuite.pull("transaction_lines")


def test_a_column_that_every_company_has_is_not_given_up(server: SuiteQL, netsuite: Pulled) -> None:
    server.connection.execute("alter table account drop column accttype")

    with pytest.raises(
        ReadError, match=r"POST query/v1/suiteql.*found 400 .*have a column named .*accttype"
    ):
        netsuite.pull("accounts")


def test_a_day_without_changes_lands_nothing_and_keeps_the_cursor(
    server: SuiteQL, netsuite: Pulled
) -> None:
    first = netsuite.pull("customers")
    server.connection.execute("update customer set lastmodifieddate = timestamp '2020-01-01'")

    delivery = netsuite.pull("customers")

    assert (delivery.landed.rows, delivery.cursor_after) == (0, first.cursor_after)


def test_a_token_is_got_with_a_private_key(
    server: SuiteQL, netsuite: Pulled, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, other = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    server.key = key.public_key()
    monkeypatch.setenv("NETSUITE_CLIENT", "evenkeel")
    monkeypatch.setenv("NETSUITE_CERTIFICATE", "certificate-1")
    oauth2 = {
        "token_url": f"{server.url}/auth/oauth2/v1/token",
        "client_id_env": "NETSUITE_CLIENT",
        "private_key_env": "NETSUITE_KEY",
        "certificate_id_env": "NETSUITE_CERTIFICATE",
        "scope": "rest_webservices",
    }
    signed_in = netsuite.with_delivery(header_env={}, oauth2=oauth2)

    monkeypatch.setenv("NETSUITE_KEY", pem(other))
    with pytest.raises(ReadError, match=r"found 400 .*oauth2\.private_key_env \(NETSUITE_KEY\)"):
        signed_in.pull("subsidiaries")
    monkeypatch.setenv("NETSUITE_KEY", pem(key))
    assert signed_in.pull("subsidiaries").landed.rows == 2


def test_a_token_needs_a_secret_or_a_key(netsuite: Pulled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETSUITE_CLIENT", "evenkeel")
    oauth2 = {"token_url": f"{netsuite.url}/token", "client_id_env": "NETSUITE_CLIENT"}

    with pytest.raises(ConfigurationError, match="oauth2: expected client_secret_env, or private"):
        netsuite.with_delivery(header_env={}, oauth2=oauth2).pull("subsidiaries")


def pem(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
