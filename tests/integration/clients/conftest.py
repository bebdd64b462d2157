"""One release in files and in PostgreSQL, for every client that reads it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "serving"))

from client_reads import COLUMNS, Read
from cluster import Cluster
from served import VARIABLE, serve

from pipelines.lib.postgres.publishing import publish_missing


@pytest.fixture(scope="session")
def released(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Read]:
    """A release whose values no client may change on their way."""
    served = serve(cluster, tmp_path_factory.mktemp("clients"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, served.url)
        served.release(1, columns=COLUMNS, rows=1000)
        publish_missing(served.settings)
        yield Read(served)
