"""A copy of the dbt project whose models carry marks, and what dbt compiles of it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.sql_mutation.sites import Site, marked, sites_of
from pipelines.lib.dbt import PROJECT


@dataclass(frozen=True)
class Compiled:
    """A model with its sites, its SQL in the nightly, and that of each of its unit tests."""

    name: str
    path: str
    sites: tuple[Site, ...]
    sql: str
    unit_tests: Mapping[str, str]
    columns: tuple[str, ...]


def mark_models(project: Path, folders: tuple[str, ...]) -> dict[str, tuple[Site, ...]]:
    """Copy the dbt project and mark the models of some folders; return each one's sites."""
    shutil.copytree(PROJECT, project, ignore=shutil.ignore_patterns("target", "logs"))
    sites = dict[str, tuple[Site, ...]]()
    for folder in folders:
        for path in sorted((project / "models" / folder).rglob("*.sql")):
            sql = path.read_text("utf-8")
            found = sites_of(sql)
            path.write_text(marked(sql, found), "utf-8")
            sites[path.stem] = tuple(found)
    return sites


def compile_marked(
    project: Path, profile: Path, variables: str, sites: Mapping[str, tuple[Site, ...]]
) -> list[Compiled]:
    """Run the unit tests of the marked models, and compile all; return what is marked."""
    select = ["--select", *sites]
    target = project / "target"
    _dbt(project, profile, variables, "test", *select, "--exclude", "test_type:data")
    _dbt(project, profile, variables, "compile")
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    nodes = manifest["nodes"].values()
    models = {node["name"]: node for node in nodes if node["resource_type"] == "model"}
    return [
        Compiled(
            name,
            models[name]["original_file_path"],
            sites[name],
            models[name]["compiled_code"],
            _unit_tests(target, manifest, name),
            tuple(models[name]["columns"]),
        )
        for name in sites
        if name in models
    ]


def _unit_tests(target: Path, manifest: dict[str, Any], model: str) -> dict[str, str]:
    return {
        test["name"]: path.read_text("utf-8")
        for test in manifest["unit_tests"].values()
        if test["model"] == model
        for path in target.glob(f"run/evenkeel/{test['original_file_path']}/**/{test['name']}.sql")
    }


def _dbt(project: Path, profile: Path, variables: str, *asked: str) -> None:
    command = [
        *(sys.executable, "-m", "dbt.cli.main", asked[0], "--quiet", *asked[1:]),
        *("--project-dir", str(project), "--profiles-dir", str(profile)),
        *("--target-path", str(project / "target"), "--log-path", str(project / "logs")),
        *("--vars", variables, "--log-level-file", "none"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if done.returncode:
        raise RuntimeError(f"dbt {asked[0]} on the marked models failed:\n{done.stdout[-3000:]}")
