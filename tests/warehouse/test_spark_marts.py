"""What portfolio months rest on, as Apache Spark builds it of the same raw rows: all is equal.

Needs Spark's environment and Java (`make spark-env`). All marts, on two nights: `make test-spark`.
"""

from pathlib import Path

import pytest
from nightly import Company
from on_spark import build_on_spark, is_there

from pipelines.lib.handover import hand_over
from pipelines.lib.warehouse import warehouse_path
from pipelines.spark.parity import compare
from sources.settings import load_settings

pytestmark = [
    pytest.mark.warehouse,
    pytest.mark.skipif(not is_there(), reason="no Spark: make spark-env; it needs Java 17"),
    pytest.mark.timeout(1800),
]


def test_portfolio_months_and_what_they_rest_on_are_equal_on_spark(
    generated: Company, tmp_path: Path
) -> None:
    settings = load_settings(generated.folder / "evenkeel.toml")
    hand_over(settings, tmp_path / "handover")

    build_on_spark(tmp_path / "handover", tmp_path / "spark", "--select", "+portfolio_month")

    out = tmp_path / "spark" / "out"
    built = {f"{folder.parent.name}.{folder.name}" for folder in out.glob("*/*")}
    compared = [each for each in compare(warehouse_path(settings), out) if each.table in built]
    assert {"portfolio.portfolio_month", "marts.fct_revenue_event"} <= built
    assert sum(each.rows for each in compared) > 10_000
    assert [each for each in compared if not each.is_equal] == []
