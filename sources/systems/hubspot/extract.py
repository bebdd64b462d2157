"""Where the objects of HubSpot's CRM API v3 are found: lists of 100, followed by their cursor.

Every list is read in full each night: a search for what changed ends at 10,000 rows and tells of
no deletion. The history of a deal's property comes with the deals, 50 in an answer; each property
is a table of its own, so that its values are checked for their type.
"""

from collections.abc import Mapping
from dataclasses import replace

from sources.connectors.rest_asking import Columns
from sources.connectors.rest_paging import Cursor, Endpoint

LISTED = {"limit": "100", "archived": "false"}
WITH_HISTORY = {"limit": "50", "archived": "false"}


def _objects(name: str, **params: str) -> Endpoint:
    return Endpoint(
        path=f"crm/v3/objects/{name}",
        rows="results",
        paging=Cursor("after", "paging.next.after"),
        params={**LISTED, "properties": "{columns}", **params},
        size="limit",
        columns=Columns(prefix="properties."),
    )


def _history(name: str) -> Endpoint:
    """Return the values that a property of deals had, each with when it was given."""
    return replace(
        _objects("deals"),
        params={**WITH_HISTORY, "propertiesWithHistory": name},
        columns=None,
        nested=f"propertiesWithHistory.{name}",
        carried={"dealId": "id"},
    )


PIPELINES = Endpoint(path="crm/v3/pipelines/deals", rows="results")

ENDPOINTS: Mapping[str, Endpoint] = {
    "companies": _objects("companies"),
    "deals": _objects("deals", associations="companies"),
    "deal_stage_changes": _history("dealstage"),
    "deal_amount_changes": _history("amount"),
    "deal_close_date_changes": _history("closedate"),
    "line_items": _objects("line_items", associations="deals"),
    "products": _objects("products"),
    "owners": replace(_objects("owners"), path="crm/v3/owners", params=LISTED, columns=None),
    "pipelines": PIPELINES,
    "pipeline_stages": replace(PIPELINES, nested="stages", carried={"pipelineId": "id"}),
}
