"""The dbt unit tests of conformed models whose systems the sample company does not have."""

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipelines.lib.dbt import PROJECT
from pipelines.lib.raw import create_raw_table
from sources.odcs import load_contract
from sources.system import SYSTEMS

pytestmark = pytest.mark.warehouse

KINDS = ("harvest", "toggl")
MODELS = (
    "int_harvest_people__conformed",
    "int_harvest_time_entries__conformed",
    "int_toggl_projects__conformed",
    "int_toggl_time_entries__conformed",
)


def test_every_unit_test_of_a_conformed_model_passes(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        for kind in KINDS:
            contract = load_contract(SYSTEMS / kind / "contract.yml")
            for table in contract.tables:
                create_raw_table(connection, contract, table)

    done = subprocess.run(
        [
            *(sys.executable, "-m", "dbt.cli.main", "build"),
            *("--select", *(f"+{model}" for model in MODELS), "--exclude", "test_type:data"),
            *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
            *("--target-path", str(tmp_path), "--log-path", str(tmp_path)),
            *("--vars", json.dumps({"systems": {kind: [] for kind in KINDS}})),
        ],
        env={**os.environ, "EVENKEEL_WAREHOUSE": str(warehouse)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-5000:]
    results = json.loads((tmp_path / "run_results.json").read_text("utf-8"))["results"]
    ended = {tuple(each["unique_id"].split(".")[:3]): each["status"] for each in results}
    assert {ended["unit_test", "evenkeel", model] for model in MODELS} == {"pass"}
