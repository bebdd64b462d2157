"""What the generated company knows of itself."""

import csv
from decimal import Decimal
from pathlib import Path


def truth(folder: Path, name: str, keys: tuple[str, ...], measures: tuple[str, ...]) -> dict:
    """Return a file of the truth: measures by keys."""
    with (folder / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return {
            tuple(row[key] or None for key in keys): tuple(
                Decimal(row[name]) if row[name] else None for name in measures
            )
            for row in csv.DictReader(handle)
        }
