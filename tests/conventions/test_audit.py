"""An audit that could not be made is never taken for one that found nothing."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

AUDIT = Path(__file__).parents[2] / ".ci" / "audit.py"
SOUND = {"name": "sound", "version": "1", "vulns": []}
SKIPPED = {"name": "unknown", "skip_reason": "not found"}
ILL = {"name": "ill", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}


@pytest.mark.parametrize(
    ("packages", "code", "told"),
    [
        ([SOUND], 0, "1 packages looked up, 0 with known advisories"),
        ([SOUND, ILL], 1, "ill 1: CVE-1, mended in 2"),
        ([SKIPPED, ILL], 1, "ill 1: CVE-1, mended in 2"),
        ([SOUND, SKIPPED], 2, "NOT AUDITED"),
        ([], 2, "NOT AUDITED"),
        (None, 2, "NOT AUDITED: the advisories can not be reached from here (no answer)"),
    ],
)
def test_what_an_audit_says(
    packages: list[dict[str, Any]] | None, code: int, told: str, tmp_path: Path
) -> None:
    (tmp_path / "python").symlink_to(sys.executable)
    answer = "" if packages is None else json.dumps({"dependencies": packages})
    program = tmp_path / "pip-audit"
    program.write_text(f"#!/bin/sh\necho '{answer}'\n", "utf-8")
    program.chmod(0o755)

    done = subprocess.run(
        [str(tmp_path / "python"), str(AUDIT)], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (code, "")
    assert told in done.stdout
