"""What Spark's server is started with, as its own environment writes it."""

import subprocess
from pathlib import Path

import pytest
from on_spark import PYTHON, ROOT, is_there

WRITTEN = """
import sys
from pathlib import Path
from pipelines.spark.server import write_settings

write_settings(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.mark.skipif(not is_there(), reason="no Spark: make spark-env; it needs Java 17")
def test_nobody_else_reads_the_servers_settings_also_where_they_could_before(
    tmp_path: Path,
) -> None:
    properties, written = tmp_path / "more.properties", tmp_path / "on-spark" / "server.properties"
    properties.write_text("spark.sql.catalog.evenkeel.jdbc.password canary\n", "utf-8")
    written.parent.mkdir()
    written.touch(mode=0o644)
    with written.open("rb") as others:
        command = [str(PYTHON), "-c", WRITTEN, str(written.parent), str(properties)]
        subprocess.run(command, cwd=ROOT, check=True)

        assert others.read() == b""
    assert "jdbc.password canary" in written.read_text("utf-8")
    assert written.stat().st_mode & 0o777 == 0o600
