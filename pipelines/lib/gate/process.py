"""Start the gate in a process of its own and read what it recorded."""

import subprocess
import sys
from pathlib import Path

from expectations.results import Candidate, GateRecord, Night, Stated
from pipelines.lib.gate.night import overrides_path
from pipelines.lib.gate.pages import write_pages
from pipelines.lib.warehouse import warehouse_path
from sources.configuration import Settings


class GateError(Exception):
    """The gate could not be run to its end, so nothing may be published."""


def record_path(settings: Settings) -> Path:
    """Return where the gate of the present candidate is recorded."""
    return settings.path(settings.storage.state) / "gate.json"


def pages_path(settings: Settings) -> Path:
    """Return the folder of the pages that show the gate of the present candidate."""
    return settings.path(settings.storage.state) / "gates"


class GateProcess:
    """The gate's process; started early, for its imports take longer than its judgement."""

    def __init__(self, settings: Settings) -> None:
        """Start the process; it waits for `judge`."""
        self._settings = settings
        self._process = subprocess.Popen(
            [sys.executable, "-m", "expectations.gate"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def judge(self, run_id: str, tables: tuple[Stated, ...], night: Night) -> GateRecord:
        """Run every suite on the warehouse, write the pages that show it and return the record.

        Raises:
            GateError: The gate's process failed; its last lines are passed on.
        """
        candidate = Candidate(
            database=warehouse_path(self._settings),
            run_id=run_id,
            tables=tables,
            night=night,
            overrides=overrides_path(self._settings),
            record=record_path(self._settings),
            known_content=record_path(self._settings).with_name("content.json"),
        )
        candidate.record.unlink(missing_ok=True)
        _, told = self._process.communicate(candidate.model_dump_json() + "\n")
        if self._process.returncode or not candidate.record.exists():
            raise GateError("the gate did not finish:\n" + "\n".join(told.splitlines()[-15:]))
        record = read_record(self._settings)
        write_pages(record, pages_path(self._settings))
        return record

    def stop(self) -> None:
        """End the process, whether it has judged or not."""
        self._process.kill()
        self._process.communicate()


def read_record(settings: Settings) -> GateRecord:
    """Return the recorded gate.

    Raises:
        GateError: No gate was recorded.
    """
    path = record_path(settings)
    if not path.exists():
        raise GateError("no gate has judged this candidate; expected its record")
    return GateRecord.model_validate_json(path.read_text("utf-8"))
