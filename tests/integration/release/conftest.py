"""A candidate that a first run has published."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from candidates import Candidate


@pytest.fixture
def candidate(tmp_path: Path) -> Candidate:
    """Hours 8 and 4, published as the release of run `one`."""
    made = Candidate(tmp_path)
    made.build("8", "4")
    made.publish("one", made.judged("one"))
    return made
