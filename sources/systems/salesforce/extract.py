"""Where the objects of Salesforce's Platform REST API are found: each by a SOQL query.

The query names the contract's columns that the object's description lists, since one unknown or
hidden field would refuse it. Answers are followed by their `nextRecordsUrl`, a cursor over the rows
as they stood when the query was asked. `queryAll` tells of deleted and merged rows too; what left
the recycle bin since, or never was in it, shows by the total, and the object is read in full.
"""

from collections.abc import Mapping

from sources.connectors.rest_asking import ChangedSince, Columns
from sources.connectors.rest_paging import Endpoint, Links


def _queried(name: str) -> Endpoint:
    return Endpoint(
        path="queryAll",
        rows="records",
        key="Id",
        paging=Links("nextRecordsUrl"),
        params={"q": f"select {{columns}} from {name}"},
        changed_since=ChangedSince(
            "q", place="clause", pattern=" where SystemModstamp >= %Y-%m-%dT%H:%M:%SZ"
        ),
        total="totalSize",
        hides_deletions=True,
        columns=Columns(described=f"sobjects/{name}/describe"),
    )


ENDPOINTS: Mapping[str, Endpoint] = {
    "accounts": _queried("Account"),
    "opportunities": _queried("Opportunity"),
    "opportunity_history": _queried("OpportunityHistory"),
    "opportunity_line_items": _queried("OpportunityLineItem"),
    "products": _queried("Product2"),
    "contracts": _queried("Contract"),
    "users": _queried("User"),
}
