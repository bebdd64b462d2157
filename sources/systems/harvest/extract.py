"""Where the tables of Harvest's API v2 are found.

Pages are followed by the link in each answer, as Harvest asks; no URL is built. Cost rates and
payments have a list of their own under each user and invoice. Deletions are invisible in what
changed; where the total of a list shows one, the list is read in full.
"""

from collections.abc import Mapping
from dataclasses import replace

from sources.connectors.rest_paging import ChangedSince, Endpoint, Links


def _listed(table: str) -> Endpoint:
    return Endpoint(
        path=table,
        rows=table,
        paging=Links("links.next"),
        params={"per_page": "2000"},
        size="per_page",
        changed_since=ChangedSince("updated_since"),
        total="total_entries",
        hides_deletions=True,
    )


USERS = _listed("users")
INVOICES = _listed("invoices")
FROM_INVOICE = {"invoice_id": "id", "invoice_updated_at": "updated_at"}

ENDPOINTS: Mapping[str, Endpoint] = {
    "clients": _listed("clients"),
    "projects": _listed("projects"),
    "tasks": _listed("tasks"),
    "users": USERS,
    "cost_rates": replace(
        _listed("cost_rates"),
        path="users/{id}/cost_rates",
        changed_since=None,
        hides_deletions=False,
        parent=USERS,
        carried={"user_id": "id"},
    ),
    "time_entries": _listed("time_entries"),
    "invoices": INVOICES,
    "invoice_line_items": replace(INVOICES, nested="line_items", carried=FROM_INVOICE),
    "invoice_payments": replace(
        _listed("invoice_payments"),
        path="invoices/{id}/payments",
        changed_since=None,
        hides_deletions=False,
        parent=INVOICES,
        carried=FROM_INVOICE,
    ),
}
