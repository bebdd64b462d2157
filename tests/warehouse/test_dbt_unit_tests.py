import json
import subprocess
import sys
from pathlib import Path

import pytest
from nightly import Company, Ended

from pipelines.lib.dbt import PROJECT, folder_of, variables
from sources.settings import load_settings

pytestmark = pytest.mark.warehouse


def test_every_dbt_unit_test_passes(first_night: tuple[Company, Ended], tmp_path: Path) -> None:
    company, _ = first_night
    settings = load_settings(company.folder / "evenkeel.toml")

    done = subprocess.run(
        [
            *(sys.executable, "-m", "dbt.cli.main", "test", "--select", "test_type:unit"),
            *("--project-dir", str(PROJECT), "--profiles-dir", str(folder_of(settings))),
            *("--target-path", str(tmp_path), "--log-path", str(tmp_path)),
            *("--vars", variables(settings)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-5000:]
    written = json.loads((tmp_path / "manifest.json").read_text("utf-8"))["unit_tests"]
    results = json.loads((tmp_path / "run_results.json").read_text("utf-8"))["results"]
    ended = {each["unique_id"]: each["status"] for each in results}
    assert ended == dict.fromkeys(written, "pass")
    assert written
