import datetime as dt
from pathlib import Path

import pytest
from sample.write import CONFIGURATION

from expectations.results import Night
from pipelines.lib.gate.process import GateError, GateProcess, record_path
from sources.settings import load_settings

NIGHT = Night(
    company="Halden & Voss",
    judged_at=dt.datetime(2026, 8, 1, tzinfo=dt.UTC),
    as_of_date=dt.date(2026, 7, 31),
    reporting_currency="EUR",
)
pytestmark = pytest.mark.integration


def test_a_gate_that_can_not_judge_leaves_no_earlier_verdict(tmp_path: Path) -> None:
    configuration = tmp_path / "evenkeel.toml"
    configuration.write_text(CONFIGURATION.read_text("utf-8"), "utf-8")
    settings = load_settings(configuration)
    record_path(settings).parent.mkdir(parents=True)
    record_path(settings).write_text("an earlier verdict", "utf-8")
    process = GateProcess(settings)

    with pytest.raises(GateError, match=r"(?s)the gate did not finish:.*evenkeel\.duckdb"):
        process.judge("run", (), NIGHT)

    process.stop()
    assert not record_path(settings).exists()
