"""Start the gate in a process of its own and read what it recorded."""

import subprocess
import sys
from pathlib import Path

from expectations.results import GateRecord
from pipelines.lib.warehouse import warehouse_path
from sources.configuration import Settings


class GateError(Exception):
    """The gate could not be run to its end, so nothing may be published."""


def record_path(settings: Settings) -> Path:
    """Return where the gate of the present candidate is recorded."""
    return settings.path(settings.storage.state) / "gate.json"


def run_gate(settings: Settings, run_id: str, published: list[str]) -> GateRecord:
    """Run every suite on the warehouse and return the record.

    Raises:
        GateError: The gate's process failed; its last lines are passed on.
    """
    output = record_path(settings)
    output.unlink(missing_ok=True)
    command = [sys.executable, "-m", "expectations.gate", str(warehouse_path(settings)), run_id]
    done = subprocess.run(  # noqa: S603 - our own module, no shell
        [*command, str(output), *published], capture_output=True, text=True, check=False
    )
    if done.returncode or not output.exists():
        raise GateError("the gate did not finish:\n" + "\n".join(done.stderr.splitlines()[-15:]))
    return read_record(settings)


def read_record(settings: Settings) -> GateRecord:
    """Return the recorded gate.

    Raises:
        GateError: No gate was recorded.
    """
    path = record_path(settings)
    if not path.exists():
        raise GateError("no gate has judged this candidate; expected its record")
    return GateRecord.model_validate_json(path.read_text("utf-8"))
