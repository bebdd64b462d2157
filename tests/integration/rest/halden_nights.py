"""A night of a company on Harvest and Xero, beside what the vendors held then."""

from dataclasses import dataclass

from added_up import Figures, held, published
from halden import Halden
from nightly import Company, Ended

FIGURES = [
    *("hours", "cost", "billable", "billed", "revenue", "invoiced"),
    *("open_invoices", "ledger_receivable", "ledger_revenue", "debit", "credit"),
]


@dataclass(frozen=True)
class Night:
    """How a night ended, what the vendors held then, and what its release says."""

    ended: Ended
    held: Figures
    published: Figures


def night_of(halden: Halden, company: Company) -> Night:
    ended = company.run()
    assert ended.code == 0, ended.told
    return Night(ended, held(halden.harvest.lists, halden.xero.lists), published(company))
