"""The dbt unit tests of models that only a company with that kind of system builds."""

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from nightly import Company

from pipelines.lib.dbt import PROJECT, variables, write_profile
from pipelines.lib.raw import create_raw_table
from pipelines.lib.warehouse import warehouse_path
from sources.odcs import load_contract
from sources.settings import load_settings
from sources.system import SYSTEMS

pytestmark = pytest.mark.warehouse

KINDS = ("netsuite", "xero")
LAYERS = ("staging", "intermediate/conform")
FOLDERS = [f"path:models/{layer}/{kind}" for kind in KINDS for layer in LAYERS]


def test_every_dbt_unit_test_of_every_kind_passes(company: Company, tmp_path: Path) -> None:
    settings = load_settings(company.folder / "evenkeel.toml")
    kinds = json.loads(variables(settings))
    with duckdb.connect(str(warehouse_path(settings))) as warehouse:
        for kind in KINDS:
            contract = load_contract(SYSTEMS / kind / "contract.yml")
            kinds["systems"][kind] = [table.name for table in contract.tables]
            for table in contract.tables:
                create_raw_table(warehouse, contract, table)

    done = subprocess.run(
        [
            *(sys.executable, "-m", "dbt.cli.main", "build", "--select", *FOLDERS),
            *("--exclude-resource-type", "test"),
            *("--project-dir", str(PROJECT), "--profiles-dir", str(write_profile(settings))),
            *("--target-path", str(tmp_path), "--log-path", str(tmp_path)),
            *("--vars", json.dumps(kinds)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-5000:]
    written = json.loads((tmp_path / "manifest.json").read_text("utf-8"))["unit_tests"]
    results = json.loads((tmp_path / "run_results.json").read_text("utf-8"))["results"]
    of_kinds = {name for name in written if any(f".int_{kind}_" in name for kind in KINDS)}
    ended = {each["unique_id"]: each["status"] for each in results}
    assert {name: ended[name] for name in of_kinds} == dict.fromkeys(of_kinds, "pass")
    assert len(of_kinds) >= len(KINDS)
