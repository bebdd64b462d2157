"""Harvest and Xero on loopback, and a landing folder to pull them into."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from pulled import Pulled
from vendors import Vendor, running, sample_lists

from sources.system import SYSTEMS


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
