"""The money of a small company, as Xero holds it: what it invoiced for a quarter of work.

Amounts are made by rule, so that every run holds the same. What it adds up to belongs in
`added_up.py`; how Xero keeps books in `xero_books.py`.
"""

import datetime as dt
from decimal import Decimal

from vendors import Lists, Row
from xero_books import Books, Line, Terms, identifier, json_date

BOOKED, CHANGED = (dt.datetime(2025, 4, day, 9, tzinfo=dt.UTC) for day in (10, 20))
# Harvest writes some of the names otherwise, and does not know the shop.
BRANDT, COUNCIL, OSTWIND, SHOP, SUPPLIER = (
    "BRANDT LOGISTIK",
    "Northmoor Council",
    "Ostwind Energie AG",
    "Wollmann Shop",
    "Kestrel Freelancers",
)
HOME = Terms()
POUNDS = Terms(currency="GBP", rate=Decimal("0.8"), tax=Decimal(0), amounts="NoTax")
# One order in three is written with its tax, one without any.
SHOP_TERMS = (HOME, Terms(amounts="Inclusive"), Terms(amounts="NoTax", tax=Decimal(0)))
ORDERS = 101


def halden_books(harvest: Lists) -> Books:
    """Return the books after the quarter: its work invoiced, most of it paid, some credited."""
    contacts = [_contact(name) for name in (BRANDT, COUNCIL, OSTWIND, SHOP)]
    books = Books([*contacts, _contact(SUPPLIER, is_supplier=True)], BOOKED)
    _invoice_work(books, harvest)
    _sell_in_the_shop(books)
    _buy(books)
    _credit(books)
    return books


def change_books(books: Books) -> None:
    """Do a day's work: an invoice, an edit, a payment and one taken back."""
    books.now = CHANGED
    day = CHANGED.date()
    invoices = _by_number(books)
    books.document("ACCREC", "INV-9001", SHOP, day, [Line("3", "33.33")], HOME)
    books.edit(invoices["OE-1 2025-02"], [Line("1", "6150.00", "OE-1")], HOME)
    books.pay(invoices["BL-1 2025-02"], "250.50", day)
    returned = invoices["S-0007"]
    payments = {
        _at(payment, "Invoice", "InvoiceID"): payment for payment in books.lists["Payments"]
    }
    books.take_back(payments[returned["InvoiceID"]], returned)


def _invoice_work(books: Books, harvest: Lists) -> None:
    """Invoice two months' approved time at its rates, and three parts of a fee."""
    for month in ("2025-01", "2025-02"):
        day = dt.date.fromisoformat(f"{month}-28")
        books.at_noon(day)
        for code, client, price, terms in (
            ("BL-1", BRANDT, "110", HOME),
            ("NC-1", COUNCIL, "88", POUNDS),
        ):
            lines = [Line(_hours(harvest, code, month), price, code)]
            books.document("ACCREC", f"{code} {month}", client, day, lines, terms)
    for month in ("2025-01", "2025-02", "2025-03"):
        day = dt.date.fromisoformat(f"{month}-28")
        books.at_noon(day)
        lines = [Line("1", "6000.00", "OE-1")]
        books.document("ACCREC", f"OE-1 {month}", OSTWIND, day, lines, HOME)
    lines = [Line("4", "120.00", "ZZ-9")]
    books.document("ACCREC", "ZZ-9", BRANDT, dt.date(2025, 3, 3), lines, HOME)


def _sell_in_the_shop(books: Books) -> None:
    """Sell more often than Xero puts on one page; all but the last orders are paid."""
    for number in range(ORDERS):
        day = dt.date(2025, 1, 2) + dt.timedelta(days=number * 87 // ORDERS)
        books.at_noon(day)
        lines = [Line(str(1 + number % 3), f"{10 + number}.{number % 100:02d}")]
        terms = SHOP_TERMS[number % len(SHOP_TERMS)]
        order = books.document("ACCREC", f"S-{number:04d}", SHOP, day, lines, terms)
        if number < ORDERS - 5:
            books.pay(order, str(order["Total"]), day)
    books.now = BOOKED
    orders = _by_number(books)
    books.edit(orders["S-0098"], [Line("1", "19.99")], HOME)
    books.void(orders["S-0099"])
    draft = orders["S-0100"]
    lines = [{**line, "LineItemID": identifier("draft line")} for line in _lines(draft)]
    changed = {"InvoiceID": identifier("draft"), "InvoiceNumber": "DRAFT", "Status": "DRAFT"}
    books.lists["Invoices"].append({**draft, **changed, "LineItems": lines})


def _buy(books: Books) -> None:
    for number in (1, 2, 3):
        day = dt.date(2025, number, 15)
        books.at_noon(day)
        lines = [Line("12.5", "80.00")]
        bill = books.document("ACCPAY", f"BILL-{number}", SUPPLIER, day, lines, HOME)
        if number == 1:
            books.pay(bill, "1190.00", day)


def _credit(books: Books) -> None:
    """Pay an invoice in part, and settle others by a credit note, an over- and a prepayment."""
    invoices = _by_number(books)
    day = dt.date(2025, 3, 20)
    books.at_noon(day)
    books.pay(invoices["BL-1 2025-02"], "1000.00", day)
    lines = [Line("1", "100.00")]
    note = books.document("ACCRECCREDIT", "CN-1", BRANDT, day, lines, HOME)
    books.apply(note, invoices["BL-1 2025-01"], "100.00", day)
    books.pay(note, "9.00", day)
    over = books.receive("Overpayments", OSTWIND, "50.00", day)
    books.apply(over, invoices["OE-1 2025-02"], "30.00", day)
    ahead = books.receive("Prepayments", OSTWIND, "200.00", dt.date(2025, 2, 3))
    books.apply(ahead, invoices["OE-1 2025-03"], "200.00", day)


def _hours(harvest: Lists, code: str, month: str) -> str:
    project = next(row["id"] for row in harvest["projects"] if row["code"] == code)
    return str(
        sum(
            Decimal(str(entry["hours"]))
            for entry in harvest["time_entries"]
            if _at(entry, "project", "id") == project
            if str(entry["spent_date"]).startswith(month)
        )
    )


def _by_number(books: Books) -> dict[str, Row]:
    return {str(row["InvoiceNumber"]): row for row in books.lists["Invoices"]}


def _lines(document: Row) -> list[Row]:
    lines = document["LineItems"]
    assert isinstance(lines, list)
    return lines


def _at(row: Row, record: str, name: str) -> object:
    found = row[record]
    assert isinstance(found, dict)
    return found[name]


def _contact(name: str, *, is_supplier: bool = False) -> Row:
    return {
        "ContactID": identifier(name),
        "ContactStatus": "ACTIVE",
        "Name": name,
        "IsSupplier": is_supplier,
        "IsCustomer": not is_supplier,
        "UpdatedDateUTC": json_date(BOOKED),
    }
