"""How the deliveries stand: what each table last delivered, and whether it keeps its promise."""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict

from sources.configuration import Settings
from sources.extract import utc_now
from sources.landing import Landing
from sources.system import tables_of

Promise = Literal["kept", "soon", "late", "never", "no promise"]


class TableStatus(BaseModel):
    """The last delivery of one table, and whether its age keeps what was promised.

    `soon`: it is late at `late_at` unless something is delivered before.
    """

    model_config = ConfigDict(frozen=True)

    system: str
    table: str
    delivered_at: dt.datetime | None
    rows: int
    quarantined: int
    promise: Promise
    late_at: dt.datetime | None = None


def table_statuses(
    settings: Settings, landing: Landing, now: dt.datetime | None = None
) -> list[TableStatus]:
    """Return the state of every table of every configured system, now or at another instant."""
    now = now or utc_now()
    found = []
    for system in settings.systems:
        for table in tables_of(system):
            last = landing.last(system.name, table.name)
            hours = system.freshness.hours(table.name, table.freshness_hours)
            late_at = last.finished_at + dt.timedelta(hours=hours) if last and hours else None
            warned = dt.timedelta(hours=system.freshness.warn_hours)
            found.append(
                TableStatus(
                    system=system.name,
                    table=table.name,
                    delivered_at=last.finished_at if last else None,
                    rows=last.landed.rows if last else 0,
                    quarantined=last.quarantined.rows if last else 0,
                    promise="never" if last is None else _promise(now, late_at, warned),
                    late_at=late_at,
                )
            )
    return found


def _promise(now: dt.datetime, late_at: dt.datetime | None, warned: dt.timedelta) -> Promise:
    if late_at is None:
        return "no promise"
    if now > late_at:
        return "late"
    return "soon" if now > late_at - warned else "kept"
