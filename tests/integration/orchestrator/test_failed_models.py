"""What people are told of a model that dbt could not build, by a real dbt."""

import sys
from pathlib import Path

import pytest
from dagster._utils.error import serializable_error_info_from_exc_info
from dagster_dbt.errors import DagsterDbtCliRuntimeError

from pipelines.defs.resources import Dbt
from pipelines.lib.runs.outcome import message_of

PROJECT = """
name: tried
version: 1.0.0
profile: tried
"""
PROFILE = """
tried:
  target: memory
  outputs:
    memory: {type: duckdb, path: ":memory:"}
"""


def test_a_model_that_fails_is_told_by_what_dbt_found_without_its_command(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "dbt_project.yml").write_text(PROJECT)
    (tmp_path / "profiles.yml").write_text(PROFILE)
    wide = "{{ config(materialized='table') }} select cast(1000 as decimal(3, 2)) as amount"
    (tmp_path / "models" / "wide.sql").write_text(wide)
    dbt = Dbt(
        project_dir=str(tmp_path),
        profiles_dir=str(tmp_path),
        dbt_executable=str(Path(sys.executable).with_name("dbt")),
        global_config_flags=["--no-use-colors", "--log-format-file", "text"],
    )
    asked = dbt.cli(["build", "--vars", '{"secret": 1}'], target_path=tmp_path, raise_on_error=True)
    with pytest.raises(DagsterDbtCliRuntimeError) as raised:
        asked.wait()
    error = raised.type, raised.value, raised.tb
    told = message_of(serializable_error_info_from_exc_info(error))
    first, *rest = told.splitlines()
    assert first == f"dbt failed; all that it said is in {tmp_path / 'dbt.log'}"
    assert "Could not cast value 1000 to DECIMAL(3,2)" in "\n".join(rest)
    assert "secret" not in told
    assert "\x1b" not in told
