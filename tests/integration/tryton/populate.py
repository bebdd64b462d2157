"""Fill a Tryton database with one services company, or change it, through the ERP's own logic.

Runs in Tryton's environment, not in the project's. `fill` makes people with dated cost prices,
projects with tasks, opportunities with history, timesheets, invoices from billable hours, payments
and payroll; `change` edits, deletes and adds what the next day brings.
"""

import argparse
import datetime as dt
import os
import random
from decimal import Decimal
from types import SimpleNamespace

from proteus import Model, Wizard
from proteus import config as proteus_config

MODULES = (
    "timesheet_cost",
    "project_revenue",
    "project_invoice",
    "sale_opportunity",
    "account_invoice",
    "company_work_time",
)
START = dt.date(2025, 1, 1)
FIRST_RAISE = dt.date(2025, 2, 1)


def month_end(offset: int) -> dt.date:
    """Return the last day of the month `offset` months after the first."""
    year, month = divmod(START.year * 12 + START.month + offset, 12)
    return dt.date(year, month + 1, 1) - dt.timedelta(days=1)


def one(model: str, *domain: tuple) -> Model:
    """Return the first record of a search."""
    return Model.get(model).find(list(domain))[0]


def connect(uri: str) -> proteus_config.Config:
    """Open the database and make sure that the modules are active."""
    config = proteus_config.set_trytond(database=uri, config_file=os.environ["TRYTOND_CONFIG"])
    config.skip_warning = True  # invoices with past due dates would stop on a warning
    module = Model.get("ir.module")
    wanted = module.find([("name", "in", MODULES), ("state", "!=", "activated")])
    if wanted:
        module.click(wanted, "activate")
        Wizard("ir.module.activate_upgrade").execute("upgrade")
    return config


def make_company() -> SimpleNamespace:
    """Make the company, its chart of accounts, periods, tax, products and rates."""
    from trytond.modules.account.tests.tools import (
        create_chart,
        create_fiscalyear,
        create_tax,
        get_accounts,
    )
    from trytond.modules.account_invoice.tests.tools import set_fiscalyear_invoice_sequences
    from trytond.modules.company.tests.tools import create_company, get_company

    create_company(currency="EUR")
    company = get_company()
    create_chart(company)
    accounts = get_accounts(company)
    year = create_fiscalyear(company, (START, dt.date(START.year, 12, 31)))
    year = set_fiscalyear_invoice_sequences(year)
    year.save()
    year.click("create_period")
    tax = create_tax(Decimal(".20"))
    tax.save()
    term = Model.get("account.invoice.payment_term")(name="30 days")
    term.lines.new(type="remainder").relativedeltas.new(days=30)
    term.save()
    (cash,) = Model.get("account.journal").find([("type", "=", "cash")])
    method = Model.get("account.invoice.payment.method")(
        name="Bank",
        journal=cash,
        credit_account=accounts["cash"],
        debit_account=accounts["cash"],
    )
    method.save()
    category = Model.get("product.category")(
        name="Services",
        accounting=True,
        account_revenue=accounts["revenue"],
        account_expense=accounts["expense"],
    )
    category.customer_taxes.append(tax)
    category.save()
    products = [make_service(category, *each) for each in (("Advice", "127.35"), ("Build", "96"))]
    dollar = Model.get("currency.currency")(
        name="US Dollar", code="USD", symbol="$", rounding=Decimal("0.01")
    )
    dollar.save()
    for month in range(3):
        rate = Decimal("1.04") + Decimal(month) / 100
        day = START.replace(month=month + 1)
        Model.get("currency.currency.rate")(currency=dollar, date=day, rate=rate).save()
    return SimpleNamespace(company=company, accounts=accounts, term=term, products=products)


def make_service(category: Model, name: str, price: str) -> Model:
    """Make one service sold by the hour."""
    template = Model.get("product.template")(
        name=name,
        default_uom=one("product.uom", ("name", "=", "Hour")),
        type="service",
        list_price=Decimal(price),
        account_category=category,
    )
    template.salable = True
    template.save()
    return template.products[0]


def make_people(number: int) -> list[Model]:
    """Make people whose cost rises once."""
    people = []
    for position in range(number):
        party = Model.get("party.party")(name=f"Person {position:02d}")
        mail = party.contact_mechanisms.new()
        mail.type, mail.value = "email", f"person{position:02d}@example.com"
        party.save()
        person = Model.get("company.employee")(party=party, start_date=START)
        cost = Decimal("41.30") + position
        person.cost_prices.new(date=START, cost_price=cost)
        person.cost_prices.new(date=FIRST_RAISE, cost_price=cost + Decimal("2.15"))
        person.save()
        people.append(person)
    return people


def make_projects(number: int, base: SimpleNamespace) -> list[Model]:
    """Make projects invoiced by timesheet, each of two tasks, for half as many clients."""
    clients = []
    for position in range(max(1, number // 2)):
        client = Model.get("party.party")(name=f"Client {position:02d}")
        client.customer_payment_term = base.term
        client.save()
        clients.append(client)
    projects = []
    for position in range(number):
        project = Model.get("project.work")(
            name=f"Project {position:02d}", type="project", party=clients[position % len(clients)]
        )
        project.project_invoice_method = "timesheet"
        project.timesheet_available = True
        project.product = base.products[0]
        for product in base.products:
            task = project.children.new()
            task.name, task.type, task.product = product.template.name, "task", product
            task.timesheet_available = True
            task.effort_duration = dt.timedelta(hours=100)
        project.save()
        projects.append(project)
    return projects


def make_deals(projects: list[Model], person: Model) -> None:
    """Make one opportunity per project: a lead, one that is pursued, one that is lost."""
    for position, project in enumerate(projects):
        deal = Model.get("sale.opportunity")(
            description=f"Deal {position}",
            party=project.party,
            amount=Decimal(10_000 * (position + 1)),
            employee=person,
            start_date=START,
        )
        deal.address = project.party.addresses[0] if project.party.addresses else None
        deal.save()
        if position % 3:
            deal.click("opportunity")
        if position % 3 == 2:
            deal.lost_reason = "price"
            deal.click("lost")


def record_time(people: list[Model], works: list[Model], months: int) -> None:
    """Record every working day of every person, in odd minutes too."""
    day = START
    while day <= month_end(months - 1):
        if day.weekday() < 5:
            for person in people:
                for minutes in random.choice(((480,), (240, 240), (100, 380))):
                    line = Model.get("timesheet.line")(employee=person, date=day)
                    line.work = random.choice(works)
                    line.duration = dt.timedelta(minutes=minutes)
                    line.save()
        day += dt.timedelta(days=1)


def invoice_month(projects: list[Model], base: SimpleNamespace, last: dt.date) -> None:
    """Invoice every project up to a day, post the invoices and pay every second one."""
    for project in projects:
        project.project_invoice_timesheet_up_to = last
        project.save()
        project.click("invoice")
    for position, draft in enumerate(Model.get("account.invoice").find([("state", "=", "draft")])):
        draft.invoice_date = draft.accounting_date = last
        draft.payment_term = base.term
        draft.save()
        draft.click("post")
        if position % 2:
            pay = draft.click("pay")
            pay.form.payment_method = one("account.invoice.payment.method")
            pay.form.date = last + dt.timedelta(days=12)
            pay.execute("choice")


def pay_salaries(base: SimpleNamespace, people: int, last: dt.date) -> None:
    """Post one payroll journal."""
    journal = one("account.journal", ("type", "=", "general"))
    period = one("account.period", ("start_date", "<=", last), ("end_date", ">=", last))
    move = Model.get("account.move")(journal=journal, period=period, date=last)
    amount = Decimal("6500.55") * people
    move.lines.new(account=base.accounts["expense"], debit=amount, credit=Decimal(0))
    move.lines.new(account=base.accounts["cash"], debit=Decimal(0), credit=amount)
    move.save()
    move.click("post")


def fill(people: int, projects: int, months: int) -> None:
    """Fill an empty database."""
    base = make_company()
    everyone = make_people(people)
    portfolio = make_projects(projects, base)
    make_deals(portfolio, everyone[0])
    works = [w for p in portfolio for task in p.children for w in task.timesheet_works]
    record_time(everyone, works, months)
    for month in range(months):
        # The last month stays unbilled for the first project.
        invoiced = portfolio if month < months - 1 else portfolio[1:]
        invoice_month(invoiced, base, month_end(month))
        pay_salaries(base, people, month_end(month))


def change() -> None:
    """Do what the next day brings: an edit, a deletion, a changed rate, a new invoice."""
    from trytond.modules.account.tests.tools import get_accounts
    from trytond.modules.company.tests.tools import get_company

    unbilled = Model.get("timesheet.line").find(
        [("invoice_line", "=", None)], order=[("id", "ASC")]
    )
    edited, deleted = unbilled[0], unbilled[1]
    edited.duration = dt.timedelta(minutes=55)
    edited.save()
    deleted.delete()
    price = Model.get("company.employee_cost_price").find([], order=[("id", "ASC")])[1]
    price.cost_price += Decimal("1.01")
    price.save()
    term = one("account.invoice.payment_term")
    base = SimpleNamespace(accounts=get_accounts(get_company()), term=term)
    (first, *_) = Model.get("project.work").find([("type", "=", "project")], order=[("id", "ASC")])
    invoice_month([first], base, month_end(1))


def main() -> None:
    """Fill or change the database named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=("fill", "change"))
    parser.add_argument("uri")
    parser.add_argument("--people", type=int, default=3)
    parser.add_argument("--projects", type=int, default=3)
    parser.add_argument("--months", type=int, default=2)
    parser.add_argument("--seed", type=int, default=11)
    asked = parser.parse_args()
    random.seed(asked.seed)
    config = connect(asked.uri)
    if asked.action == "fill":
        fill(asked.people, asked.projects, asked.months)
    else:
        # Everything was made by the company's user; changes are, too.
        change()
    del config


if __name__ == "__main__":
    main()
