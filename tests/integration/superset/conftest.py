"""A Superset that reads a company's releases as files and in PostgreSQL."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "serving"))

from cluster import Cluster
from served import VARIABLE, Served, serve
from superset_server import BINARIES, Superset, running_superset


@pytest.fixture(scope="module")
def company(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A company without a release."""
    made = serve(cluster, tmp_path_factory.mktemp("company"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, made.url)
        yield made


@pytest.fixture(scope="module")
def superset(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Superset]:
    """A server without databases."""
    if not (BINARIES / "superset").exists():
        pytest.skip("Superset's environment is not there (make superset-env)")
    with running_superset(tmp_path_factory.mktemp("superset")) as started:
        yield started
