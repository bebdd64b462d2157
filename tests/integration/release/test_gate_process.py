from pathlib import Path

import pytest
from sample.write import CONFIGURATION

from pipelines.lib.gate import GateError, GateProcess, record_path
from sources.settings import load_settings

pytestmark = pytest.mark.integration


def test_a_gate_that_can_not_judge_leaves_no_earlier_verdict(tmp_path: Path) -> None:
    configuration = tmp_path / "evenkeel.toml"
    configuration.write_text(CONFIGURATION.read_text("utf-8"), "utf-8")
    settings = load_settings(configuration)
    record_path(settings).parent.mkdir(parents=True)
    record_path(settings).write_text("an earlier verdict", "utf-8")
    process = GateProcess(settings)

    with pytest.raises(GateError, match=r"(?s)the gate did not finish:.*evenkeel\.duckdb"):
        process.judge("run", ["portfolio.portfolio_month"])

    process.stop()
    assert not record_path(settings).exists()
