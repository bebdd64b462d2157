"""Delete what retention lets go, so that a cut-off deletion leaves nothing that is half there."""

import shutil

from pipelines.lib.upkeep.judged import Judged
from pipelines.lib.upkeep.publications import withdraw
from pipelines.lib.upkeep.retention import retired_first
from pipelines.lib.warehouse import nightly_lock
from sources.configuration import Settings
from sources.disk import sync


def remove(settings: Settings, things: list[Judged]) -> int:
    """Delete what goes; return the bytes that were freed.

    A release is no release any more before its first file goes: it is retired first.

    Raises:
        WarehouseBusyError: A nightly is running.
        PostgresError: A publication could not be deleted; the rest was.
    """
    from pipelines.lib.upkeep.run_history import forget  # noqa: PLC0415 - seconds of imports

    going = [each for each in things if each.goes]
    with nightly_lock(settings):
        for each in going:
            marker = retired_first(each)
            if marker:
                marker.touch()
                sync(marker.parent)
            if each.runs:
                forget(settings, each.runs)
            for path in each.paths:
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)
        withdraw(settings, going)
    return sum(each.size for each in going)
