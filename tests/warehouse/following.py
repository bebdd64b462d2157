"""Models as dbt compiles them for a build that follows on another."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
from nightly import Build

from pipelines.lib.dbt import PROJECT, folder_of, variables
from pipelines.lib.warehouse import warehouse_path
from sources.configuration import Settings


def compile_to_follow(build: Build, settings: Settings, folder: Path) -> dict[str, str]:
    """Return the SQL of every model that a build which follows on this one makes otherwise."""
    warehouse = copy_warehouse(settings, folder)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("update built.state set follows_last_build = true")
    run_dbt(settings, folder, "compile")
    full, following = _compiled(build.folder / "target"), _compiled(folder / "target")
    return {name: sql for name, sql in following.items() if sql != full[name]}


def copy_warehouse(settings: Settings, folder: Path) -> Path:
    """Copy a warehouse and its profile into a folder; return the copy's path."""
    original, warehouse = warehouse_path(settings).resolve(), folder / "evenkeel.duckdb"
    shutil.copy(original, warehouse)
    profile = (folder_of(settings) / "profiles.yml").read_text("utf-8")
    assert str(original) in profile
    (folder / "profiles.yml").write_text(profile.replace(str(original), str(warehouse)), "utf-8")
    return warehouse


def run_dbt(settings: Settings, folder: Path, *command: str) -> None:
    """Run dbt on the warehouse that was copied into a folder."""
    subprocess.run(
        [
            *(sys.executable, "-m", "dbt.cli.main", "--quiet", *command),
            *("--project-dir", str(PROJECT), "--profiles-dir", str(folder)),
            *("--target-path", str(folder / "target"), "--log-path", str(folder)),
            *("--vars", variables(settings)),
        ],
        check=True,
    )


def _compiled(target: Path) -> dict[str, str]:
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    return {
        node["name"]: node.get("compiled_code", "")
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }
