"""Look up what requirements.lock holds among known advisories; say where it could not be done.

Ends with 0 where all were looked up and none is known to be vulnerable, with 1 where one is, and
with 2 where the advisories could not be reached: then nothing is known.
"""

import json
import subprocess
import sys
from pathlib import Path

LOCK = "requirements.lock"


def main() -> int:
    """Run pip-audit on the lock file, and print what it found."""
    program = Path(sys.executable).with_name("pip-audit")
    asked = ["-r", LOCK, "--disable-pip", "--require-hashes", "--timeout", "5", "-f", "json"]
    done = subprocess.run(  # noqa: S603 - our own
        [str(program), *asked, "--progress-spinner", "off"],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except ValueError:
        return _not_audited(done.stderr.strip().splitlines()[-1:] or ["no answer"])
    known = [each for each in packages if each.get("vulns")]
    for each in known:
        for advisory in each["vulns"]:
            fixed = ", ".join(advisory["fix_versions"]) or "no version yet"
            _say(f"{each['name']} {each['version']}: {advisory['id']}, mended in {fixed}")
    skipped = [each["skip_reason"] for each in packages if "skip_reason" in each]
    if skipped or not packages:
        found = f"{len(skipped)} of {len(packages)} packages could not be looked up"
        return 1 if known else _not_audited([found, *skipped[:1]])
    _say(f"{LOCK}: {len(packages)} packages looked up, {len(known)} with known advisories")
    return 1 if known else 0


def _not_audited(why: list[str]) -> int:
    _say(f"NOT AUDITED: the advisories can not be reached from here ({'; '.join(why)})")
    _say("run `make audit` where the package index answers with advisories")
    return 2


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
