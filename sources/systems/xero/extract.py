"""Where the tables of Xero's Accounting API 2.0 are found.

Invoices, contacts, payments and credits come in numbered pages with a count; journals start after
a journal number and tell no end; accounts and currencies come whole. Nothing is deleted without a
word: documents and payments change their status, journals are reversed.
"""

from collections.abc import Mapping
from dataclasses import replace

from sources.connectors.rest_paging import ChangedSince, Endpoint, Offset, Pages

CHANGED_SINCE = ChangedSince("If-Modified-Since", place="header")
JOURNALS_PER_ANSWER = 100


def _whole(path: str, key: str) -> Endpoint:
    return Endpoint(path=path, rows=path, key=key)


def _paged(path: str, key: str, params: Mapping[str, str]) -> Endpoint:
    return Endpoint(
        path=path,
        rows=path,
        key=key,
        paging=Pages("page", count="pagination.pageCount"),
        params=params,
        changed_since=CHANGED_SINCE,
        total="pagination.itemCount",
    )


# Four decimals of unit amounts, which Xero rounds to two unless asked.
FOUR_DECIMALS = {"unitdp": "4"}
INVOICES = _paged("Invoices", "InvoiceID", {"includeArchived": "true", **FOUR_DECIMALS})
CREDIT_NOTES = _paged("CreditNotes", "CreditNoteID", FOUR_DECIMALS)
OVERPAYMENTS = _paged("Overpayments", "OverpaymentID", FOUR_DECIMALS)
PREPAYMENTS = _paged("Prepayments", "PrepaymentID", FOUR_DECIMALS)
JOURNALS = Endpoint(
    path="Journals",
    rows="Journals",
    key="JournalID",
    paging=Offset("offset", field="JournalNumber", full_page=JOURNALS_PER_ANSWER),
    changed_since=CHANGED_SINCE,
)


def _allocations(listed: Endpoint, credit: str) -> Endpoint:
    """Return the list, in each credit, of the invoices that it was applied to."""
    carried = {
        f"{credit}ID": f"{credit}ID",
        f"{credit}Type": "Type",
        f"{credit}UpdatedDateUTC": "UpdatedDateUTC",
    }
    return replace(listed, nested="Allocations", carried=carried)


ENDPOINTS: Mapping[str, Endpoint] = {
    "accounts": _whole("Accounts", "AccountID"),
    "contacts": _paged("Contacts", "ContactID", {"includeArchived": "true"}),
    "invoices": INVOICES,
    "invoice_line_items": replace(
        INVOICES,
        nested="LineItems",
        carried={"InvoiceID": "InvoiceID", "InvoiceUpdatedDateUTC": "UpdatedDateUTC"},
    ),
    "payments": _paged("Payments", "PaymentID", {}),
    "credit_notes": CREDIT_NOTES,
    "credit_note_line_items": replace(
        CREDIT_NOTES,
        nested="LineItems",
        carried={
            "CreditNoteID": "CreditNoteID",
            "CreditNoteUpdatedDateUTC": "UpdatedDateUTC",
        },
    ),
    "credit_note_allocations": _allocations(CREDIT_NOTES, "CreditNote"),
    "overpayments": OVERPAYMENTS,
    "overpayment_allocations": _allocations(OVERPAYMENTS, "Overpayment"),
    "prepayment_allocations": _allocations(PREPAYMENTS, "Prepayment"),
    "journals": JOURNALS,
    "journal_lines": replace(
        JOURNALS,
        nested="JournalLines",
        carried={
            "JournalID": "JournalID",
            "JournalNumber": "JournalNumber",
            "JournalDate": "JournalDate",
            "JournalCreatedDateUTC": "CreatedDateUTC",
            "SourceID": "SourceID",
            "SourceType": "SourceType",
        },
    ),
    "currencies": _whole("Currencies", "Code"),
}
