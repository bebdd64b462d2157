"""Books as Xero keeps them: documents with what is due on them, and the journals of each.

Xero posts journals itself, in the home currency; an edited document is reversed and posted again,
and journals never change. Which company keeps these books belongs in `halden_xero.py`.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from vendors import Lists, Row

CENT = Decimal("0.01")
RECEIVABLE, SALES, TAX, BANK, PAYABLE, COSTS, DEPOSITS = (
    "610",
    "200",
    "820",
    "090",
    "800",
    "310",
    "835",
)
ACCOUNTS = {
    RECEIVABLE: ("Accounts Receivable", "CURRENT", "ASSET", "DEBTORS"),
    SALES: ("Sales", "REVENUE", "REVENUE", None),
    TAX: ("VAT", "CURRLIAB", "LIABILITY", "GST"),
    BANK: ("Business Account", "BANK", "ASSET", None),
    PAYABLE: ("Accounts Payable", "CURRLIAB", "LIABILITY", "CREDITORS"),
    COSTS: ("Subcontractors", "DIRECTCOSTS", "EXPENSE", None),
    DEPOSITS: ("Deposits of customers", "CURRLIAB", "LIABILITY", None),
}
HOLDERS = {"ACCREC": (RECEIVABLE, SALES, 1), "ACCPAY": (PAYABLE, COSTS, -1)}


@dataclass(frozen=True)
class Line:
    """A line of a document; `project` is the option of its tracking category."""

    quantity: str
    price: str
    project: str | None = None


@dataclass(frozen=True)
class Terms:
    """How a document treats currency and tax; the rate is foreign currency for one of home."""

    currency: str = "EUR"
    rate: Decimal = Decimal(1)
    tax: Decimal = Decimal("0.19")
    amounts: str = "Exclusive"


def identifier(name: str) -> str:
    """Return the id that Xero gives to what has this name."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def json_date(day: dt.date | dt.datetime) -> str:
    """Return a day, as midnight UTC, or an instant, as Xero writes it."""
    moment = day if isinstance(day, dt.datetime) else dt.datetime.combine(day, dt.time())
    return f"/Date({int(moment.replace(tzinfo=dt.UTC).timestamp()) * 1000}+0000)/"


def cents(amount: Decimal) -> Decimal:
    """Return an amount half up to the cent."""
    return amount.quantize(CENT, ROUND_HALF_UP)


class Books:
    """One company's books; `now` is when what is done next happens."""

    def __init__(self, contacts: Iterable[Row], now: dt.datetime) -> None:
        """Open books in euros with these contacts and nothing posted."""
        self.now = now
        names = ("Invoices", "Payments", "CreditNotes", "Overpayments", "Prepayments", "Journals")
        self.lists: Lists = {name: [] for name in names}
        self.lists["Contacts"] = list(contacts)
        self.lists["Accounts"] = [_account(code, now) for code in ACCOUNTS]
        self.lists["Currencies"] = [{"Code": "EUR"}, {"Code": "GBP"}]

    def at_noon(self, day: dt.date) -> None:
        """Let what is done next happen at noon of a day."""
        self.now = dt.datetime.combine(day, dt.time(12), dt.UTC)

    def document(
        self, kind: str, number: str, contact: str, day: dt.date, lines: list[Line], terms: Terms
    ) -> Row:
        """Write an invoice (ACCREC), bill (ACCPAY) or credit note (ACCRECCREDIT) and post it."""
        is_credit = kind.endswith("CREDIT")
        name = "CreditNote" if is_credit else "Invoice"
        document: Row = {
            "Type": kind,
            f"{name}ID": identifier(number),
            f"{name}Number": number,
            "Contact": {"ContactID": identifier(contact), "Name": contact},
            "Date": json_date(day),
            "DueDate": json_date(day + dt.timedelta(days=30)),
            "Status": "AUTHORISED",
            "LineAmountTypes": terms.amounts,
            "CurrencyCode": terms.currency,
            "CurrencyRate": float(terms.rate),
        }
        document |= {"Allocations": []} if is_credit else {"AmountPaid": 0.0, "AmountCredited": 0.0}
        self._write(document, lines, terms)
        self.lists[f"{name}s"].append(document)
        self._post_document(document, 1)
        return document

    def edit(self, document: Row, lines: list[Line], terms: Terms) -> None:
        """Change a document: what was posted is reversed, and the new amounts are posted."""
        self._post_document(document, -1)
        self._write(document, lines, terms)
        self._post_document(document, 1)

    def void(self, document: Row) -> None:
        """Void a document: what was posted is reversed, and nothing is due any more."""
        self._post_document(document, -1)
        document.update(Status="VOIDED", AmountDue=0.0, UpdatedDateUTC=json_date(self.now))

    def pay(self, document: Row, amount: str, day: dt.date) -> Row:
        """Receive or pay money for an invoice or bill, or pay a credit note back."""
        is_credit = str(document["Type"]).endswith("CREDIT")
        of = "CreditNote" if is_credit else "Invoice"
        kind = "ARCREDITPAYMENT" if is_credit else f"{document['Type']}PAYMENT"
        payment: Row = {
            "PaymentID": identifier(f"{document[f'{of}ID']} {day} {amount}"),
            "Date": json_date(day),
            "Amount": float(amount),
            "CurrencyRate": document["CurrencyRate"],
            "PaymentType": kind,
            "Status": "AUTHORISED",
            "Invoice": {
                "Type": document["Type"],
                "InvoiceID": document[f"{of}ID"],
                "InvoiceNumber": document[f"{of}Number"],
                "Contact": document["Contact"],
                "CurrencyCode": document["CurrencyCode"],
            },
        }
        self.lists["Payments"].append(payment)
        self._settle(payment, document, Decimal(amount))
        return payment

    def take_back(self, payment: Row, document: Row) -> None:
        """Delete a payment: Xero keeps it with that status, and reverses its journal."""
        payment["Status"] = "DELETED"
        self._settle(payment, document, -Decimal(str(payment["Amount"])))

    def receive(self, listed: str, contact: str, amount: str, day: dt.date) -> Row:
        """Receive money without an invoice: `Overpayments` or `Prepayments`."""
        name = listed.removesuffix("s")
        credit: Row = {
            f"{name}ID": identifier(f"{contact} {listed} {day}"),
            "Type": f"RECEIVE-{name.upper()}",
            "Contact": {"ContactID": identifier(contact), "Name": contact},
            "Date": json_date(day),
            "Status": "AUTHORISED",
            "LineAmountTypes": "NoTax",
            "SubTotal": float(amount),
            "TotalTax": 0.0,
            "Total": float(amount),
            "RemainingCredit": float(amount),
            "Allocations": [],
            "CurrencyCode": "EUR",
            "CurrencyRate": 1.0,
            "UpdatedDateUTC": json_date(self.now),
        }
        self.lists[listed].append(credit)
        held_in = RECEIVABLE if listed == "Overpayments" else DEPOSITS
        moved = {BANK: Decimal(amount), held_in: -Decimal(amount)}
        self._post(credit["Date"], credit[f"{name}ID"], f"AR{name.upper()}", moved)
        return credit

    def apply(self, credit: Row, invoice: Row, amount: str, day: dt.date) -> None:
        """Apply a credit note, overpayment or prepayment to an invoice."""
        allocations = credit["Allocations"]
        assert isinstance(allocations, list)
        allocations.append(
            {
                "AllocationID": identifier(f"{invoice['InvoiceID']} {amount} {day}"),
                "Amount": float(amount),
                "Date": json_date(day),
                "IsDeleted": False,
                "Invoice": {key: invoice[key] for key in ("InvoiceID", "InvoiceNumber")},
            }
        )
        _add(credit, "RemainingCredit", -Decimal(amount))
        _add(invoice, "AmountCredited", Decimal(amount))
        self._refresh(credit)
        self._refresh(invoice)
        # A credit note and an overpayment are in receivables already; a prepayment is not.
        if "PrepaymentID" in credit:
            moved = {DEPOSITS: Decimal(amount), RECEIVABLE: -Decimal(amount)}
            self._post(json_date(day), credit["PrepaymentID"], "ARPREPAYMENT", moved)

    def _settle(self, payment: Row, document: Row, amount: Decimal) -> None:
        is_credit = "RemainingCredit" in document
        _add(document, *(("RemainingCredit", -amount) if is_credit else ("AmountPaid", amount)))
        self._refresh(document)
        payment["UpdatedDateUTC"] = json_date(self.now)
        received = amount if document["Type"] == "ACCREC" else -amount
        held_in = PAYABLE if document["Type"] == "ACCPAY" else RECEIVABLE
        moved = {BANK: received, held_in: -received}
        self._post(payment["Date"], payment["PaymentID"], str(payment["PaymentType"]), moved)

    def _write(self, document: Row, lines: list[Line], terms: Terms) -> None:
        written = [_line(document, position, line, terms) for position, line in enumerate(lines)]
        total = sum(Decimal(str(line["LineAmount"])) for line in written)
        tax = sum(Decimal(str(line["TaxAmount"])) for line in written)
        total += tax if terms.amounts == "Exclusive" else 0
        amounts = {"SubTotal": total - tax, "TotalTax": tax, "Total": total}
        document |= {"LineItems": written, **{name: float(a) for name, a in amounts.items()}}
        if "Allocations" in document:
            document["RemainingCredit"] = float(total)
        self._refresh(document)

    def _refresh(self, document: Row) -> None:
        """State what is due, whether it is settled, and that the document changed now."""
        paid = sum(Decimal(str(document.get(n, 0))) for n in ("AmountPaid", "AmountCredited"))
        due = Decimal(str(document["Total"])) - paid
        if "RemainingCredit" in document:
            due = Decimal(str(document["RemainingCredit"]))
        else:
            document["AmountDue"] = float(due)
        document["Status"] = "AUTHORISED" if due else "PAID"
        document["UpdatedDateUTC"] = json_date(self.now)

    def _post_document(self, document: Row, sign: int) -> None:
        kind = str(document["Type"])
        holder, earned, side = HOLDERS[kind.removesuffix("CREDIT")]
        sign *= -side if kind.endswith("CREDIT") else side
        rate = Decimal(str(document["CurrencyRate"]))
        amounts = {
            name: sign * cents(Decimal(str(document[name])) / rate)
            for name in ("SubTotal", "TotalTax")
        }
        moved = {
            holder: sum(amounts.values(), Decimal(0)),
            earned: -amounts["SubTotal"],
            TAX: -amounts["TotalTax"],
        }
        source = document.get("InvoiceID", document.get("CreditNoteID"))
        self._post(document["Date"], source, kind, moved)

    def _post(
        self, day: object, source_id: object, source_type: str, moved: Mapping[str, Decimal]
    ) -> None:
        journals = self.lists["Journals"]
        # Xero's numbers have gaps.
        number = 3 * len(journals) + 4
        journals.append(
            {
                "JournalID": identifier(f"journal {number}"),
                "JournalDate": day,
                "JournalNumber": number,
                "CreatedDateUTC": json_date(self.now),
                "SourceID": source_id,
                "SourceType": source_type,
                "JournalLines": [
                    {
                        "JournalLineID": identifier(f"journal {number} {code}"),
                        "AccountID": identifier(code),
                        "AccountCode": code,
                        "AccountType": ACCOUNTS[code][1],
                        "AccountName": ACCOUNTS[code][0],
                        "NetAmount": float(amount),
                        "GrossAmount": float(amount),
                        "TaxAmount": 0.0,
                    }
                    for code, amount in moved.items()
                    if amount
                ],
            }
        )


def _line(document: Row, position: int, line: Line, terms: Terms) -> Row:
    amount = cents(Decimal(line.quantity) * Decimal(line.price))
    share = {"Exclusive": terms.tax, "Inclusive": terms.tax / (1 + terms.tax)}
    category = {"TrackingCategoryID": identifier("Project"), "Name": "Project"}
    tracking = [{**category, "Option": line.project}] if line.project else []
    number = document.get("InvoiceNumber", document.get("CreditNoteNumber"))
    return {
        "LineItemID": identifier(f"{number} line {position}"),
        "Description": "Engineering",
        "Quantity": float(line.quantity),
        "UnitAmount": float(line.price),
        "LineAmount": float(amount),
        "TaxAmount": float(cents(amount * share.get(terms.amounts, Decimal(0)))),
        "AccountCode": HOLDERS[str(document["Type"]).removesuffix("CREDIT")][1],
        "Tracking": [{"Name": "Region", "Option": "North"}, *tracking],
    }


def _account(code: str, now: dt.datetime) -> Row:
    name, kind, of_class, system_account = ACCOUNTS[code]
    account: Row = {
        "AccountID": identifier(code),
        "Code": code,
        "Name": name,
        "Type": kind,
        "Class": of_class,
        "Status": "ACTIVE",
        "UpdatedDateUTC": json_date(now),
    }
    return account if system_account is None else {**account, "SystemAccount": system_account}


def _add(document: Row, name: str, amount: Decimal) -> None:
    document[name] = float(Decimal(str(document[name])) + amount)
