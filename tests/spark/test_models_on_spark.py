"""The same models on Apache Spark with Iceberg: every mart equal to DuckDB's, row for row.

Needs Spark's environment and Java: `make test-spark`.
"""

from pathlib import Path

import duckdb
import pytest
from on_spark import is_there
from spark_nights import NIGHTS, Built, build_nights

from pipelines.spark.parity import Compared, compare

pytestmark = [
    pytest.mark.skipif(not is_there(), reason="no Spark: make spark-env; it needs Java 17"),
    pytest.mark.timeout(3600),
]


@pytest.fixture(scope="session")
def nights(tmp_path_factory: pytest.TempPathFactory) -> list[Built]:
    """Both nights on both engines, Spark in one session."""
    return build_nights(tmp_path_factory.mktemp("spark"), {})


@pytest.mark.parametrize("night", range(len(NIGHTS)), ids=map(str, NIGHTS))
def test_every_mart_is_equal_on_both_engines(nights: list[Built], night: int) -> None:
    compared = compare(*nights[night])

    assert sum(each.rows for each in compared) > 1000
    assert [each for each in compared if not each.is_equal] == []


def test_a_cent_a_row_a_type_and_a_table_are_seen(tmp_path: Path) -> None:
    warehouse, out = tmp_path / "evenkeel.duckdb", tmp_path / "out"
    tables = {
        "cent": "select 1 as id, cast(1.01 as decimal(18, 2)) as amount",
        "copy": "select 1 as id",
        "type": "select 1 as id",
        "gone": "select 1 as id",
        "same": "select 1 as id union all select null",
    }
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema marts")
        for name, sql in tables.items():
            connection.execute(f"create table marts.{name} as {sql}")
    others = tables | {
        "cent": "select 1 as id, cast(1.02 as decimal(18, 2)) as amount",
        "copy": "select 1 as id union all select 1",
        "type": "select cast(1 as bigint) as id",
    }
    del others["gone"]
    for name, sql in others.items():
        (out / "marts" / name).mkdir(parents=True)
        duckdb.sql(sql).write_parquet(str(out / "marts" / name / "part.parquet"))

    assert compare(warehouse, out) == [
        Compared("marts.cent", 1, 1, 1),
        Compared("marts.copy", 1, 0, 1),
        Compared("marts.gone", 1, 1, 0, ("table",)),
        Compared("marts.same", 2, 0, 0),
        Compared("marts.type", 1, 0, 0, ("id: INTEGER and BIGINT",)),
    ]
