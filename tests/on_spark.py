"""The models as Apache Spark builds them, in an environment of its own."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHON = ROOT / ".venv-spark" / "bin" / "python"


def is_there() -> bool:
    """Tell whether Spark's environment and Java are installed."""
    return PYTHON.exists() and shutil.which("java") is not None


def build_on_spark(
    handover: Path, folder: Path, *asked: str, environment: Mapping[str, str] | None = None
) -> None:
    """Build models of what was handed over; their marts are in `<folder>/out`.

    Args:
        handover: What `pipelines.lib.handover` wrote.
        folder: Where Spark's tables go.
        asked: Arguments of dbt.
        environment: Where dbt finds Spark, beside what this process has.
    """
    done = subprocess.run(
        [str(PYTHON), "-m", "pipelines.spark", str(handover), str(folder), "--", *asked],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
