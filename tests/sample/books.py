"""What the sample company does: time is worked, invoiced, paid and posted; the books tie."""

import datetime as dt
import random
from decimal import Decimal

from sample.company import (
    CURRENCY_OF,
    MONTHS,
    PEOPLE,
    PROJECTS,
    RAISE_MONTH,
    Person,
    Project,
    Row,
    month_end,
    month_start,
)
from sample.invoicing import invoice_month
from sample.ledger import ACCOUNTS, Books, cents

SATURDAY = 5


def books_tables(seed: int) -> dict[str, list[Row]]:
    """Return the transactional tables of the sample company."""
    books = Books(random.Random(seed))  # noqa: S311 - a sample needs no secrecy
    for month in range(MONTHS):
        for person in PEOPLE:
            _work(books, person, month)
        if month < MONTHS - 1:
            invoice_month(books, month)
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
