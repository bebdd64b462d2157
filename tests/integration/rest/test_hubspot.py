import pytest
from crm_vendors import HubSpotPortal
from pulled import Pulled
from vendors import Lists

from sources.errors import ContractError


def test_hubspot_is_asked_for_the_properties_of_the_contract(
    portal: HubSpotPortal, hubspot: Pulled
) -> None:
    hubspot.pull("deals")

    query = portal.asked[0].query
    assert query["limit"] == "100"
    assert query["associations"] == "companies"
    assert "dealname,pipeline,dealstage,amount" in query["properties"]
    assert "properties." not in query["properties"]
    assert [asked.query.get("after") for asked in portal.asked[:2]] == [None, "7"]


def test_the_primary_company_of_a_deal_is_told_from_others(
    hubspot: Pulled, crms: dict[str, Lists]
) -> None:
    delivery = hubspot.pull("deals")

    known = "properties.hs_primary_associated_company"
    companies = {(row["id"], row[known]) for row in crms["hubspot"]["deals"]}
    assert set(hubspot.landed(delivery, "deal_id, associated_company_id")) == companies


def test_each_change_of_a_property_carries_its_deal(portal: HubSpotPortal, hubspot: Pulled) -> None:
    portal.lists["deals"] = [
        {
            "id": "7",
            "archived": False,
            "propertiesWithHistory": {
                "closedate": [
                    {"value": "", "timestamp": "2026-03-02T08:00:00Z", "sourceType": "CRM_UI"},
                    {"value": "1772409600000", "timestamp": "2026-03-01T08:00:00.125Z"},
                ]
            },
        },
        {"id": "8", "archived": False, "propertiesWithHistory": {"closedate": []}},
    ]

    delivery = hubspot.pull("deal_close_date_changes")

    assert portal.asked[0].query["limit"] == "50"
    assert hubspot.landed(delivery, "deal_id, changed_at::varchar, closes_at::varchar") == [
        ("7", "2026-03-01 08:00:00.125", "2026-03-02 00:00:00"),
        ("7", "2026-03-02 08:00:00", None),
    ]


def test_a_value_that_is_no_number_is_quarantined_with_its_place(
    portal: HubSpotPortal, hubspot: Pulled
) -> None:
    properties = portal.lists["deals"][0]["properties"]
    assert isinstance(properties, dict)
    portal.lists["deals"][0]["properties"] = {**properties, "amount": "96,000"}

    delivery = hubspot.pull("deals")

    assert delivery.quarantined.rows == 1
    refused = hubspot.refused(delivery, "row_key, column_name, found")
    assert refused == [(portal.lists["deals"][0]["id"], "amount", "96,000")]


def test_a_deal_that_is_gone_is_seen_by_the_whole_list(
    portal: HubSpotPortal, hubspot: Pulled
) -> None:
    before = hubspot.pull("deals")
    portal.lists["deals"][0]["archived"] = True

    delivery = hubspot.pull("deals")

    assert (before.mode, delivery.mode) == ("full", "full")
    assert delivery.landed.rows == before.landed.rows - 1


@pytest.mark.parametrize(("table", "gone"), [("companies", "domain"), ("deals", "amount")])
def test_a_property_that_no_object_has_any_more_stops_its_table(
    portal: HubSpotPortal, hubspot: Pulled, table: str, gone: str
) -> None:
    """HubSpot answers what it does not know, or does not show, by leaving it out."""
    for row in portal.lists[table]:
        properties = row["properties"]
        assert isinstance(properties, dict)
        row["properties"] = {k: v for k, v in properties.items() if k != gone}

    with pytest.raises(ContractError, match=rf"column properties\.{gone} is missing"):
        hubspot.pull(table)
    assert hubspot.deliveries(table) == 0
