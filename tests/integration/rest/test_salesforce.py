import pytest
from crm_vendors import SalesforceOrg
from pulled import Pulled
from vendors import Answer

from sources.errors import ContractError, ReadError

ROW = {
    "IsDeleted": False,
    "CreatedDate": "2026-03-01T08:00:00.000+0000",
    "LastModifiedDate": "2026-03-01T08:00:00.000+0000",
    "SystemModstamp": "2026-03-01T08:00:00.000+0000",
}


def test_salesforce_is_asked_for_the_fields_that_it_has(
    org: SalesforceOrg, salesforce: Pulled
) -> None:
    org.hidden = {"CurrencyIsoCode", "Project_Code__c"}

    delivery = salesforce.pull("opportunities")

    assert org.asked[0].path.endswith("sobjects/Opportunity/describe")
    assert "CurrencyIsoCode" not in org.soql[0]
    assert "Amount,Probability" in org.soql[0]
    assert delivery.quarantined.rows == 0


def test_a_hidden_field_that_is_needed_stops_its_table(
    org: SalesforceOrg, salesforce: Pulled
) -> None:
    org.hidden = {"Amount"}

    with pytest.raises(ContractError, match=r"column Amount is missing; found .*StageName"):
        salesforce.pull("opportunities")
    assert salesforce.deliveries("opportunities") == 0


def test_a_description_that_is_none_stops_the_table(org: SalesforceOrg, salesforce: Pulled) -> None:
    org.answers[1] = Answer(b'{"message": "maintenance"}')

    with pytest.raises(ReadError, match=r"describe at 'fields': expected a list of records"):
        salesforce.pull("accounts")


def test_salesforce_answers_are_followed_to_the_last(
    org: SalesforceOrg, salesforce: Pulled
) -> None:
    delivery = salesforce.pull("opportunity_history")

    followed = [asked.path for asked in org.asked[2:]]
    assert delivery.stated_rows == delivery.landed.rows > 100
    assert len(followed) == -(-delivery.landed.rows // 50) - 1
    assert all("/query/01g" in path for path in followed)


def test_a_salesforce_total_that_disagrees_stops_the_table(
    org: SalesforceOrg, salesforce: Pulled
) -> None:
    org.total = 9999

    with pytest.raises(Exception, match=r"totalSize says 9999 rows"):
        salesforce.pull("accounts")


def test_the_next_night_asks_salesforce_for_what_changed(
    org: SalesforceOrg, salesforce: Pulled
) -> None:
    org.lists["Product2"] = [_product("01tA", "Anchor"), _product("01tB", "Beacon")]
    salesforce.pull("products")
    org.lists["Product2"][1] |= {
        "IsDeleted": True,
        "SystemModstamp": "2026-03-09T08:00:00.000+0000",
    }

    delivery = salesforce.pull("products")

    assert org.soql[1].endswith(" from Product2 where SystemModstamp >= 2026-02-26T08:00:00Z")
    assert org.soql[2] == org.soql[0]
    assert delivery.mode == "incremental"
    assert salesforce.landed(delivery, "product_id, is_in_recycle_bin") == [
        ("01tA", False),
        ("01tB", True),
    ]


def test_a_row_that_left_the_recycle_bin_is_seen_by_the_total(
    org: SalesforceOrg, salesforce: Pulled
) -> None:
    org.lists["Product2"] = [_product("01tA", "Anchor"), _product("01tB", "Beacon")]
    salesforce.pull("products")
    del org.lists["Product2"][1]

    delivery = salesforce.pull("products")

    assert delivery.mode == "full"
    assert salesforce.landed(delivery, "product_id") == [("01tA",)]


def test_a_merged_account_comes_with_the_one_that_it_became(
    org: SalesforceOrg, salesforce: Pulled
) -> None:
    winner, loser = org.lists["Account"][:2]
    org.lists["Account"][1] = {**loser, "IsDeleted": True, "MasterRecordId": winner["Id"]}

    delivery = salesforce.pull("accounts")

    merged = salesforce.landed(delivery, "account_id, master_account_id, is_in_recycle_bin")
    assert (loser["Id"], winner["Id"], True) in merged


def _product(key: str, name: str) -> dict[str, object]:
    return {"Id": key, "Name": name, "ProductCode": name.upper(), "IsActive": True, **ROW}
