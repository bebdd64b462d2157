"""How Spark is set up: a named Iceberg catalog, loopback, no UI; and the session that dbt finds."""

from importlib.util import find_spec
from pathlib import Path

from dbt.adapters.spark.connections import SparkCredentials
from pyspark.sql import SparkSession

CATALOG = "evenkeel"
# Two threads in this process; `local-cluster[2,1,1024]` is two executors in processes of their own.
MASTER = "local[2]"
_JARS = "snowpark_connect_deps_iceberg"
# PySpark's own Spark is built for Scala 2.12.
JAR = "iceberg-spark-runtime-3.5_2.12-*.jar"


def iceberg_jar() -> Path:
    """Return the jar of Iceberg for Spark 3.5 that a package brings along."""
    spec = find_spec(_JARS)
    folders = spec.submodule_search_locations if spec else None
    jars = [jar for folder in folders or () for jar in Path(folder).rglob(JAR)]
    if not jars:
        raise FileNotFoundError("no Iceberg jar: make spark-env")
    return jars[0]


def settings_of(warehouse: Path, properties: Path | None = None) -> dict[str, str]:
    """Return the settings of a session or server whose Iceberg tables are under `warehouse`.

    A decimal that overflows or a text that is no number ends a statement (ANSI), as in DuckDB. An
    instant has no time zone, and the session's is UTC.

    Args:
        warehouse: A folder.
        properties: A file of more settings, one a line: its name, a space, its value.
    """
    catalog = f"spark.sql.catalog.{CATALOG}"
    settings = {
        "spark.jars": str(iceberg_jar()),
        "spark.sql.extensions": (
            "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions"
        ),
        catalog: "org.apache.iceberg.spark.SparkCatalog",
        f"{catalog}.type": "hadoop",
        f"{catalog}.warehouse": warehouse.resolve().as_uri(),
        "spark.sql.defaultCatalog": CATALOG,
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.timestampType": "TIMESTAMP_NTZ",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.shuffle.partitions": "2",
        # Hundreds of small plans: to plan each again between its stages costs more than its rows.
        "spark.sql.adaptive.enabled": "false",
        # What it infers of columns that are named again and again grows beyond all memory.
        "spark.sql.constraintPropagation.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "4g",
        "spark.ui.enabled": "false",
        # What a page would show of each statement is kept even where there is none.
        "spark.sql.ui.retainedExecutions": "1",
        "spark.sql.maxPlanStringLength": "1000",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.warehouse.dir": str(warehouse.resolve() / "spark"),
    }
    lines = properties.read_text("utf-8").splitlines() if properties else []
    pairs = (line.split(maxsplit=1) for line in lines if line and not line.startswith("#"))
    return settings | dict(pairs)


def open_session(settings: dict[str, str], master: str = MASTER) -> SparkSession:
    """Open the session of this process."""
    builder = SparkSession.builder.appName(CATALOG).master(master)
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def keep_ansi() -> None:
    """Have dbt-spark leave ANSI on, which it switches off with every statement."""
    settle = SparkCredentials.__post_init__

    def settled(credentials: SparkCredentials) -> None:
        settle(credentials)
        credentials.server_side_parameters["spark.sql.ansi.enabled"] = "true"

    SparkCredentials.__post_init__ = settled
