"""Rows as the models before a closing have them, of what a system holds."""

import datetime as dt
from decimal import Decimal
from typing import Any

from model_chain import Row

BOOKS = {"entity_code": "E", "functional_currency_code": "EUR", "reporting_currency_code": "EUR"}
Held = dict[str, Any]


def entry(key: str, row: Held) -> Row:
    """Return a time entry as `int_time_entries__valued` has it."""
    cost = row["hours"] * row["cost_rate"]
    billable = row["hours"] * row["bill_rate"] if row["is_billable"] else Decimal(0)
    return (
        BOOKS
        | row
        | {
            "system_name": "s",
            "time_entry_id": key,
            "period_code": f"{row['work_date']:%Y-%m}",
            "cost_currency_code": "EUR",
            "currency_code": "EUR",
            "cost_transaction_amount": cost,
            "cost_functional_amount": cost,
            "cost_reporting_amount": cost,
            "billable_transaction_amount": billable,
            "billable_functional_amount": billable,
            "billable_reporting_amount": billable,
            "cost_functional_fx_rate": 1,
            "cost_reporting_fx_rate": 1,
            "billable_functional_fx_rate": 1,
            "billable_reporting_fx_rate": 1,
        }
    )


def purchase(key: str, row: Held) -> Row:
    """Return an expense as `int_purchases__valued` has it."""
    amount = (row["amount"] * row["fx"]).quantize(Decimal("0.000001"))
    kept = {name: value for name, value in row.items() if name not in {"fx", "amount"}}
    return (
        BOOKS
        | kept
        | {
            "system_name": "s",
            "source_table": "expenses",
            "source_id": key,
            "period_code": f"{row['service_date']:%Y-%m}",
            "currency_code": "USD",
            "cost_transaction_amount": row["amount"],
            "cost_functional_amount": amount,
            "cost_reporting_amount": amount,
            "functional_fx_rate": row["fx"],
            "reporting_fx_rate": row["fx"],
        }
    )


def line(key: str, row: Held) -> Row:
    """Return an invoice line as `int_invoice_lines__converted` has it."""
    amount = (row["net_amount"] * row["fx"]).quantize(Decimal("0.000001"))
    kept = {name: value for name, value in row.items() if name != "fx"}
    return (
        BOOKS
        | kept
        | {
            "system_name": "s",
            "invoice_line_id": key,
            "period_code": f"{row['invoice_date']:%Y-%m}",
            "invoice_state": "posted",
            "currency_code": "USD",
            "has_service_window": False,
            "functional_fx_rate": row["fx"],
            "reporting_fx_rate": row["fx"],
            "net_functional_amount": amount,
            "net_reporting_amount": amount,
            "invoice_row_hash": "i",
            "invoice_landed_at": row["landed_at"],
        }
    )


def posting(obligation: str, day: dt.date, row: Held) -> Row:
    """Return a posting of an obligation as `int_revenue__posted` has it."""
    return (
        BOOKS
        | row
        | {
            "system_name": "s",
            "contract_id": "V",
            "performance_obligation_id": obligation,
            "measured_on": day,
            "known_on": day,
            "period_code": f"{day:%Y-%m}",
            "currency_code": "EUR",
            "applied_method": "hours",
            "revenue_stream": "fixed_fee",
            "posting_reason": "progress",
            "revenue_functional_amount": row["revenue_amount"],
            "revenue_reporting_amount": row["revenue_amount"],
            "functional_fx_rate": 1,
            "reporting_fx_rate": 1,
            "new_unpriced_rows": 0,
        }
    )
