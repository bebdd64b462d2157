"""Ask again what may be there a while later; what is wrong for good fails at once."""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from sources.errors import AwayError
from sources.upkeep_settings import Pulling


@contextmanager
def asked_again(pulling: Pulling, *, tried: int) -> Iterator[None]:
    """Have the step run again when its system is away, each time after twice as long a wait.

    Args:
        pulling: How often, and after how long a first wait.
        tried: How often the step was run again before.

    Raises:
        RetryRequested: It is to be run again.
        AwayError: The system is still away after the last time.
    """
    try:
        yield
    except AwayError as error:
        if tried >= pulling.retries:
            raise
        wait = pulling.retry_wait_seconds * 2**tried
        raise dg.RetryRequested(max_retries=pulling.retries, seconds_to_wait=wait) from error
