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
    SUBSCRIPTIONS,
    Person,
    Project,
    Row,
    eur_per,
    month_end,
    month_start,
)

CENT = Decimal("0.01")
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
        if day.weekday() < 5:
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


def _invoice_month(books: Books, month: int) -> None:
    by_project: dict[str, list[Row]] = defaultdict(list)
    for entry in books.time_entries:
        if entry["is_billable"] and entry["invoice_line_id"] is None:
            by_project[str(entry["project_id"])].append(entry)
    for project in PROJECTS:
        if project.bill_rate is not None and by_project[project.id]:
            hours = sum((Decimal(str(e["hours"])) for e in by_project[project.id]), Decimal(0))
            line = _invoice(
                books,
                project.entity,
                project.client,
                project.currency,
                month,
                project=project.id,
                quantity=hours,
                unit="hour",
                price=project.bill_rate,
                account="4000",
            )
            for entry in by_project[project.id]:
                entry["invoice_line_id"] = line
        elif project.fee is not None:
            parts = 1 if project.type == "managed_service" else MONTHS
            _invoice(
                books,
                project.entity,
                project.client,
                project.currency,
                month,
                project=project.id,
                quantity=Decimal(1),
                unit="month" if parts == 1 else "piece",
                price=cents(project.fee / parts),
                account="4000",
                service=(month_start(month), month_start(month + 1)) if parts == 1 else None,
            )
    for client, product, entity, currency, price, length, first in SUBSCRIPTIONS:
        if first == month:
            _invoice(
                books,
                entity,
                client,
                currency,
                month,
                product=product,
                quantity=Decimal(1),
                unit="piece",
                price=price,
                account="4100",
                service=(month_start(month), month_start(month + length)),
            )


def _invoice(  # noqa: PLR0913 - an invoice line is what it is
    books: Books,
    entity: str,
    client: str,
    currency: str,
    month: int,
    *,
    quantity: Decimal,
    unit: str,
    price: Decimal,
    account: str,
    project: str | None = None,
    product: str | None = None,
    service: tuple[dt.date, dt.date] | None = None,
) -> str:
    number, day = len(books.invoices) + 1, month_end(month)
    net = cents(quantity * price)
    tax = cents(net * TAX[entity])
    invoice, line = f"I{number:04d}", f"I{number:04d}-1"
    paid = _payment_share(books) * (net + tax)
    rate = eur_per(currency, day) / eur_per(CURRENCY_OF[entity], day)
    net_own, tax_own = cents(net * rate), cents(tax * rate)
    open_amount = net + tax - cents(paid)
    told = {"client_id": client, "transaction_currency_code": currency}
    books.invoices.append(
        {
            "invoice_id": invoice,
            "invoice_number": f"2026-{number:04d}",
            "invoice_type": "invoice",
            "state": "paid" if open_amount == 0 else "posted",
            "entity_code": entity,
            "client_id": client,
            "invoice_date": day,
            "due_date": day + dt.timedelta(days=30),
            "currency_code": currency,
            "net_amount": net,
            "tax_amount": tax,
            "total_amount": net + tax,
            "open_amount": open_amount,
            "open_functional_amount": net_own + tax_own - cents(paid * rate),
            "updated_at": dt.datetime.combine(day, dt.time(12), dt.UTC),
        }
    )
    books.invoice_lines.append(
        {
            "invoice_line_id": line,
            "invoice_id": invoice,
            "project_id": project,
            "product_id": product,
            "description": next((p[2] for p in PRODUCTS if p[0] == product), "Services"),
            "quantity": quantity,
            "unit": unit,
            "unit_price": price,
            "net_amount": net,
            "account_id": f"{entity}-{account}",
            "service_start_date": service[0] if service else None,
            "service_end_date": service[1] if service else None,
        }
    )
    posting = [("1200", net_own + tax_own), (account, -net_own), ("2200", -tax_own)]
    books.post(
        entity, day, posting, source_type="invoice", source_id=invoice, project_id=project, **told
    )
    if paid:
        _pay(
            books,
            entity,
            invoice,
            day + dt.timedelta(days=21),
            cents(paid),
            cents(paid * rate),
            told,
        )
    return line


def _payment_share(books: Books) -> Decimal:
    return books.rng.choice((Decimal(1), Decimal(1), Decimal(1), Decimal("0.5"), Decimal(0)))


def _pay(  # noqa: PLR0913 - a payment is what it is
    books: Books,
    entity: str,
    invoice: str,
    day: dt.date,
    amount: Decimal,
    own: Decimal,
    told: dict[str, object],
) -> None:
    number = len(books.payments) + 1
    books.payments.append(
        {
            "payment_id": f"Y{number:04d}",
            "invoice_id": invoice,
            "payment_date": day,
            "amount": amount,
        }
    )
    books.post(
        entity,
        day,
        [("1000", own), ("1200", -own)],
        source_type="payment",
        source_id=f"Y{number:04d}",
        **told,
    )


def _pay_salaries(books: Books, month: int) -> None:
    for entity in CURRENCY_OF:
        total = sum(
            (p.weekly_hours * 52 / 12 * p.cost[month >= 3] for p in PEOPLE if p.entity == entity),
            Decimal(0),
        )
        books.post(
            entity,
            month_end(month),
            [("5000", cents(total)), ("1000", -cents(total))],
            source_type="payroll",
            description="Salaries",
        )
