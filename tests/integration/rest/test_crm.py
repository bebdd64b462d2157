"""Salesforce and HubSpot: what the generated company's CRMs hold lands whole, however it comes."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from crm_demo import crm_company, org_lists, portal_lists, rows_of, write_csv, write_ndjson
from crm_vendors import VERSION, HubSpotPortal, SalesforceOrg
from pulled import Pulled
from vendors import Answer, Lists, running

from sources.configuration import Files, SystemSettings
from sources.errors import ContractError, ReadError
from sources.landing import Landing
from sources.odcs import load_contract
from sources.pull import PullOptions, pull
from sources.system import SYSTEMS, endpoints_of

KINDS = ("salesforce", "hubspot")
TABLES = [(kind, table) for kind in KINDS for table in sorted(endpoints_of(kind))]
ROW = {
    "IsDeleted": False,
    "CreatedDate": "2026-03-01T08:00:00.000+0000",
    "LastModifiedDate": "2026-03-01T08:00:00.000+0000",
    "SystemModstamp": "2026-03-01T08:00:00.000+0000",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tables of both CRMs are, as CSV and as NDJSON."""
    return tmp_path_factory.mktemp("crms")


@pytest.fixture(scope="module")
def crms(folder: Path) -> dict[str, Lists]:
    """The tables of both CRMs, written as files too."""
    with crm_company(folder) as company:
        for kind in KINDS:
            write_csv(company, kind, folder / f"{kind}-csv")
        tables = {kind: rows_of(company, kind) for kind in KINDS}
    for kind in KINDS:
        write_ndjson(tables[kind], kind, folder / f"{kind}-ndjson")
    return tables


@pytest.fixture
def org(crms: dict[str, Lists]) -> Iterator[SalesforceOrg]:
    """Salesforce with the company's rows, fifty an answer."""
    server = SalesforceOrg({name: [*rows] for name, rows in org_lists(crms["salesforce"]).items()})
    server.largest_page = 50
    with running(server):
        yield server


@pytest.fixture
def portal(crms: dict[str, Lists]) -> Iterator[HubSpotPortal]:
    """HubSpot with the company's rows, seven an answer."""
    server = HubSpotPortal(portal_lists(crms["hubspot"]))
    server.largest_page = 7
    with running(server):
        yield server


@pytest.fixture
def salesforce(org: SalesforceOrg, tmp_path: Path, secrets: None) -> Pulled:
    """Salesforce, as a company would configure it."""
    del secrets
    return Pulled("salesforce", f"{org.url}/{VERSION}", tmp_path)


@pytest.fixture
def hubspot(portal: HubSpotPortal, tmp_path: Path, secrets: None) -> Pulled:
    """HubSpot, as a company would configure it."""
    del secrets
    return Pulled("hubspot", portal.url, tmp_path)


@pytest.mark.parametrize(("kind", "table"), TABLES)
def test_every_row_of_the_company_lands_over_rest(
    request: pytest.FixtureRequest, crms: dict[str, Lists], kind: str, table: str
) -> None:
    system: Pulled = request.getfixturevalue(kind)

    delivery = system.pull(table)

    assert delivery.landed.rows == len(crms[kind][table]) > 0
    assert (delivery.quarantined.rows, delivery.new_columns) == (0, ())


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_of_the_contract_has_an_endpoint(kind: str) -> None:
    contract = load_contract(SYSTEMS / kind / "contract.yml")

    assert {table.name for table in contract.tables} == set(endpoints_of(kind))


@pytest.mark.parametrize(("kind", "table"), TABLES)
@pytest.mark.parametrize("ending", ["csv", "ndjson"])
def test_every_row_of_the_company_lands_from_files(
    folder: Path, crms: dict[str, Lists], tmp_path: Path, kind: str, table: str, ending: str
) -> None:
    settings = {"connector": "files", "url": str(folder / f"{kind}-{ending}"), "settle_seconds": 0}
    system = SystemSettings(
        name="crm",
        kind=kind,
        domains=("crm",),
        entity="E1",
        delivery=Files.model_validate(settings),
    )

    (delivery,) = pull(system, table, Landing(tmp_path), PullOptions())

    assert delivery.landed.rows == len(crms[kind][table]) > 0
    assert (delivery.quarantined.rows, delivery.new_columns) == (0, ())


@pytest.mark.parametrize(
    ("kind", "table", "amount"),
    [("salesforce", "opportunities", "Amount"), ("hubspot", "deals", "properties.amount")],
)
def test_the_amounts_that_land_are_the_companys(
    request: pytest.FixtureRequest, crms: dict[str, Lists], kind: str, table: str, amount: str
) -> None:
    system: Pulled = request.getfixturevalue(kind)

    delivery = system.pull(table)

    known = sum(Decimal(str(row[amount])) for row in crms[kind][table])
    assert delivery.landed.totals["amount"] == known > 0


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


def _product(key: str, name: str) -> dict[str, object]:
    return {"Id": key, "Name": name, "ProductCode": name.upper(), "IsActive": True, **ROW}
