"""What the sample company does: time is worked, invoiced, paid and posted, and the books tie."""

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from sources.demo.company import (
    CURRENCY_OF,
    MONTHS,
    PEOPLE,
    PRODUCTS,
    PROJECTS,
    RAISE_MONTH,
    SUBSCRIPTIONS,
    Person,
    Project,
    Row,
    eur_per,
    month_end,
    month_start,
)

CENT = Decimal("0.01")
SATURDAY = 5
PAID_SHARES = (Decimal(1), Decimal(1), Decimal(1), Decimal("0.5"), Decimal(0))
TAX = {"HV-DE": Decimal("0.19"), "HV-UK": Decimal("0.20")}
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


def books_tables(seed: int) -> dict[str, list[Row]]:
    """Return the transactional tables of the sample company."""
    books = Books(random.Random(seed))  # noqa: S311 - a sample needs no secrecy
    for month in range(MONTHS):
        for person in PEOPLE:
            _work(books, person, month)
        if month < MONTHS - 1:
            _invoice_month(books, month)
        _pay_salaries(books, month)
    return {
        "time_entries": books.time_entries,
        "invoices": books.invoices,
        "invoice_lines": books.invoice_lines,
        "payments": books.payments,
        "gl_accounts": [
            {
                "account_id": f"{entity}-{code}",
                "account_code": code,
                "account_name": name,
                "account_type": kind,
            }
            for entity in CURRENCY_OF
            for code, name, kind in ACCOUNTS
        ],
        "gl_lines": books.gl_lines,
    }


def _work(books: Books, person: Person, month: int) -> None:
    mine = [p for p in PROJECTS if p.entity == person.entity and p.practice == person.practice]
    mine = mine or [p for p in PROJECTS if p.practice == person.practice]
    day = month_start(month)
    while day <= month_end(month):
        if day.weekday() < SATURDAY:
            left = person.weekly_hours / 5
            while left > 0:
                hours = min(left, Decimal(books.rng.randint(4, 24)) / 4)
                _record(books, person, books.rng.choice(mine), day, hours)
                left -= hours
        day += dt.timedelta(days=1)


def _record(books: Books, person: Person, project: Project, day: dt.date, hours: Decimal) -> None:
    number = len(books.time_entries) + 1
    submitted = dt.datetime.combine(day, dt.time(17, 30), dt.UTC)
    books.time_entries.append(
        {
            "time_entry_id": f"T{number:06d}",
            "person_id": person.id,
            "project_id": project.id,
            "task_name": books.rng.choice(("Design", "Build", "Test", "Support")),
            "work_date": day,
            "hours": hours,
            "time_category": project.category,
            "is_billable": project.bill_rate is not None,
            "approval_state": "approved",
            "bill_rate": project.bill_rate,
            "currency_code": project.currency if project.bill_rate is not None else None,
            "invoice_line_id": None,
            "note": None,
            "submitted_at": submitted,
            "approved_at": submitted + dt.timedelta(days=3),
            "updated_at": submitted + dt.timedelta(days=3),
        }
    )


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


def _invoice_month(books: Books, month: int) -> None:
    unbilled: dict[str, list[Row]] = defaultdict(list)
    for entry in books.time_entries:
        if entry["is_billable"] and entry["invoice_line_id"] is None:
            unbilled[str(entry["project_id"])].append(entry)
    for project in PROJECTS:
        if project.bill_rate is not None:
            entries = unbilled[project.id]
            hours = sum((Decimal(str(entry["hours"])) for entry in entries), Decimal(0))
            line = _invoice(books, _billed_time(project, hours, project.bill_rate), month)
            for entry in entries:
                entry["invoice_line_id"] = line
        elif project.fee is not None:
            _invoice(books, _billed_fee(project, project.fee, month), month)
    for subscription in SUBSCRIPTIONS:
        if subscription[-1] == month:
            _invoice(books, _billed_subscription(*subscription), month)


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


def _pay_salaries(books: Books, month: int) -> None:
    for entity in CURRENCY_OF:
        total = sum(
            (
                p.weekly_hours * 52 / 12 * p.cost[month >= RAISE_MONTH]
                for p in PEOPLE
                if p.entity == entity
            ),
            Decimal(0),
        )
        books.post(
            entity,
            month_end(month),
            [("5000", cents(total)), ("1000", -cents(total))],
            source_type="payroll",
            description="Salaries",
        )
