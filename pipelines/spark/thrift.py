"""The Thrift server that dbt's profile names, by the same variables."""

import os

from pyhive import hive

from pipelines.spark.session import CATALOG
from pipelines.spark.tables import Execute

# PyHive puts it in quotes, whole.
OUTSIDE = "spark_catalog`.`default"
METHOD, HOST, PORT = (f"EVENKEEL_SPARK_{name}" for name in ("METHOD", "HOST", "PORT"))


def over_thrift() -> Execute | None:
    """Return what runs a statement on the server; nothing where dbt is to use a session."""
    if os.environ.get(METHOD) != "thrift":
        return None
    host, port = os.environ.get(HOST, "127.0.0.1"), int(os.environ.get(PORT, "10000"))

    # A new catalog does not have the schema that whoever connects is in.
    with hive.connect(host, port, database=OUTSIDE) as connection, connection.cursor() as cursor:
        cursor.execute(f"create schema if not exists {CATALOG}.default")
        # Where all connections are one session, those that follow are in the same catalog.
        cursor.execute(f"use {CATALOG}.default")

    def execute(sql: str) -> list[tuple[str, ...]]:
        with hive.connect(host, port) as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            # Of a statement that returns no rows the driver can fetch none.
            return cursor.fetchall() if sql.startswith("show") else []

    return execute
