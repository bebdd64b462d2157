"""What every test may use. Tiers: unit, integration (real systems), warehouse, conventions."""

import sys
from pathlib import Path

import hypothesis

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

# No test depends on how fast the machine is.
hypothesis.settings.register_profile("evenkeel", deadline=None)
hypothesis.settings.load_profile("evenkeel")
