"""The same models on Apache Spark with Iceberg: every mart equal to DuckDB's, row for row.

Needs Spark's environment and Java: `make test-spark`.
"""

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import duckdb
import pytest
from nightly import Company

from pipelines.lib.handover import hand_over
from pipelines.lib.warehouse import warehouse_path
from pipelines.spark.parity import Compared, compare
from sources.demo.plan import Plan
from sources.demo.write import write_demo
from sources.settings import load_settings

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-spark" / "bin" / "python"
# What is recorded, changed and closed between them is in the deliveries of the second.
NIGHTS = (dt.date(2026, 6, 26), dt.date(2026, 6, 30))

pytestmark = [
    pytest.mark.skipif(
        not PYTHON.exists(), reason="Spark's environment is missing: make spark-env"
    ),
    pytest.mark.timeout(3600),
]


def on_spark(handover: Path, folder: Path) -> None:
    done = subprocess.run(
        [str(PYTHON), "-m", "pipelines.spark", str(handover), str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


@pytest.fixture(scope="session")
def nights(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, Path]]:
    """Two nights on both engines: the DuckDB file of each, and what Spark built of its raw rows."""
    folder = tmp_path_factory.mktemp("spark")
    company = Company(folder / "company")
    built = []
    for night in NIGHTS:
        plan = Plan(people=8, years=1).on(night)
        settings = load_settings(write_demo(company.folder, plan, lambda _: None))
        ended = company.run(as_of=f"{night}")
        assert ended.code == 0, ended.told
        hand_over(settings, folder / "handover")
        on_spark(folder / "handover", folder / "spark")
        kept = folder / f"{night}"
        kept.mkdir()
        shutil.copy(warehouse_path(settings), kept / "evenkeel.duckdb")
        (folder / "spark" / "out").rename(kept / "out")
        built.append((kept / "evenkeel.duckdb", kept / "out"))
    return built


@pytest.mark.parametrize("night", range(len(NIGHTS)), ids=map(str, NIGHTS))
def test_every_mart_is_equal_on_both_engines(nights: list[tuple[Path, Path]], night: int) -> None:
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
