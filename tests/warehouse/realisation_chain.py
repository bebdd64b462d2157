"""The models from billable time and invoices to where the value of time went."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from hashlib import md5
from random import Random
from typing import ClassVar

from model_chain import Chain, Row

AS_OF = dt.date(2025, 9, 15)
BOOKS = {"entity_code": "E", "functional_currency_code": "EUR", "reporting_currency_code": "EUR"}


@dataclass(frozen=True, repr=False)
class RealisationChain(Chain):
    """The models from billable time and invoices to where the value of time went."""

    models: ClassVar = (
        "int_billable_time__rated",
        "int_time_values__summed",
        "int_reductions__placed",
        "int_invoiced_time__matched",
        "int_unlinked_time__covered",
        "int_time_values__parted",
        "int_billable_time__explained",
    )
    inputs: ClassVar = (
        "int_time_entries__valued",
        "int_bill_rates__assigned",
        "int_project_terms__gathered",
        "int_invoice_lines__converted",
        "int_invoices__unioned",
        "int_payments__unioned",
        "int_credit_allocations__unioned",
        "int_disputes__unioned",
        "int_contracts__unioned",
        "int_fx_rates__dated",
        "stg_evenkeel__run",
    )


class Billing:
    """Time on a few projects, and invoices for some of it that are drawn by a seed.

    Project p has a maximum and q has none; r is invoiced without saying for which time.
    """

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311 - a history that can be made again
        self.tables: dict[str, list[Row]] = {name: [] for name in RealisationChain.inputs[:-1]}
        self.tables["int_project_terms__gathered"] = [
            {
                "project_key": project,
                "is_paid_by_time": True,
                "contract_key": project,
                "not_to_exceed_amount": self.cents(400_000) if project == "p" else None,
                "cap_currency_code": "EUR" if project == "p" else None,
            }
            for project in "pqr"
        ]
        for project in "pqr":
            self.list_prices(project)
            for month in range(1, 7):
                self.month(project, month)

    def cents(self, most: int) -> Decimal:
        """Return an amount of at least a cent."""
        return Decimal(self.chance.randint(1, most)) / 100

    def list_prices(self, project: str) -> None:
        """Add list prices that begin on some day."""
        key = f"{project}|c|a|EUR".encode()
        row: Row = {
            "rate_context_key": md5(key, usedforsecurity=False).hexdigest(),
            "valid_from": dt.date(2025, self.chance.randint(1, 3), 5),
            "valid_before": dt.date(9999, 12, 31),
            "list_rate_id": "L",
            "list_rate": self.cents(20_000),
        }
        self.tables["int_bill_rates__assigned"].append(row)

    def month(self, project: str, month: int) -> None:
        """Add a month's entries, most of them invoiced on one or two lines."""
        invoice, entries = f"{project}{month}", self.chance.randint(1, 9)
        is_invoiced = project != "r" and self.chance.random() < 0.7
        agreed: dict[str, Decimal] = {}
        for number in range(entries):
            rate = self.cents(15_000)
            hours = Decimal(self.chance.randint(1, 40)) / 4
            line = f"{invoice}-{self.chance.randint(1, 2)}" if is_invoiced else None
            if line and self.chance.random() < 0.9:
                agreed[line] = agreed.get(line, Decimal(0)) + hours * rate
            else:
                line = None
            state = self.chance.choice(("approved", "approved", "submitted", "rejected"))
            self.tables["int_time_entries__valued"].append(
                {
                    **BOOKS,
                    "system_name": "s",
                    "time_entry_id": f"{invoice}-{number}",
                    "project_key": project,
                    "client_key": "c",
                    "person_key": "a",
                    "currency_code": "EUR",
                    "work_date": dt.date(2025, month, self.chance.randint(1, 28)),
                    "period_code": f"2025-{month:02}",
                    "is_billable": True,
                    "approval_state": "approved" if line else state,
                    "hours": hours,
                    "bill_rate": rate,
                    "billable_transaction_amount": hours * rate,
                    "invoice_line_id": line,
                }
            )
        if project == "r":
            agreed = {f"{invoice}-1": self.cents(100_000)}
        if agreed:
            self.invoice(project, invoice, month, agreed)

    def invoice(self, project: str, invoice: str, month: int, agreed: dict[str, Decimal]) -> None:
        """Add an invoice that charges about what is agreed, and perhaps a credit and a payment."""
        share = Decimal(self.chance.randint(80, 105)) / 100
        lines = {line: round(amount * share, 2) for line, amount in agreed.items()}
        if self.chance.random() < 0.3:
            lines[f"{invoice}-9"] = -self.cents(5_000)
        day = dt.date(2025, month, 28)
        self.document(project, invoice, day, lines)
        total = round(sum(lines.values()) * Decimal("1.19"), 2)
        if self.chance.random() < 0.6:
            paid = round(total * self.chance.choice((1, Decimal("0.4"))), 2)
            row: Row = {"system_name": "s", "payment_id": invoice, "invoice_id": invoice}
            self.tables["int_payments__unioned"].append({**row, "amount": paid})
        if self.chance.random() < 0.3:
            credit = -self.cents(3_000)
            self.document(project, f"N{invoice}", day, {f"N{invoice}-1": credit})
            row = {"system_name": "s", "credit_allocation_id": invoice, "credit_id": f"N{invoice}"}
            self.tables["int_credit_allocations__unioned"].append(
                {**row, "invoice_id": invoice, "amount": -credit}
            )

    def document(self, project: str, invoice: str, day: dt.date, lines: dict[str, Decimal]) -> None:
        """Add a posted invoice or credit note; half of what they take off names no project."""
        total = round(sum(lines.values()) * Decimal("1.19"), 2)
        head: Row = {"system_name": "s", "invoice_id": invoice, "invoice_date": day}
        self.tables["int_invoices__unioned"].append(
            {**head, "currency_code": "EUR", "total_amount": total}
        )
        self.tables["int_invoice_lines__converted"].extend(
            {
                **head,
                "invoice_line_id": line,
                "invoice_type": "credit_note" if invoice.startswith("N") else "invoice",
                "invoice_state": "posted",
                "project_key": project if amount > 0 or self.chance.random() < 0.5 else None,
                "currency_code": "EUR",
                "net_amount": amount,
            }
            for line, amount in lines.items()
        )
