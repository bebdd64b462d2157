"""The limits that gates compare with: thresholds.toml, each with its owner and its reason."""

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from expectations.results import Limit, Result
from expectations.toml_file import wrong

FILE = Path(__file__).with_name("thresholds.toml")
Words = Annotated[str, Field(min_length=1)]


class ThresholdError(Exception):
    """A threshold is absent or wrong, so nothing can be judged."""


class Threshold(Result):
    """One limit."""

    limit: Annotated[Decimal, Field(gt=0)]
    owner: Words
    reason: Words


class Thresholds(Result):
    """All limits, under the names they have in the file; what each is compared with is its rule."""

    rows_lost: Threshold
    rows_lost_noticed: Threshold
    amount_moved_factor: Threshold
    amount_compared_least: Threshold
    rows_compared_least: Threshold
    empty_share_moved: Threshold
    category_share_moved: Threshold
    delivery_late_hours: Threshold

    def limit(self, name: str) -> Limit:
        """Return a threshold as it is published with what was judged by it."""
        threshold: Threshold = getattr(self, name)
        return Limit(
            name=name,
            limit=f"{threshold.limit:f}",
            owner=threshold.owner,
            reason=threshold.reason,
        )


def read_thresholds(path: Path) -> Thresholds:
    """Read and check a file of thresholds.

    Raises:
        ThresholdError: The file is absent, not TOML, or a key is missing, unknown or wrong; each
            is named with what was found and what is allowed.
    """
    try:
        document = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
        return Thresholds.model_validate(document)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ThresholdError(f"{path.name}: can not be read: {error}") from error
    except ValidationError as error:
        raise ThresholdError("\n".join(wrong(error, path.name))) from error


@cache
def thresholds() -> Thresholds:
    """Return the thresholds of the project."""
    return read_thresholds(FILE)
