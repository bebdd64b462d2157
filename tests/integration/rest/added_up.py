"""What Harvest and Xero hold, added up from their own answers, and what a release says of it.

Nothing of the product is used for the first; both are the same kind of figures, to be compared.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from nightly import Company
from vendors import Lists, Row
from xero_books import RECEIVABLE, SALES, cents

# Project code (empty where there is none) and month.
Place = tuple[str, str]
ByMonth = Mapping[Place, Decimal]
ZERO = Decimal(0)
# The CRM's code of a project counts before Harvest's and Xero's.
CODES = {"OE-1": "OW-2025"}
# What the exports beside the vendors say of exchange rates.
EUROS = {"EUR": Decimal(1), "GBP": Decimal("1.25")}


@dataclass(frozen=True)
class Figures:
    """The figures of one night, in hours and euros."""

    hours: ByMonth
    cost: ByMonth
    billable: ByMonth
    billed: ByMonth
    revenue: ByMonth
    invoiced: Decimal
    open_invoices: Decimal
    ledger_receivable: Decimal
    ledger_revenue: Decimal
    debit: Decimal
    credit: Decimal


def held(harvest: Lists, xero: Lists) -> Figures:
    """Add up what the vendors hold."""
    projects = {row["id"]: row for row in harvest["projects"]}
    entries = [(_place(entry, projects), entry) for entry in harvest["time_entries"]]
    worth = [(place, _worth(entry, projects)) for place, entry in entries]
    approved = [(place, _worth(entry, projects)) for place, entry in entries if entry["is_locked"]]
    by_hour = [p["code"] for p in projects.values() if p["bill_by"] == "Project"]
    billed = list(_billed(xero))
    as_invoiced = [(place, amount) for place, amount in billed if place[0] not in by_hour]
    ledger = list(_ledger(xero))
    return Figures(
        hours=_sums((place, _number(entry, "hours")) for place, entry in entries),
        cost=_posted((place, _cost(entry, harvest)) for place, entry in entries),
        billable=_sums(worth),
        billed=_posted(billed),
        revenue=_posted([*_posted(approved).items(), *as_invoiced]),
        invoiced=sum((_euros(d, "SubTotal") * s for s, d in _documents(xero)), ZERO),
        open_invoices=_open(xero),
        ledger_receivable=sum((amount for code, amount in ledger if code == RECEIVABLE), ZERO),
        ledger_revenue=-sum((amount for code, amount in ledger if code == SALES), ZERO),
        debit=sum((max(amount, ZERO) for _, amount in ledger), ZERO),
        credit=-sum((min(amount, ZERO) for _, amount in ledger), ZERO),
    )


def published(company: Company) -> Figures:
    """Read the same figures from the current release."""
    ((invoiced,),) = company.query(
        "select sum(net_functional_amount) from fct_invoice_line where is_posted"
    )
    ((open_invoices,),) = company.query(
        "select a_value from ctl_reconciliation "
        "where check_name = 'open invoices = ledger receivable'"
    )
    ((receivable, revenue, debit, credit),) = company.query(
        """
        select
            sum(net_functional_amount) filter (account_class = 'receivable'),
            -sum(net_functional_amount) filter (account_class = 'revenue'),
            sum(debit_functional_amount),
            sum(credit_functional_amount)
        from fct_gl_line
        """
    )
    return Figures(
        hours=_months(company, "hours"),
        cost=_months(company, "cost_functional_amount"),
        billable=_months(company, "billable_functional_amount", "fct_time_entry", "people"),
        billed=_months(company, "billed_functional_amount"),
        revenue=_months(company, "revenue_functional_amount"),
        invoiced=invoiced,
        open_invoices=open_invoices,
        ledger_receivable=receivable,
        ledger_revenue=revenue,
        debit=debit,
        credit=credit,
    )


def _months(
    company: Company, measure: str, fact: str = "fct_project_month", audience: str = "finance"
) -> ByMonth:
    found = company.query(
        f"""
        select coalesce(project_code, ''), accounting_period, sum({measure})
        from {fact} left join dim_project using (project_key)
        group by all having sum({measure}) <> 0
        """,
        audience,
    )
    return {(code, month): amount for code, month, amount in found}


def _sums(parts: Iterable[tuple[Place, Decimal]]) -> ByMonth:
    sums: dict[Place, Decimal] = defaultdict(Decimal)
    for place, amount in parts:
        sums[place] += amount
    return {place: amount for place, amount in sums.items() if amount}


def _posted(parts: Iterable[tuple[Place, Decimal]]) -> ByMonth:
    return {place: cents(amount) for place, amount in _sums(parts).items()}


def _place(entry: Row, projects: Mapping[object, Row]) -> Place:
    project = projects[_record(entry, "project")["id"]]
    return _code(str(project["code"])), str(entry["spent_date"])[:7]


def _code(code: str) -> str:
    return CODES.get(code, code)


def _worth(entry: Row, projects: Mapping[object, Row]) -> Decimal:
    """Return what an entry may be billed for, at its rate and the day's exchange rate."""
    if not entry["billable"] or entry["billable_rate"] is None:
        return ZERO
    client = _record(projects[_record(entry, "project")["id"]], "client")
    amount = _number(entry, "hours") * _number(entry, "billable_rate")
    return amount * EUROS[str(client["currency"])]


def _cost(entry: Row, harvest: Lists) -> Decimal:
    """Return an entry's cost at the rate of its person on its day."""
    day = str(entry["spent_date"])
    (rate,) = (
        rate
        for rate in harvest[f"users/{_record(entry, 'user')['id']}/cost_rates"]
        if str(rate["start_date"] or "0000") <= day <= str(rate["end_date"] or "9999")
    )
    return _number(entry, "hours") * _number(rate, "amount")


def _documents(xero: Lists) -> Iterator[tuple[int, Row]]:
    """Yield what was issued to customers, each with its sign: invoices and credit notes."""
    for sign, listed, kind in ((1, "Invoices", "ACCREC"), (-1, "CreditNotes", "ACCRECCREDIT")):
        for document in xero[listed]:
            if document["Type"] == kind and document["Status"] in {"AUTHORISED", "PAID"}:
                yield sign, document


def _billed(xero: Lists) -> Iterator[tuple[Place, Decimal]]:
    for sign, document in _documents(xero):
        for line in records(document, "LineItems"):
            tax = "TaxAmount" if document["LineAmountTypes"] == "Inclusive" else ""
            net = _euros(document, "LineAmount", line) - (_euros(document, tax, line) if tax else 0)
            projects = [
                str(chosen["Option"])
                for chosen in records(line, "Tracking")
                if chosen["Name"] == "Project"
            ]
            yield (_code("".join(projects)), _month(document)), sign * net


def _open(xero: Lists) -> Decimal:
    due = [_euros(d, "AmountDue") for s, d in _documents(xero) if s == 1]
    left = [_euros(d, "RemainingCredit") for s, d in _documents(xero) if s == -1]
    left += [_euros(credit, "RemainingCredit") for credit in xero["Overpayments"]]
    return sum((cents(amount) for amount in due), ZERO) - sum(left, ZERO)


def _ledger(xero: Lists) -> Iterator[tuple[str, Decimal]]:
    for journal in xero["Journals"]:
        for line in records(journal, "JournalLines"):
            yield str(line["AccountCode"]), _number(line, "NetAmount")


def _euros(document: Row, name: str, within: Row | None = None) -> Decimal:
    return _number(within or document, name) / _number(document, "CurrencyRate")


def _month(document: Row) -> str:
    milliseconds = str(document["Date"]).removeprefix("/Date(").partition("+")[0]
    day = dt.datetime.fromtimestamp(int(milliseconds) / 1000, tz=dt.UTC)
    return day.strftime("%Y-%m")


def _number(row: Row, name: str) -> Decimal:
    return Decimal(str(row[name]))


def _record(row: Row, name: str) -> Row:
    found = row[name]
    assert isinstance(found, dict)
    return found


def records(row: Row, name: str) -> list[Row]:
    """Return a list of records in a row."""
    found = row[name]
    assert isinstance(found, list)
    return found
