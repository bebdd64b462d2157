import subprocess
import sys

from sources.errors import ConfigurationError
from sources.system import endpoints_of, kinds

PROGRAM = """
import sys
from sources.system import endpoints_of
for kind in sys.argv[1:]:
    print(kind, endpoints_of(kind))
"""


def read_over_rest() -> list[str]:
    """Return the kinds that are read over REST."""
    found = []
    for kind in kinds():
        try:
            endpoints_of(kind)
        except ConfigurationError:
            continue
        found.append(kind)
    return found


def described(kinds: list[str], seed: str) -> list[str]:
    """Return how a process with such a seed of its hashes describes the reads of each kind."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *kinds],
        env={"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()


def test_every_process_describes_a_read_alike() -> None:
    """What was kept of a read that was cut off is found again by its description."""
    kinds = read_over_rest()

    assert len(kinds) > 5
    assert described(kinds, "1") == described(kinds, "2")
