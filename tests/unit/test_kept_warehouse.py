"""The warehouse stays open from one raw table to the next, and no longer."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from sample.write import write_sample

from pipelines.lib.warehouse import KeptWarehouse, warehouse_path
from sources.settings import load_settings


def others_can_open(path: Path) -> bool:
    """Whether a process of its own, as dbt is, can write to the warehouse."""
    script = f"import duckdb; duckdb.connect({str(path)!r}).execute('select 1')"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    return done.returncode == 0


def test_the_next_step_has_the_same_connection_until_it_is_handed_on(tmp_path: Path) -> None:
    settings = load_settings(write_sample(tmp_path))
    kept = KeptWarehouse(settings)

    with kept.open() as first:
        first.execute("create table t as select 1 as i")
    with kept.open() as second:
        assert second is first
    assert not others_can_open(warehouse_path(settings))
    kept.close()

    assert others_can_open(warehouse_path(settings))
    with kept.open() as third:
        assert third.execute("from t").fetchall() == [(1,)]
    kept.close()


def test_a_step_that_fails_leaves_it_closed_and_what_was_done_there(tmp_path: Path) -> None:
    settings = load_settings(write_sample(tmp_path))
    kept = KeptWarehouse(settings)
    with kept.open() as warehouse:
        warehouse.execute("create table t as select 1 as i")

    with pytest.raises(duckdb.InvalidInputException, match="stopped"), kept.open() as failed:
        failed.execute("begin; insert into t values (2); select error('stopped')")

    assert others_can_open(warehouse_path(settings))
    with kept.open() as after:
        assert after.execute("from t").fetchall() == [(1,)]
        with pytest.raises(duckdb.ConnectionException):
            failed.execute("select 1")
    kept.close()
