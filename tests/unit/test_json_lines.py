import json
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from sample.write import write_sample

from pipelines.lib.runs.json_lines import NAME, lines_to
from pipelines.lib.upkeep.doctor import examine
from sources.errors import AwayError

KEYS = [
    *("time", "level", "run_id", "job", "step"),
    *("event", "system", "table", "delivery", "message", "figures"),
]


@dg.asset(key=["landing_erp", "people"])
def landed() -> dg.MaterializeResult:
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": 3,
            "total_hours": "7.50",
            "delivery_id": "erp/people/000001-a",
            "new_columns": "shoe_size",
        }
    )


@dg.asset(key=["marts", "dim_person"], deps=[landed])
def built(context: dg.AssetExecutionContext) -> None:
    context.log.info("a remark")
    context.log.debug("chatter")
    raise AwayError("the server does not answer")


@dg.asset_check(asset=["landing_erp", "people"])
def freshness() -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=False, severity=dg.AssetCheckSeverity.WARN)


def lines_of(path: Path) -> list[dict[str, Any]]:
    job = dg.define_asset_job("night", executor_def=dg.in_process_executor)
    definitions = dg.Definitions(
        assets=[landed, built],
        asset_checks=[freshness],
        jobs=[job],
        loggers={NAME: dg.LoggerDefinition(lambda _: lines_to(path))},
    )
    with dg.DagsterInstance.ephemeral() as instance:
        definitions.resolve_job_def("night").execute_in_process(
            instance=instance, run_config={"loggers": {NAME: {}}}, raise_on_error=False
        )
    lines_to(None)
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_run_is_told_in_lines_of_one_shape(tmp_path: Path) -> None:
    lines = lines_of(tmp_path / "lines.jsonl")
    by_event = {line["event"]: line for line in lines}

    assert all(list(line) == KEYS for line in lines)
    assert len({line["run_id"] for line in lines}) == 1
    assert {
        key: by_event["made"][key] for key in ("system", "table", "delivery", "level", "figures")
    } == {
        "system": "erp",
        "table": "people",
        "delivery": "erp/people/000001-a",
        "level": "info",
        "figures": {"row_count": 3, "total_hours": "7.50"},
    }
    assert (by_event["late"]["level"], by_event["late"]["table"]) == ("warning", "people")
    assert by_event["said"]["message"] == "a remark"
    assert by_event["done"]["figures"]["seconds"] >= 0
    assert lines[0]["event"] == "begun"
    assert [(line["event"], line["level"]) for line in lines[-2:]] == [("failed", "error")] * 2
    assert lines[-2]["message"] == "the server does not answer"


def test_a_file_that_can_not_be_written_to_ends_no_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "absent" / "lines.jsonl"

    with pytest.raises(FileNotFoundError):
        lines_of(path)  # only by reading it, after the run

    assert "FileNotFoundError" in capsys.readouterr().err


def test_the_doctor_tells_of_a_folder_that_is_not_there(tmp_path: Path) -> None:
    write_sample(tmp_path)
    toml = tmp_path / "evenkeel.toml"
    toml.write_text(toml.read_text("utf-8") + '\n[logs]\njson_lines = "absent/x.jsonl"\n', "utf-8")

    logs = next(each for each in examine(toml) if each.check == "logs")

    assert logs.state == "ill"
    assert "absent/x.jsonl" in logs.found
