"""Vendors on loopback, and a landing folder to pull them into."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from crm_demo import crm_company, org_lists, portal_lists, rows_of, write_csv, write_ndjson
from crm_vendors import VERSION, HubSpotPortal, SalesforceOrg
from pulled import Pulled
from vendors import Lists, Vendor, running, sample_lists

from sources.system import SYSTEMS

CRMS = ("salesforce", "hubspot")


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment that the systems' settings name."""
    monkeypatch.setenv("VENDOR_TOKEN", "Bearer s3cret-of-the-vendor")
    monkeypatch.setenv("VENDOR_ACCOUNT", "4711")


@pytest.fixture
def vendor() -> Iterator[Vendor]:
    """A server that holds the samples of Harvest and Xero."""
    lists = sample_lists(SYSTEMS / "harvest" / "sample") | sample_lists(SYSTEMS / "xero" / "sample")
    with running(Vendor(lists)) as server:
        yield server


@pytest.fixture
def harvest(vendor: Vendor, tmp_path: Path, secrets: None) -> Pulled:
    """Harvest, as a company would configure it."""
    del secrets
    return Pulled("harvest", f"{vendor.url}/harvest", tmp_path)


@pytest.fixture
def xero(vendor: Vendor, tmp_path: Path, secrets: None) -> Pulled:
    """Xero, as a company would configure it."""
    del secrets
    return Pulled("xero", f"{vendor.url}/xero", tmp_path)


@pytest.fixture(scope="session")
def crm_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tables of both CRMs are, as CSV and as NDJSON."""
    return tmp_path_factory.mktemp("crms")


@pytest.fixture(scope="session")
def crms(crm_files: Path) -> dict[str, Lists]:
    """The tables of both CRMs, written as files too."""
    with crm_company(crm_files) as company:
        for kind in CRMS:
            write_csv(company, kind, crm_files / f"{kind}-csv")
        tables = {kind: rows_of(company, kind) for kind in CRMS}
    for kind in CRMS:
        write_ndjson(tables[kind], kind, crm_files / f"{kind}-ndjson")
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
