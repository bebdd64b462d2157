"""End work that never ends: what hangs in a system is left behind, and the night goes on."""

import threading
from collections.abc import Callable
from typing import TypeVar

from sources.errors import HungError

Result = TypeVar("Result")


def within(seconds: float, work: Callable[[], Result], what: str) -> Result:
    """Return what `work` returns, or raise what it raises.

    The work is done in a thread of its own: a call that hangs in a driver can not be broken off
    from within Python, only left behind. What it holds is freed when the process ends.

    Raises:
        HungError: It was not done in time.
    """
    done: list[Result] = []
    failed: list[BaseException] = []

    def worker() -> None:
        try:
            done.append(work())
        except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
            failed.append(error)

    thread = threading.Thread(target=worker, daemon=True, name=f"waited for: {what}")
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not done:
        limit = f"{seconds / 60:g} minutes" if seconds >= 60 else f"{seconds:g} s"  # noqa: PLR2004
        raise HungError(f"no end within {limit}; what hangs was left behind")
    return done[0]
