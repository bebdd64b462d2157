"""A company that publishes to an empty PostgreSQL database with a role for each audience."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from cluster import Cluster
from served import VARIABLE, Served, serve


@pytest.fixture
def served(cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Served:
    """A company without a release."""
    company = serve(cluster, tmp_path)
    monkeypatch.setenv(VARIABLE, company.url)
    return company
