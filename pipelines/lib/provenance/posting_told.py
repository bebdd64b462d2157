"""What a single posting says of how it came about, in words."""

from decimal import Decimal

from pipelines.lib.releases.readable import Cells

MEASURE_OF = {
    "fct_project_cost": "cost",
    "fct_billing_event": "billed",
    "fct_revenue_event": "revenue",
}

# What progress is counted in, by the method it is measured by.
MEASURED_IN = {
    "cost_to_cost": "{functional_currency_code} of cost",
    "hours": "hours",
    "milestones": "of the milestones' weights",
    "units_delivered": "of the weights of what is delivered",
    "ratable": "days",
    "point_in_time": "handed over",
}


def told(table: str, row: Cells, described: Cells) -> list[str]:
    """Return the sentences that lead from a source row to the amounts of its posting.

    Args:
        table: The table of postings.
        row: The posting.
        described: What a table of the release says of its source row; empty where none may be read.
    """
    if row.get("adjustment_type"):
        sentences = [_adjusted(row, MEASURE_OF[table]), *_all_at_a_rate(table, row)]
    elif row["source_table"] == "time_entries":
        sentences = _worked(table, row)
    elif row["source_table"] == "performance_obligations":
        sentences = _advanced(row)
    elif row["source_table"] == "usage_records":
        sentences = [_used(row)]
    elif table == "fct_project_cost":
        sentences = _bought(row)
    else:
        sentences = _invoiced(table, row, described)
    if row["source_table"] == "time_entries" and described.get("approval_state"):
        sentences.append(f"approval: {described['approval_state']}")
    return [*sentences, *_converted(row, MEASURE_OF[table])]


def _adjusted(row: Cells, measure: str) -> str:
    amount = money(row[f"{measure}_transaction_amount"], row["transaction_currency_code"])
    where = (
        "its own period, opened again"
        if row["adjustment_type"] == "reopened_period"
        else (f"{row['accounting_period']}, the next open one")
    )
    return (
        f"adjusts {row['origin_period']}, a closed period, by {amount}, posted to {where}; "
        f"cause: {row['adjustment_cause']}"
    )


def _all_at_a_rate(table: str, row: Cells) -> list[str]:
    """Return the hours and the rate of an adjustment that is nothing else than both."""
    hours, rate = row.get("hours", row.get("quantity")), row["rate"]
    if row["source_table"] != "time_entries" or not isinstance(hours, Decimal):
        return []
    amount = row[f"{MEASURE_OF[table]}_transaction_amount"]
    is_product = isinstance(rate, Decimal) and hours != 0 and hours * rate == amount
    return _worked(table, row) if is_product else []


def _worked(table: str, row: Cells) -> list[str]:
    kind, measure = ("cost", "cost") if table == "fct_project_cost" else ("bill", "revenue")
    hours = row["hours"] if kind == "cost" else row["quantity"]
    if row["rate"] is None:
        return [f"{number(hours)} hours without a {kind} rate: no amount is known"]
    rate_id = f" ({row['rate_id']})" if row.get("rate_id") else ""
    amount = money(row[f"{measure}_transaction_amount"], row["transaction_currency_code"])
    rate = f"{number(row['rate'])} {row['transaction_currency_code']}{rate_id}"
    return [f"{number(hours)} hours x {kind} rate {rate} = {amount}"]


def _used(row: Cells) -> str:
    price = f"{number(row['rate'])} {row['transaction_currency_code']}"
    amount = money(row["revenue_transaction_amount"], row["transaction_currency_code"])
    return f"used on {row['service_date']}: {number(row['quantity'])} x price {price} = {amount}"


def _bought(row: Cells) -> list[str]:
    kind = "expense" if row["source_table"] == "expenses" else "supplier's bill, line"
    amount = money(row["cost_transaction_amount"], row["transaction_currency_code"])
    return [f"{kind} {row['source_id']} of {row['service_date']}: {amount}, {row['cost_class']}"]


def _invoiced(table: str, row: Cells, described: Cells) -> list[str]:
    invoice = row.get("invoice_number") or described.get("invoice_number") or "not known"
    currency = row["transaction_currency_code"]
    net = (
        row["billed_transaction_amount"]
        if table == "fct_billing_event"
        else described.get("net_transaction_amount")
    )
    sentences = [f"invoice {invoice}, line {row['source_id']}: net amount {money(net, currency)}"]
    if described.get("unit_price") is not None:
        price = money(described["unit_price"], currency)
        sentences.append(f"quantity {number(described['quantity'])} x unit price {price}")
    if table == "fct_revenue_event":
        amount = money(row["revenue_transaction_amount"], currency)
        sentences.append(
            f"earned by day of its service, {described.get('service_start_date')} to "
            f"{described.get('service_end_date')}: {amount} in {row['accounting_period']}"
            if row["revenue_method"] == "ratable"
            else f"earned when it was invoiced: {amount}"
        )
    elif row["contract_currency_code"] is not None:
        amount = money(row["billed_contract_amount"], row["contract_currency_code"])
        sentences.append(f"in the contract's currency {amount}")
    return sentences


def _advanced(row: Cells) -> list[str]:
    currency = row["transaction_currency_code"]
    amounts = (
        money(row[name], currency)
        for name in (
            "allocated_amount",
            "revenue_before_amount",
            "revenue_to_date_amount",
            "revenue_transaction_amount",
        )
    )
    allocated, before, to_date, posted = amounts
    progress = [number(row[f"progress_{each}share"]) for each in ("before_", "")]
    estimate = f", estimate {row['estimate_id']}" if row["estimate_id"] else ""
    contract = f"contract {row['contract_id']}, version {row['contract_version_id']}"
    if row["progress_share"] is None:
        measured = f"no progress is measured, method {row['revenue_method']}"
    else:
        measured = f"progress {progress[0]} before, {progress[1]} after, by {row['revenue_method']}"
    if row.get("progress_expected") is not None:
        unit = MEASURED_IN[str(row["revenue_method"])].format(**row)
        done, expected = number(row["progress_done"]), number(row["progress_expected"])
        measured += f": {done} of {expected} {unit}"
    priced = "no fixed price" if row["allocated_amount"] is None else f"allocated {allocated}"
    reason = f"known on {row['known_on']}, reason: {row['posting_reason']}"
    return [
        f"obligation {row['obligation_name']!r} of {contract}: {priced}",
        f"{measured}{estimate}",
        f"revenue {before} before, {to_date} after: {posted} posted; {reason}",
    ]


def _converted(row: Cells, measure: str) -> list[str]:
    """Return how the amount became one of the other currencies, where there is one."""
    own = row["transaction_currency_code"]
    # What an obligation earns in a period is converted once; a posting is what it adds to that.
    once = ", rounded once for the period" if row["fx_rate_type"] == "average" else ""
    return [
        f"to the {books} currency at the {row['fx_rate_type']} rate "
        f"{number(row[f'{books}_fx_rate'])}{once}: {money(row[f'{measure}_{books}_amount'], code)}"
        for books in ("functional", "reporting")
        if (code := row[f"{books}_currency_code"]) is not None and code != own
    ]


def number(value: object) -> str:
    """Return a number with its thousands apart and no zeros beyond the cents."""
    if not isinstance(value, Decimal):
        return "not known" if value is None else str(value)
    whole, _, places = f"{value:,f}".partition(".")
    return f"{whole}.{places.rstrip('0').ljust(2, '0')}" if places else whole


def money(value: object, currency: object) -> str:
    """Return an amount with its currency."""
    return "an unknown amount" if value is None else f"{number(value)} {currency or ''}".rstrip()
