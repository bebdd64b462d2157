"""The conformed models that decide something: built on empty tables, for their unit tests."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.lib.dbt import PROJECT, folder_of, variables, write_profile
from pipelines.lib.raw import create_raw_table
from pipelines.lib.reference import load_reference
from pipelines.lib.warehouse import open_warehouse
from sources.configuration import Company, Entity, Files, Settings, SystemSettings
from sources.extract import utc_now
from sources.system import contract_of, kinds

pytestmark = pytest.mark.warehouse


def settings_of(folder: Path, names: list[str]) -> Settings:
    """Return a company with one system of each kind."""
    delivery = Files(connector="files", url="exports")
    return Settings(
        company=Company(name="All", time_zone="UTC", reporting_currency="EUR"),
        entities=(Entity(code="E", name="E", functional_currency="EUR"),),
        systems=tuple(
            SystemSettings(name=kind, kind=kind, domains=("crm",), entity="E", delivery=delivery)
            for kind in names
        ),
        root=folder,
    )


def kinds_with_unit_tests() -> list[str]:
    """Return the kinds of systems whose conformed models have unit tests."""
    described = (PROJECT / "models" / "intermediate" / "conform").glob("*/*.yml")
    tested = {path.parent.name for path in described if "unit_tests:" in path.read_text("utf-8")}
    return [kind for kind in kinds() if kind in tested]


def test_the_unit_tests_of_conformed_models_pass(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, kinds_with_unit_tests())
    with open_warehouse(settings) as warehouse:
        load_reference(warehouse, settings, run_id="r", as_of=utc_now().date())
        for system in settings.systems:
            contract = contract_of(system)
            for table in contract.tables:
                create_raw_table(warehouse, contract, table)
    write_profile(settings)

    done = subprocess.run(
        [
            *(sys.executable, "-m", "dbt.cli.main", "build"),
            *(
                "--select",
                *(f"+path:models/intermediate/conform/{s.kind}" for s in settings.systems),
            ),
            *("--exclude", "test_type:generic"),
            *("--project-dir", str(PROJECT), "--profiles-dir", str(folder_of(settings))),
            *("--target-path", str(tmp_path), "--log-path", str(tmp_path)),
            *("--vars", variables(settings)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-5000:]
    results = json.loads((tmp_path / "run_results.json").read_text("utf-8"))["results"]
    ended = {each["unique_id"]: each["status"] for each in results}
    tested = {
        kind
        for kind in kinds()
        for test in ended
        if test.startswith(f"unit_test.evenkeel.int_{kind}_")
    }
    assert set(ended.values()) <= {"success", "pass"}
    assert tested == {system.kind for system in settings.systems}
