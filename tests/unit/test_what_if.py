import subprocess
import sys
from pathlib import Path

import pytest
from sample.write import write_sample

from pipelines.lib.releases.release import ReleaseError
from pipelines.lib.warehouse import warehouse_path
from pipelines.lib.what_if import Change, what_if
from sources.configuration import Settings
from sources.settings import load_settings

WRITING = """
import duckdb, sys
with duckdb.connect(sys.argv[1]) as warehouse:
    print("writing", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    write_sample(tmp_path)
    settings = load_settings(tmp_path / "evenkeel.toml")
    warehouse_path(settings).parent.mkdir(parents=True)
    return settings


def test_a_warehouse_that_a_nightly_writes_is_told_so(settings: Settings) -> None:
    command = [sys.executable, "-c", WRITING, str(warehouse_path(settings))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writing:
        assert writing.stdout is not None
        assert writing.stdout.readline() == b"writing\n"
        with pytest.raises(ReleaseError, match="a nightly is writing the warehouse"):
            what_if(settings, Change())


def test_a_warehouse_that_is_none_is_told_as_duckdb_does(settings: Settings) -> None:
    warehouse_path(settings).write_bytes(b"no warehouse" * 1000)

    with pytest.raises(ReleaseError, match=r"can not be read: .*not a valid DuckDB") as refused:
        what_if(settings, Change())

    assert "nightly" not in str(refused.value)
