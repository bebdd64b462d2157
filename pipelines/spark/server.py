"""Start a Spark Thrift server on loopback, for dbt's method `thrift`.

Usage: `python -m pipelines.spark.server WAREHOUSE --master local-cluster[2,1,1024] --port 10000`.
This process becomes the server. Its catalog and whatever else differs is in a file of properties.
"""

import os
from argparse import ArgumentParser
from pathlib import Path

import pyspark

from pipelines.spark.session import MASTER, iceberg_jar, settings_of

CLASS = "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"
ENV = "/usr/bin/env"
CLASS_PATH = "spark.driver.extraClassPath"
# Spark's own catalog, which holds nothing here, wants a database of its own.
NO_METASTORE = "jdbc:derby:memory:metastore;create=true"


def command(settings: Path, master: str, port: int) -> list[str]:
    """Return the command that runs the server with the settings of a file."""
    return [
        str(Path(pyspark.__file__).parent / "bin" / "spark-submit"),
        *("--class", CLASS, "--name", "evenkeel", "--master", master),
        *("--properties-file", str(settings), "spark-internal"),
        *("--hiveconf", f"hive.server2.thrift.port={port}"),
        *("--hiveconf", "hive.server2.thrift.bind.host=127.0.0.1"),
    ]


def write_settings(warehouse: Path, properties: Path | None) -> Path:
    """Write all settings into a file that nobody else reads, for a password may be among them."""
    settings = settings_of(warehouse, properties)
    # The server's own threads see what it was started with, not what it loaded since.
    jars = (str(iceberg_jar()), settings.get(CLASS_PATH))
    settings[CLASS_PATH] = os.pathsep.join(jar for jar in jars if jar)
    # Else every connection has a catalog of its own, whose connections to its database stay.
    settings["spark.sql.hive.thriftServer.singleSession"] = "true"
    settings["spark.hadoop.javax.jdo.option.ConnectionURL"] = NO_METASTORE
    settings["spark.driver.extraJavaOptions"] = "-Dderby.stream.error.file=/dev/null"
    warehouse.mkdir(parents=True, exist_ok=True)
    path = warehouse / "server.properties"
    # What lies there may be open to others, whatever its rights become.
    path.unlink(missing_ok=True)
    path.touch(mode=0o600, exist_ok=False)
    path.write_text("".join(f"{name} {value}\n" for name, value in settings.items()), "utf-8")
    return path


def main() -> None:
    """Become the server that the command line asks for."""
    parser = ArgumentParser(prog="python -m pipelines.spark.server")
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--master", default=MASTER)
    parser.add_argument("--port", type=int, default=10000)
    parser.add_argument("--properties", type=Path)
    asked = parser.parse_args()
    run = command(write_settings(asked.warehouse, asked.properties), asked.master, asked.port)
    os.execv(ENV, [ENV, "SPARK_LOCAL_IP=127.0.0.1", *run])  # noqa: S606 - our own


if __name__ == "__main__":
    main()
