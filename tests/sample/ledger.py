"""The sample company's books: everything recorded so far, and the journals that balance."""

import datetime as dt
import random
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from sample.company import Row

CENT = Decimal("0.01")
ACCOUNTS = (
    ("1000", "Bank", "bank"),
    ("1200", "Trade receivables", "receivable"),
    ("2200", "Sales tax", "tax_payable"),
    ("4000", "Service revenue", "revenue"),
    ("4100", "Product revenue", "revenue"),
    ("5000", "Salaries", "payroll_expense"),
    ("7000", "Exchange differences", "fx_result"),
)


def cents(amount: Decimal) -> Decimal:
    """Round half up to the cent."""
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass
class Books:
    """Everything recorded so far, by canonical table."""

    rng: random.Random
    time_entries: list[Row] = field(default_factory=list)
    invoices: list[Row] = field(default_factory=list)
    invoice_lines: list[Row] = field(default_factory=list)
    payments: list[Row] = field(default_factory=list)
    gl_lines: list[Row] = field(default_factory=list)
    journals: int = 0

    def post(
        self, entity: str, day: dt.date, lines: list[tuple[str, Decimal]], **told: object
    ) -> None:
        """Post one journal of (account, signed functional amount); it must balance."""
        self.journals += 1
        for number, (account, amount) in enumerate(lines, 1):
            self.gl_lines.append(
                {
                    "gl_line_id": f"G{self.journals:05d}-{number}",
                    "journal_id": f"G{self.journals:05d}",
                    "journal_number": f"{entity}/{self.journals:05d}",
                    "entity_code": entity,
                    "posting_date": day,
                    "account_id": f"{entity}-{account}",
                    "debit_amount": max(amount, Decimal(0)),
                    "credit_amount": max(-amount, Decimal(0)),
                    "transaction_amount": None,
                    "transaction_currency_code": None,
                    "client_id": None,
                    "project_id": None,
                    "source_type": None,
                    "source_id": None,
                    "description": None,
                    "posted_at": dt.datetime.combine(day, dt.time(20), dt.UTC),
                    **told,
                }
            )
