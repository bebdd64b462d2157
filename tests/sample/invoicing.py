"""How the sample company invoices a month and is paid for it."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from sample.company import (
    CONTRACTS,
    CURRENCY_OF,
    MONTHS,
    PRODUCTS,
    PROJECTS,
    SUBSCRIPTIONS,
    Project,
    Row,
    eur_per,
    month_end,
    month_start,
)
from sample.ledger import Books, cents

TAX = {"HV-DE": Decimal("0.19"), "HV-UK": Decimal("0.20")}
PAID_SHARES = (Decimal(1), Decimal(1), Decimal(1), Decimal("0.5"), Decimal(0))


@dataclass(frozen=True)
class Billed:
    """What one invoice of one line bills."""

    entity: str
    client: str
    currency: str
    quantity: Decimal
    unit: str
    price: Decimal
    account: str
    project: str | None = None
    product: str | None = None
    service: tuple[dt.date, dt.date] | None = None


def invoice_month(books: Books, month: int) -> None:
    """Invoice what was worked, agreed and subscribed to for one month."""
    unbilled: dict[str, list[Row]] = defaultdict(list)
    for entry in books.time_entries:
        if entry["is_billable"] and entry["invoice_line_id"] is None:
            unbilled[str(entry["project_id"])].append(entry)
    for project in PROJECTS:
        _invoice_project(books, project, unbilled[project.id], month)
    for subscription in SUBSCRIPTIONS:
        if subscription[-1] == month:
            _invoice(books, _billed_subscription(*subscription), month)


def _invoice_project(books: Books, project: Project, entries: list[Row], month: int) -> None:
    if project.bill_rate is not None:
        hours = sum((Decimal(str(entry["hours"])) for entry in entries), Decimal(0))
        line = _invoice(books, _billed_time(project, hours, project.bill_rate), month)
        for entry in entries:
            entry["invoice_line_id"] = line
    elif project.fee is not None:
        _invoice(books, _billed_fee(project, project.fee, month), month)


def _billed_subscription(  # noqa: PLR0913, PLR0917 - a row of SUBSCRIPTIONS, spread out
    client: str, product: str, entity: str, currency: str, price: Decimal, months: int, first: int
) -> Billed:
    service = (month_start(first), month_start(first + months))
    return Billed(
        entity, client, currency, Decimal(1), "piece", price, "4100", None, product, service
    )


def _billed_time(project: Project, hours: Decimal, rate: Decimal) -> Billed:
    client, currency = project.client, project.currency
    return Billed(project.entity, client, currency, hours, "hour", rate, "4000", project.id)


def _billed_fee(project: Project, fee: Decimal, month: int) -> Billed:
    monthly = project.type == "managed_service"
    return Billed(
        entity=project.entity,
        client=project.client,
        currency=project.currency,
        quantity=Decimal(1),
        unit="month" if monthly else "piece",
        price=fee if monthly else cents(fee / MONTHS),
        account="4000",
        project=project.id,
        service=(month_start(month), month_start(month + 1)) if monthly else None,
    )


def _invoice(books: Books, billed: Billed, month: int) -> str:
    """Write, post and perhaps pay one invoice; return its line's id."""
    invoice, day = f"I{len(books.invoices) + 1:04d}", month_end(month)
    net = cents(billed.quantity * billed.price)
    tax = cents(net * TAX[billed.entity])
    paid = cents(books.rng.choice(PAID_SHARES) * (net + tax))
    rate = eur_per(billed.currency, day) / eur_per(CURRENCY_OF[billed.entity], day)
    own = {"net": cents(net * rate), "tax": cents(tax * rate), "paid": cents(paid * rate)}
    if paid == net + tax:
        own["paid"] = own["net"] + own["tax"]
    books.invoices.append(
        {
            "invoice_id": invoice,
            "invoice_number": f"{day:%Y}-{invoice[1:]}",
            "invoice_type": "invoice",
            "state": "paid" if paid == net + tax else "posted",
            "entity_code": billed.entity,
            "client_id": billed.client,
            "contract_id": _contract_of(billed),
            "invoice_date": day,
            "due_date": day + dt.timedelta(days=30),
            "currency_code": billed.currency,
            "net_amount": net,
            "tax_amount": tax,
            "total_amount": net + tax,
            "open_amount": net + tax - paid,
            "open_functional_amount": own["net"] + own["tax"] - own["paid"],
            "updated_at": dt.datetime.combine(day, dt.time(12), dt.UTC),
        }
    )
    books.invoice_lines.append(_invoice_line(billed, invoice, net))
    told = {"client_id": billed.client, "transaction_currency_code": billed.currency}
    posting = [("1200", own["net"] + own["tax"]), (billed.account, -own["net"])]
    if tax:
        posting.append(("2200", -own["tax"]))
    books.post(
        billed.entity,
        day,
        posting,
        source_type="invoice",
        source_id=invoice,
        project_id=billed.project,
        **told,
    )
    if paid:
        payment = _payment(books, invoice, day + dt.timedelta(days=21), paid)
        cash = [("1000", own["paid"]), ("1200", -own["paid"])]
        later = day + dt.timedelta(days=21)
        books.post(billed.entity, later, cash, source_type="payment", source_id=payment, **told)
    return f"{invoice}-1"


def _contract_of(billed: Billed) -> str | None:
    sold = (billed.client, billed.project, billed.product)
    return next((c.id for c in CONTRACTS if (c.client, c.project, c.product) == sold), None)


def _invoice_line(billed: Billed, invoice: str, net: Decimal) -> Row:
    return {
        "invoice_line_id": f"{invoice}-1",
        "invoice_id": invoice,
        "project_id": billed.project,
        "product_id": billed.product,
        "description": next((p[2] for p in PRODUCTS if p[0] == billed.product), "Services"),
        "quantity": billed.quantity,
        "unit": billed.unit,
        "unit_price": billed.price,
        "net_amount": net,
        "account_id": f"{billed.entity}-{billed.account}",
        "service_start_date": billed.service[0] if billed.service else None,
        "service_end_date": billed.service[1] if billed.service else None,
    }


def _payment(books: Books, invoice: str, day: dt.date, amount: Decimal) -> str:
    number = f"Y{len(books.payments) + 1:04d}"
    books.payments.append(
        {"payment_id": number, "invoice_id": invoice, "payment_date": day, "amount": amount}
    )
    return number
