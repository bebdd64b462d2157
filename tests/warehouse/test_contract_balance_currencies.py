"""Contract balances in the currencies of the books, computed once more from queues of invoices."""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from nightly import Company

pytestmark = pytest.mark.warehouse

BOOKS = ("functional", "reporting")
ZERO = Decimal(0)


@dataclass
class Layer:
    """What came in and was booked; what is left of it."""

    amount: Decimal
    booked: Decimal
    left: Decimal

    @property
    def worth(self) -> Decimal:
        """What is left, at the rate it came in at."""
        return half_up(Fraction(self.booked) * Fraction(self.left) / Fraction(self.amount))


@dataclass
class Account:
    """One contract in one currency of the books: used up first in, first out."""

    queue: deque[Layer] = field(default_factory=deque)
    due: Decimal = ZERO

    def move(self, came_in: list[tuple[Decimal, Decimal]], went: Decimal) -> None:
        """Take in what came in, and use up what went."""
        self.queue.extend(Layer(amount, booked, amount) for amount, booked in came_in)
        self.due += went
        while self.due and self.queue:
            used = min(self.due, self.queue[0].left)
            self.queue[0].left -= used
            self.due -= used
            if not self.queue[0].left:
                self.queue.popleft()

    def worth(self, rate: Decimal | None) -> Decimal:
        """What it comes to: a liability as it came in, an asset at the closing rate."""
        if self.due:
            assert rate is not None
            return half_up(Fraction(self.due) * Fraction(rate))
        return -sum((layer.worth for layer in self.queue), ZERO)


def half_up(value: Fraction) -> Decimal:
    sign, cents = (-1 if value < 0 else 1), abs(value) * 200
    return sign * Decimal((cents.numerator // cents.denominator + 1) // 2) / 100


@pytest.fixture(scope="module")
def rates(generated: Company) -> dict[tuple[str, str], list[tuple[str, Decimal]]]:
    """The spot rates that were delivered, by day."""
    found = defaultdict(list)
    for row in generated.rows("fx_rates"):
        pair = row["from_currency_code"], row["to_currency_code"]
        found[pair].append((row["rate_date"], Decimal(row["fx_rate"])))
    return {pair: sorted(days) for pair, days in found.items()}


def invoiced(company: Company, books: str) -> dict:
    """Return what each contract's invoices of each period come to, in the order of their days."""
    lines = company.query(
        f"""
        select contract_key, accounting_period, service_date, invoice_id, billed_contract_amount,
            round(billed_{books}_amount, 2)
        from fct_billing_event where contract_key is not null order by all
        """
    )
    found: dict = defaultdict(lambda: defaultdict(lambda: (ZERO, ZERO)))
    for contract, period, day, invoice, amount, booked in lines:
        before = found[contract, period][day, invoice]
        found[contract, period][day, invoice] = before[0] + amount, before[1] + booked
    return found


def earned(company: Company, books: str) -> dict:
    rows = company.query(
        f"""
        select contract_key, accounting_period, round(sum(revenue_transaction_amount), 2),
            round(sum(revenue_{books}_amount), 2)
        from fct_revenue_event
        where contract_key is not null and performance_obligation_key is not null group by all
        """
    )
    return {row[:2]: row[2:] for row in rows}


@pytest.mark.parametrize("books", BOOKS)
def test_every_foreign_balance_is_what_queues_of_invoices_come_to(
    generated: Company, rates: dict, books: str
) -> None:
    rows = generated.query(
        f"""
        select contract_key, accounting_period, transaction_currency_code, {books}_currency_code,
            opening_position_{books}_amount, revenue_{books}_amount, billed_{books}_amount,
            fx_effect_{books}_amount, closing_position_{books}_amount
        from fct_contract_balance_rollforward
        where transaction_currency_code <> {books}_currency_code
        order by contract_key, accounting_period
        """
    )
    bills, work = invoiced(generated, books), earned(generated, books)
    accounts: dict[str, Account] = defaultdict(Account)
    worths: dict[str, Decimal] = defaultdict(Decimal)
    expected = []

    for contract, period, currency, other, *_ in rows:
        documents = bills[contract, period].values()
        amount, booked = work.get((contract, period), (ZERO, ZERO))
        came_in = [document for document in documents if document[0] > 0]
        went = -sum((document[0] for document in documents if document[0] < 0), ZERO)
        if amount < 0:
            came_in.append((-amount, -booked))
        accounts[contract].move(came_in, went + max(amount, ZERO))
        known = [rate for day, rate in rates[currency, other] if day <= f"{period}-31"]
        opening, worths[contract] = (
            worths[contract],
            accounts[contract].worth(known[-1] if known else None),
        )
        billed = sum((document[1] for document in documents), ZERO)
        closing = worths[contract]
        expected.append(
            (opening, booked, billed, closing - opening - booked + billed, closing),
        )

    assert [row[4:] for row in rows] == expected
    assert min(row[4] for row in expected) < 0 < max(row[4] for row in expected)
    assert sum(1 for row in expected if row[3]) > 10


@pytest.mark.parametrize("books", BOOKS)
def test_every_balance_opens_where_it_closed(generated: Company, books: str) -> None:
    rows = generated.query(
        f"""
        select contract_key, opening_position_{books}_amount, closing_position_{books}_amount
        from fct_contract_balance_rollforward order by contract_key, accounting_period
        """
    )

    assert all(after[1] == before[2] for before, after in pairwise(rows) if before[0] == after[0])


def test_a_balance_is_shown_as_what_it_is_in_each_currency(generated: Company) -> None:
    for books in BOOKS:
        odd = generated.query(
            f"""
            from fct_contract_balance_rollforward
            where closing_position_{books}_amount is distinct from
                closing_unbilled_receivable_{books}_amount + closing_contract_asset_{books}_amount
                - closing_contract_liability_{books}_amount
            or least(closing_unbilled_receivable_{books}_amount,
                closing_contract_asset_{books}_amount,
                closing_contract_liability_{books}_amount) < 0
            """
        )

        assert odd == []
