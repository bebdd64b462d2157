"""The faults of whole files: each stops its table's landing, or is told."""

from pathlib import Path

import duckdb
import pytest

from sources.demo.faults import DELIVERIES, Faults
from sources.demo.plan import Plan
from sources.demo.write import write_demo
from sources.errors import SourceError
from sources.landing import Landing
from sources.pull import PullOptions, pull
from sources.settings import load_settings

TOLD = {
    "missing_delivery": r"^exports\.people: no file people\* in ",
    "missing_column": r"invoices.*due_date",
}


def spoiled(folder: Path, kind: str) -> tuple[str, Path]:
    """Write a company with one kind of fault; return the table it is in and the configuration."""
    plan = Plan(people=10, years=1, faults=Faults(0, {kind: 1.0}))
    return DELIVERIES[kind].table, write_demo(folder, plan, lambda _: None)


def landed(configuration: Path, table: str) -> list:
    """Pull a table of the company's one system."""
    settings = load_settings(configuration)
    landing = Landing(configuration.parent / "landing")
    return pull(settings.systems[0], table, landing, PullOptions())


@pytest.mark.parametrize("kind", sorted(TOLD))
def test_a_spoiled_file_lands_nothing_and_is_named(tmp_path: Path, kind: str) -> None:
    table, configuration = spoiled(tmp_path, kind)

    with pytest.raises(SourceError, match=TOLD[kind]):
        landed(configuration, table)

    assert list((tmp_path / "landing").rglob("delivery.json")) == []


@pytest.mark.parametrize(
    ("kind", "reason"), [("truncated_delivery", "malformed"), ("cp1252", "encoding")]
)
def test_the_row_that_can_not_be_read_is_kept_aside(tmp_path: Path, kind: str, reason: str) -> None:
    table, configuration = spoiled(tmp_path, kind)

    (delivery,) = landed(configuration, table)

    folder = Landing(tmp_path / "landing").folder(delivery)
    kept = duckdb.sql(f"select reason from '{folder}/quarantine.parquet'").fetchall()
    assert delivery.landed.rows > 5
    assert kept == [(reason,)]


def test_a_column_that_nobody_announced_lands_and_is_told(tmp_path: Path) -> None:
    table, configuration = spoiled(tmp_path, "new_column")

    (delivery,) = landed(configuration, table)

    assert delivery.new_columns == ("cost_centre",)
    assert delivery.quarantined.rows == 0


@pytest.mark.parametrize("kind", sorted(DELIVERIES))
def test_every_spoiled_file_is_listed_in_the_truth(tmp_path: Path, kind: str) -> None:
    table, _ = spoiled(tmp_path, kind)

    listed = (tmp_path / "truth" / "planted_faults.csv").read_text("utf-8").splitlines()[1:]

    assert listed == [f"{kind},{table},{table}.csv,,,"]
