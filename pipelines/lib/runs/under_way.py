"""What holds while a run is under way: it alone has the warehouse, and its end is told."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import dagster as dg

from pipelines.lib.runs.alerting import tell
from pipelines.lib.runs.alerts import of_damage, of_death
from pipelines.lib.runs.damaged import damage, ended_badly, make_anew
from pipelines.lib.runs.ended import tell_end_of
from pipelines.lib.runs.instance import end_dead_runs
from pipelines.lib.warehouse import WarehouseBusyError, nightly_lock
from sources.configuration import Settings


@contextmanager
def under_way(instance: dg.DagsterInstance, settings: Settings, run_id: str) -> Iterator[str]:
    """Hold the nightly's lock for a run, see to what others left, and tell how it ended.

    Where another process holds the lock for the same run, this one is of one of its steps, and
    nothing is done.

    Yields:
        What people should be warned of; nothing where all is well.

    Raises:
        WarehouseBusyError: Another run holds the lock.
    """
    with ExitStack() as held:
        if not _takes_lock(held, settings, run_id):
            yield ""
            return
        dead = end_dead_runs(instance, run_id)
        tell(settings, [of_death(settings, each) for each in dead])
        said = damage(settings, thoroughly=ended_badly(instance, run_id))
        if said:
            make_anew(settings)
            tell(settings, [of_damage(settings, run_id, said)])
        try:
            yield f"the warehouse file was damaged and is made anew: {said}" if said else ""
        finally:
            tell_end_of(instance, settings, run_id)


def _takes_lock(held: ExitStack, settings: Settings, run_id: str) -> bool:
    try:
        held.enter_context(nightly_lock(settings, run_id))
    except WarehouseBusyError as busy:
        if busy.run_id != run_id:
            raise
        return False
    return True
