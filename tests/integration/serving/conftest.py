"""A company that publishes to an empty PostgreSQL database with a role for each audience."""

import sys
from pathlib import Path

import psycopg
import pytest
from sample.write import write_sample

sys.path.insert(0, str(Path(__file__).parent))

from cluster import Cluster
from served import NUMBERS, Served

from sources.serving_settings import Postgres
from sources.settings import load_settings

VARIABLE = "BI_URL"
ROLES = ("portfolio_reader", "finance_auditor", "people_lead")


@pytest.fixture
def served(cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Served:
    """A company without a release."""
    name = f"bi_{next(NUMBERS)}"
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"create database {name}".encode())
        for role in ROLES:
            if not connection.execute(
                "select 1 from pg_roles where rolname = %s", (role,)
            ).rowcount:
                connection.execute(f"create role {role} login".encode())
    monkeypatch.setenv(VARIABLE, cluster.url(name))
    write_sample(tmp_path)
    settings = load_settings(tmp_path / "evenkeel.toml")
    settings = settings.model_copy(update={"postgres": Postgres(url_env=VARIABLE)})
    return Served(settings, cluster.url(name))
