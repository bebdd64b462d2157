"""`dbt_project/mf` beside a release: what it prints is what its explained SQL says exactly."""

import csv
import os
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from metric_layer import SLOW, Layer, layer_of
from nightly import Company

from pipelines.lib.dbt import AUDIENCES, PROJECT

CENT = Decimal("0.01")

pytestmark = SLOW


@pytest.fixture(scope="module")
def layer(generated: Company) -> Iterator[Layer]:
    """The semantic layer of the generated company's night."""
    with layer_of(generated) as layer:
        yield layer


@pytest.mark.parametrize("audience", AUDIENCES)
def test_mf_answers_beside_a_release(layer: Layer, tmp_path: Path, audience: str) -> None:
    """What is printed is the explained SQL's figures as floats; the release stays as it is."""
    environment = {
        **os.environ,
        "EVENKEEL_RELEASE": str(layer.release),
        "EVENKEEL_METRICFLOW": str(tmp_path),
    }

    def mf(*command: str) -> str:
        done = subprocess.run(
            [str(PROJECT / "mf"), audience, *command],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout

    saved = {
        "portfolio": "utilization_by_practice_and_week",
        "finance": "portfolio_by_entity_and_period",
        "people": "cost_by_class_and_period",
    }[audience]
    mf("validate-configs")
    mf("query", "--saved-query", saved, "--csv", str(tmp_path / "printed.csv"))
    sql = mf("query", "--saved-query", saved, "--explain", "--quiet")

    with duckdb.connect(str(layer.release / f"{audience}.duckdb"), read_only=True) as release:
        exact = release.execute(sql)
        names = [column[0] for column in exact.description]
        rows = sorted(_rounded(row) for row in exact.fetchall())
    with (tmp_path / "printed.csv").open(encoding="utf-8") as handle:
        head, *printed = csv.reader(handle)

    assert head == names
    assert rows
    assert sorted(_rounded(row) for row in printed) == rows


def _rounded(row: list[str] | tuple) -> tuple[str, ...]:
    """A row as text, its figures rounded to the cent."""
    return tuple(_cents(value) for value in row)


def _cents(value: object) -> str:
    text = "" if value is None else str(value)
    try:
        return str(Decimal(text).quantize(CENT))
    except ArithmeticError:
        return text
