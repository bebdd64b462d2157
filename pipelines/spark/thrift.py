"""The Thrift server that dbt's profile names, by the same variables."""

import os

from pyhive import hive

from pipelines.spark.session import CATALOG
from pipelines.spark.tables import Execute

METHOD, HOST, PORT = (f"EVENKEEL_SPARK_{name}" for name in ("METHOD", "HOST", "PORT"))


def over_thrift() -> Execute | None:
    """Return what runs a statement on the server; nothing where dbt is to use a session."""
    if os.environ.get(METHOD) != "thrift":
        return None
    host, port = os.environ.get(HOST, "127.0.0.1"), int(os.environ.get(PORT, "10000"))

    def execute(sql: str, database: str = "default") -> list[tuple[str, ...]]:
        with (
            hive.connect(host, port, database=database) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
            # Of a statement that returns no rows the driver can fetch none.
            return cursor.fetchall() if sql.startswith("show") else []

    # Whoever connects uses the schema `default`, which a new catalog does not have.
    execute(f"create schema if not exists {CATALOG}.default", "spark_catalog`.`default")
    return execute
