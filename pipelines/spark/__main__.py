"""Build the models on Spark from what `pipelines.lib.handover` wrote.

Usage: `python -m pipelines.spark HANDOVER FOLDER`. Iceberg tables go to `FOLDER/warehouse`, dbt's
artifacts to `FOLDER/dbt`, marts and portfolio as Parquet to `FOLDER/out`. With
`EVENKEEL_SPARK_METHOD=thrift` it is a server that builds, which knows the folders by the same path.
"""

import sys
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path

from dbt.cli.main import dbtRunner

from pipelines.spark.session import MASTER, keep_ansi, open_session, settings_of
from pipelines.spark.tables import Execute, take_over, write_out
from pipelines.spark.thrift import over_thrift

PROJECT = Path(__file__).parents[2] / "dbt_project"
PUBLISHED = ("marts", "portfolio")


def build(asked: Namespace) -> bool:
    """Run dbt on Spark in this process; return whether every model was built."""
    execute = over_thrift() or in_a_session(asked)
    began = time.monotonic()
    taken = take_over(execute, asked.handover)
    began = _tell(f"{len(taken)} raw tables taken over", began)
    keep_ansi()
    is_built = dbtRunner().invoke([*_command(asked), *asked.dbt]).success
    began = _tell("dbt ended", began)
    if is_built:
        written = write_out(execute, PUBLISHED, asked.folder / "out")
        _tell(f"{len(written)} tables written to {asked.folder / 'out'}", began)
    return is_built


def in_a_session(asked: Namespace) -> Execute:
    """Open the session of this process, which dbt finds; return what runs a statement in it."""
    settings = settings_of(asked.folder / "warehouse", asked.properties)
    session = open_session(settings, asked.master)
    return lambda sql: [tuple(row) for row in session.sql(sql).collect()]


def _command(asked: Namespace) -> list[str]:
    artifacts = asked.folder / "dbt"
    return [
        *("build", "--exclude-resource-type", "unit_test", "test"),
        *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--target", "spark"),
        *("--target-path", str(artifacts / "target"), "--log-path", str(artifacts / "logs")),
        *("--vars", (asked.handover / "variables.json").read_text("utf-8")),
    ]


def _tell(what: str, began: float) -> float:
    now = time.monotonic()
    sys.stderr.write(f"{what} after {now - began:.0f} s\n")
    return now


def main() -> None:
    """Build what the command line names; arguments after `--` are dbt's."""
    parser = ArgumentParser(prog="python -m pipelines.spark")
    parser.add_argument("handover", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--master", default=MASTER)
    parser.add_argument("--properties", type=Path)
    parser.add_argument("dbt", nargs="*")
    sys.exit(not build(parser.parse_intermixed_args()))


if __name__ == "__main__":
    main()
