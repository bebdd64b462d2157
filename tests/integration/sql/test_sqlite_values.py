"""SQLite keeps what it is given, whatever a column says; money lands exactly or is refused."""

from decimal import Decimal

import pytest
from databases import Database, line
from sql_system import SqlSystem

from sources.errors import ContractError, ReadError

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("kind", ["text", "numeric", "real", "decimal(18, 4)", ""])
def test_money_lands_whatever_the_column_is_declared_as(
    sqlite: Database, ledger: SqlSystem, kind: str
) -> None:
    sqlite.create_lines(amount=kind)
    sqlite.insert("lines", line(1, amount="0.1"), line(2, amount="-1234567890123.45"))

    delivery = ledger.pull("lines")

    assert ledger.landed(delivery, "line_id, amount") == [
        ("1", Decimal("0.1")),
        ("2", Decimal("-1234567890123.45")),
    ]
    assert delivery.landed.totals == {"amount": Decimal("-1234567890123.35")}


def test_text_keeps_thirty_digits(sqlite: Database, ledger: SqlSystem) -> None:
    sqlite.create_lines(amount="text")
    sqlite.insert("lines", line(amount="123456789012345678901234567890.12345678"))

    delivery = ledger.pull("lines")

    assert ledger.landed(delivery, "amount") == [
        (Decimal("123456789012345678901234567890.12345678"),)
    ]


@pytest.mark.parametrize(
    ("number", "landed"), [(1e-7, "0.0000001"), (4711.0, "4711"), (-0.5, "-0.5")]
)
def test_a_float_lands_as_the_decimal_it_was_made_from(
    sqlite: Database, ledger: SqlSystem, number: float, landed: str
) -> None:
    sqlite.create_lines(amount="real")
    sqlite.insert("lines", line(amount=number))

    delivery = ledger.pull("lines")

    assert ledger.landed(delivery, "amount") == [(Decimal(landed),)]


def test_a_float_that_lost_digits_is_refused_with_its_exact_value(
    sqlite: Database, ledger: SqlSystem
) -> None:
    sqlite.create_lines(amount="real")
    sqlite.insert("lines", line(1), line(2, amount="12345678901234.56"))

    delivery = ledger.pull("lines")

    assert ledger.refused(delivery, "line_id, found") == [("2", "12345678901234.560546875")]


def test_the_sum_of_whole_numbers_is_stated_and_a_float_sum_is_not(
    sqlite: Database, ledger: SqlSystem
) -> None:
    sqlite.create_lines(amount="integer")
    sqlite.insert("lines", line(1, amount=2), line(2, amount=3))
    whole = ledger.pull("lines")
    sqlite.insert("lines", line(3, amount=0.5))

    fraction = ledger.pull("lines", full=True)

    assert (whole.stated_totals, fraction.stated_totals) == ({"amount": Decimal(5)}, {})


@pytest.mark.parametrize("value", [1, True, "true", "1"])
def test_true_lands_however_it_is_kept(sqlite: Database, ledger: SqlSystem, value: object) -> None:
    sqlite.create_lines()
    sqlite.insert("lines", line(is_open=value))

    delivery = ledger.pull("lines")

    assert ledger.landed(delivery, "is_open") == [(True,)]


def test_a_number_that_is_no_truth_is_refused(sqlite: Database, ledger: SqlSystem) -> None:
    sqlite.create_lines()
    sqlite.insert("lines", line(1), line(2, is_open=2))

    delivery = ledger.pull("lines")

    assert ledger.refused(delivery, "line_id, column_name, found") == [("2", "is_open", "2")]


def test_bytes_among_text_are_refused_with_their_content(
    sqlite: Database, ledger: SqlSystem
) -> None:
    sqlite.create_lines()
    sqlite.insert("lines", line(1), line(2, words=b"open"))

    delivery = ledger.pull("lines")

    assert ledger.refused(delivery, "line_id, column_name, reason, found") == [
        ("2", "words", "encoding", "\ufffd" + b"open".hex())
    ]


def test_a_column_of_bytes_stops_the_table(sqlite: Database, ledger: SqlSystem) -> None:
    sqlite.create_lines(words="blob")
    sqlite.insert("lines", line(words=b"open"))

    with pytest.raises(ContractError, match=r"^erp\.lines: column words was retyped: it is BLOB, "):
        ledger.pull("lines")


def test_a_nul_in_text_lands_where_it_was(sqlite: Database, ledger: SqlSystem) -> None:
    sqlite.create_lines()
    sqlite.insert("lines", line(words="be\0fore"))

    delivery = ledger.pull("lines")

    assert ledger.landed(delivery, "words") == [("be\0fore",)]


def test_text_that_is_not_utf_8_stops_the_table_and_names_the_column(
    sqlite: Database, ledger: SqlSystem
) -> None:
    sqlite.create_lines()
    sqlite.insert("lines", line(1), line(2, words=b"M\xfcller"))
    sqlite.execute("update lines set words = cast(words as text)")

    with pytest.raises(ReadError, match=r"^erp\.lines: the database in ERP_URL: .*'words'"):
        ledger.pull("lines")
