"""What every test may use. Tiers: unit, integration (real systems), warehouse, conventions."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
