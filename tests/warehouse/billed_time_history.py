"""What a company's systems deliver of time, and what its list price and invoice depend on."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import md5

from model_chain import Row
from time_history import FIRST, Deliveries, spans


@dataclass
class BilledDeliveries(Deliveries):
    """Time on projects whose terms, list prices and invoices change as well."""

    list_rates: dict[str, dict[dt.date, Decimal]] = field(
        default_factory=lambda: {person: {FIRST: Decimal(120)} for person in "abc"}
    )
    paid_by_time: dict[str, bool] = field(default_factory=lambda: {"P": True, "R": False})
    invoice_lines: dict[str, str] = field(default_factory=lambda: {"L": "draft", "M": "posted"})

    def change_list_rate(self) -> None:
        """List another price for a person from some day on, or take one away."""
        rates = self.list_rates[self.chance.choice(list(self.list_rates))]
        if rates and self.chance.random() < 0.3:
            del rates[self.chance.choice(list(rates))]
        rates[self.some_day()] = Decimal(self.chance.randint(90, 200))

    def change_terms(self) -> None:
        """Be paid for a project in another way, or hear no more of how."""
        name = self.chance.choice("PQR")
        if self.paid_by_time.pop(name, None) is None or self.chance.random() < 0.7:
            self.paid_by_time[name] = self.chance.choice([True, False])

    def change_invoice(self) -> None:
        """Post the invoice of a line, void it, or take the line away."""
        line = self.chance.choice("LM")
        self.invoice_lines.pop(line, None)
        if self.chance.random() < 0.8:
            self.invoice_lines[line] = self.chance.choice(["draft", "posted", "voided"])

    def seldom(self) -> list[Callable[[], None]]:
        """Return what happens now and then."""
        return [
            *super().seldom(),
            self.change_list_rate,
            self.change_terms,
            self.change_invoice,
        ]

    def context(self, project: str, person: str, currency: str) -> str:
        """Return the key of what a list price is for, as the company's keys are now."""
        client = self.projects[project]["client_id"]
        parts = (
            self.keys["project", project],
            self.keys["client", client] if client else "~",
            self.keys["person", person],
            currency,
        )
        return md5("|".join(parts).encode(), usedforsecurity=False).hexdigest()

    def tables(self) -> Mapping[str, list[Row]]:
        """Return the inputs of the models."""
        return {
            **super().tables(),
            "int_bill_rates__assigned": [
                {"rate_context_key": self.context(project, person, currency), "list_rate": rate}
                | {"list_rate_id": f"{person}{first}", "valid_from": first, "valid_before": before}
                for person, rates in self.list_rates.items()
                for project in self.projects
                for currency in ("EUR", "USD", "GBP")
                for first, before, rate in spans(rates)
            ],
            "int_project_terms__gathered": [
                {"project_key": self.keys["project", name], "is_paid_by_time": is_paid}
                for name, is_paid in self.paid_by_time.items()
            ],
            "int_invoice_lines__converted": [
                {"system_name": "s", "invoice_line_id": line, "invoice_id": f"I{line}"}
                | {"invoice_state": state}
                for line, state in self.invoice_lines.items()
            ],
        }
