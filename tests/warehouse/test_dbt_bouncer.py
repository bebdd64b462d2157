import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nightly import Build, Company, Ended

from pipelines.lib.dbt import PROJECT, folder_of, variables
from sources.settings import load_settings

BOUNCER = PROJECT.parent / ".venv-bouncer" / "bin" / "dbt-bouncer"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.warehouse,
    pytest.mark.skipif(
        not BOUNCER.exists(),
        reason="the environment of dbt-bouncer is not there (make bouncer-env)",
    ),
]


def dbt(*command: str, profiles: Path, folder: Path, given: str) -> None:
    """Run dbt with its artifacts in a folder of the test."""
    subprocess.run(
        [
            *(sys.executable, "-m", "dbt.cli.main", "--quiet", *command),
            *("--project-dir", str(PROJECT), "--profiles-dir", str(profiles)),
            *("--target-path", str(folder / "target"), "--log-path", str(folder)),
            *("--vars", given),
        ],
        check=True,
    )


def judged(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Judge the artifacts in a folder."""
    shutil.copy(PROJECT.parent / "dbt-bouncer.yml", folder)
    return subprocess.run(
        [str(BOUNCER), "run", "--show-all-failures", *options],
        cwd=folder,
        env={**os.environ, "COLUMNS": "300"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_tables_of_a_night_keep_the_rules(
    first_night: tuple[Company, Ended], tmp_path: Path
) -> None:
    company, _ = first_night
    settings = load_settings(company.folder / "evenkeel.toml")
    state = folder_of(settings)
    shutil.copytree(state / "target", tmp_path / "target")
    generate = ("docs", "generate", "--no-compile")
    dbt(*generate, profiles=state, folder=tmp_path, given=variables(settings))

    # The manifest is judged with every kind of system, below.
    done = judged(tmp_path, "--only", "catalog_checks")

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_models_of_every_kind_of_system_keep_the_rules(
    every_kind: Build, tmp_path: Path
) -> None:
    shutil.copytree(every_kind.folder / "target", tmp_path / "target")

    done = judged(tmp_path, "--only", "manifest_checks")

    assert done.returncode == 0, done.stdout + done.stderr
