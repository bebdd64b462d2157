"""Salesforce and HubSpot: what the generated company's CRMs hold lands whole, however it comes."""

from decimal import Decimal
from pathlib import Path

import pytest
from vendors import Lists

from sources.configuration import Files, SystemSettings
from sources.landing import Landing
from sources.odcs import load_contract
from sources.pull import PullOptions, pull
from sources.system import SYSTEMS, endpoints_of

KINDS = ("salesforce", "hubspot")
TABLES = [(kind, table) for kind in KINDS for table in sorted(endpoints_of(kind))]


@pytest.mark.parametrize(("kind", "table"), TABLES)
def test_every_row_of_the_company_lands_over_rest(
    request: pytest.FixtureRequest, crms: dict[str, Lists], kind: str, table: str
) -> None:
    delivery = request.getfixturevalue(kind).pull(table)

    assert delivery.landed.rows == len(crms[kind][table]) > 0
    assert (delivery.quarantined.rows, delivery.new_columns) == (0, ())


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_of_the_contract_has_an_endpoint(kind: str) -> None:
    contract = load_contract(SYSTEMS / kind / "contract.yml")

    assert {table.name for table in contract.tables} == set(endpoints_of(kind))


@pytest.mark.parametrize(("kind", "table"), TABLES)
@pytest.mark.parametrize("ending", ["csv", "ndjson"])
def test_every_row_of_the_company_lands_from_files(
    crm_files: Path, crms: dict[str, Lists], tmp_path: Path, kind: str, table: str, ending: str
) -> None:
    settings = {
        "connector": "files",
        "url": str(crm_files / f"{kind}-{ending}"),
        "settle_seconds": 0,
    }
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
    delivery = request.getfixturevalue(kind).pull(table)

    known = sum(Decimal(str(row[amount])) for row in crms[kind][table])
    assert delivery.landed.totals["amount"] == known > 0
