"""The same over a Thrift server, with executors in processes of their own, tables in PostgreSQL.

Needs Spark's environment, Java, PostgreSQL and its JDBC driver: `make test-spark-cluster`.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from on_spark import PYTHON, ROOT, is_there
from spark_nights import NIGHTS, Built, build_nights

from pipelines.spark.parity import compare

sys.path.insert(0, str(ROOT / "tests" / "integration"))

from cluster import Cluster, is_installed, running_cluster

EXECUTORS = 2
JDBC = Path("/usr/share/java/postgresql.jar")
CATALOG = "spark.sql.catalog.evenkeel"

pytestmark = [
    pytest.mark.skipif(not is_there(), reason="no Spark: make spark-env; it needs Java 17"),
    pytest.mark.skipif(
        not (is_installed() and JDBC.exists()),
        reason="no PostgreSQL (Debian: apt-get install postgresql libpostgresql-jdbc-java)",
    ),
    pytest.mark.timeout(7200),
]


@pytest.fixture(scope="module")
def postgres() -> Iterator[Cluster]:
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def served(
    postgres: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[int, Path]]:
    """A server with two executors and its catalog in PostgreSQL: its port and its folder."""
    folder = tmp_path_factory.mktemp("cluster")
    properties = folder / "spark.properties"
    properties.write_text(
        f"{CATALOG}.type jdbc\n"
        f"{CATALOG}.uri jdbc:postgresql://127.0.0.1:{postgres.port}/postgres\n"
        f"{CATALOG}.jdbc.user {postgres.user}\n"
        f"spark.driver.extraClassPath {JDBC}\n",
        "utf-8",
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "server.log"
    command = [str(PYTHON), "-m", "pipelines.spark.server", str(folder / "spark" / "warehouse")]
    asked = [
        *("--master", f"local-cluster[{EXECUTORS},1,1024]", "--port", str(port)),
        *("--properties", str(properties)),
    ]
    with (
        log.open("wb") as told,
        subprocess.Popen(
            [*command, *asked], cwd=ROOT, stdout=told, stderr=told, start_new_session=True
        ) as server,
    ):
        try:
            _wait(port, server, log)
            yield port, folder
        finally:
            os.killpg(server.pid, signal.SIGKILL)


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        assert server.poll() is None, log.read_text("utf-8")[-3000:]
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    raise AssertionError(log.read_text("utf-8")[-3000:])


@pytest.fixture(scope="module")
def nights(served: tuple[int, Path]) -> list[Built]:
    """Both nights on both engines, Spark as a cluster behind a server."""
    port, folder = served
    environment = {"EVENKEEL_SPARK_METHOD": "thrift", "EVENKEEL_SPARK_PORT": str(port)}
    return build_nights(folder, environment)


@pytest.mark.parametrize("night", range(len(NIGHTS)), ids=map(str, NIGHTS))
def test_every_mart_is_equal_on_a_cluster(nights: list[Built], night: int) -> None:
    compared = compare(*nights[night])

    assert sum(each.rows for each in compared) > 1000
    assert [each for each in compared if not each.is_equal] == []


def test_executors_are_processes_of_their_own(
    served: tuple[int, Path], nights: list[Built]
) -> None:
    log = (served[1] / "server.log").read_text("utf-8")

    assert nights
    assert log.count("Registered executor") == EXECUTORS


def test_the_catalog_is_in_postgresql(postgres: Cluster, nights: list[Built]) -> None:
    with psycopg.connect(postgres.url()) as connection:
        schemas = connection.execute(
            "select table_namespace, count(*) from iceberg_tables group by 1"
        ).fetchall()

    assert nights
    assert {"marts", "portfolio", "intermediate"} <= {schema for schema, _ in schemas}
