import json
import logging
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from receivers import webhook
from sample.write import write_sample

from pipelines.lib.runs import lineage
from pipelines.lib.runs.lineage import send_lineage
from sources.errors import AwayError
from sources.settings import load_settings

PEOPLE = {"schema": "staging", "name": "stg_people", "columns": {}, "depends_on": {"nodes": ["s"]}}
MODELS = {
    "m": {
        "schema": "marts",
        "name": "dim_person",
        "columns": {"id": {"name": "id", "data_type": "varchar", "description": "Whose row."}},
        "depends_on": {"nodes": ["p"]},
    },
    "p": PEOPLE,
}
SOURCES = {"s": {"schema": "raw_canonical", "name": "people", "columns": {}}}


@dg.asset(key=["raw_canonical", "people"])
def loaded() -> dg.MaterializeResult:
    return dg.MaterializeResult(metadata={"dagster/row_count": 3, "seconds": 0.5})


@dg.asset(key=["marts", "dim_person"], deps=[loaded])
def built() -> dg.MaterializeResult:
    return dg.MaterializeResult(metadata={"dagster/row_count": 2})


@dg.asset(key=["marts", "dim_project"], deps=[loaded])
def broken() -> None:
    raise AwayError("the server does not answer")


@pytest.fixture
def send(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ANN401 - a function
    """Run three assets, and send what they made of what."""
    write_sample(tmp_path)
    settings = load_settings(tmp_path / "evenkeel.toml")
    monkeypatch.setattr(lineage, "prepare_manifest", lambda _: tmp_path)
    monkeypatch.setattr(lineage, "nodes_of", lambda _: MODELS)
    monkeypatch.setattr(lineage, "sources_of", lambda _: SOURCES)

    def sent() -> None:
        with dg.DagsterInstance.ephemeral() as instance:
            ended = dg.materialize([loaded, built, broken], instance=instance, raise_on_error=False)
            run = instance.get_run_by_id(ended.run_id)
            assert run is not None
            send_lineage(settings, run, list(instance.all_logs(ended.run_id)), succeeded=False)

    return sent


def test_a_server_is_told_what_was_made_of_what(
    send: Any,  # noqa: ANN401
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with webhook() as server:
        monkeypatch.setenv("OPENLINEAGE_URL", f"http://127.0.0.1:{server.port}")
        send()

    events = [json.loads(each) for each in server.messages]
    states = [(each["job"]["name"].rpartition(".")[2], each["eventType"]) for each in events]
    (person,) = [
        each
        for each in events
        if each["job"]["name"].endswith("marts__dim_person") and each["eventType"] == "COMPLETE"
    ]
    (failed,) = [each for each in events if "errorMessage" in each["run"]["facets"]]

    assert states[0][1] == "START"
    assert events[-1]["eventType"] == "FAIL"
    assert events[-1]["run"]["runId"] == events[0]["run"]["runId"]
    assert ("raw_canonical__people", "COMPLETE") in states
    assert ("marts__dim_project", "FAIL") in states
    assert [each["name"] for each in person["inputs"]] == ["evenkeel.staging.stg_people"]
    assert person["outputs"][0]["namespace"].startswith("duckdb:///")
    assert person["outputs"][0]["name"] == "evenkeel.marts.dim_person"
    assert person["outputs"][0]["facets"]["schema"]["fields"][0]["type"] == "varchar"
    assert person["outputs"][0]["outputFacets"]["outputStatistics"]["rowCount"] == 2
    assert person["run"]["facets"]["parent"]["run"]["runId"] == events[0]["run"]["runId"]
    assert failed["run"]["facets"]["errorMessage"]["message"] == "the server does not answer"


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", ""])
def test_a_server_that_is_away_is_warned_of_once(
    url: str,
    send: Any,  # noqa: ANN401
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("OPENLINEAGE_URL", url)
    with caplog.at_level(logging.WARNING, "evenkeel.lineage"):
        send()

    told = [each for each in caplog.messages if "was not sent" in each]
    assert len(told) == 1
