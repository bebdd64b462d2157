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
    original, warehouse = warehouse_path(settings).resolve(), folder / "evenkeel.duckdb"
    shutil.copy(original, warehouse)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("update built.state set follows_last_build = true")
    profile = (folder_of(settings) / "profiles.yml").read_text("utf-8")
    assert str(original) in profile
    (folder / "profiles.yml").write_text(profile.replace(str(original), str(warehouse)), "utf-8")
    subprocess.run(
        [
            *(sys.executable, "-m", "dbt.cli.main", "--quiet", "compile"),
            *("--project-dir", str(PROJECT), "--profiles-dir", str(folder)),
            *("--target-path", str(folder / "target"), "--log-path", str(folder)),
            *("--vars", variables(settings)),
        ],
        check=True,
    )
    full, following = _compiled(build.folder / "target"), _compiled(folder / "target")
    return {name: sql for name, sql in following.items() if sql != full[name]}


def _compiled(target: Path) -> dict[str, str]:
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    return {
        node["name"]: node.get("compiled_code", "")
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }
