"""What models state that no release carries is asked by the hook that ends a build."""

import json
import subprocess
import sys

import duckdb
import pytest
from nightly import Company

from pipelines.lib.dbt import PROJECT, folder_of, prepare_manifest, variables
from sources.settings import load_settings

pytestmark = pytest.mark.warehouse


@pytest.mark.slow
def test_a_row_that_is_there_twice_is_refused_by_the_name_of_what_it_breaks(
    company: Company,
) -> None:
    settings = load_settings(company.folder / "evenkeel.toml")
    nodes = json.loads(prepare_manifest(settings).read_text("utf-8"))["nodes"].values()
    warehouse = settings.path(settings.storage.warehouse) / "evenkeel.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(
            "insert into intermediate.int_time_entries__unioned "
            "from intermediate.int_time_entries__unioned limit 1"
        )

    done = subprocess.run(
        [
            *(sys.executable, "-m", "dbt.cli.main", "run-operation"),
            *("refuse_what_breaks_a_statement", "--project-dir", str(PROJECT)),
            *("--profiles-dir", str(folder_of(settings)), "--vars", variables(settings)),
            *("--target-path", str(company.folder / "target"), "--log-path", str(company.folder)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    broken = [
        each["name"]
        for each in nodes
        if each["resource_type"] == "test"
        and each.get("attached_node") == "model.evenkeel.int_time_entries__unioned"
        and each["test_metadata"]["name"].startswith("unique")
    ]
    assert done.returncode != 0
    assert broken
    assert [name for name in broken if f"{name}: 1 broken" not in done.stdout] == []
    assert done.stdout.count("1 broken") == len(broken)


def test_what_a_night_leaves_out_is_asked_otherwise(company: Company) -> None:
    settings = load_settings(company.folder / "evenkeel.toml")
    nodes = json.loads(prepare_manifest(settings).read_text("utf-8"))["nodes"].values()

    unattached = [
        each["name"] for each in nodes if each.get("test_metadata") and not each["attached_node"]
    ]

    assert unattached == []
