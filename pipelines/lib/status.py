"""How the deliveries stand: what each table last delivered, and whether it keeps its promise."""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict

from sources.configuration import Settings
from sources.extract import utc_now
from sources.landing import Landing
from sources.system import tables_of


class TableStatus(BaseModel):
    """The last delivery of one table; `promise` compares its age with the contract's freshness."""

    model_config = ConfigDict(frozen=True)

    system: str
    table: str
    delivered_at: dt.datetime | None
    rows: int
    quarantined: int
    promise: Literal["kept", "late", "never", "no promise"]


def table_statuses(settings: Settings, landing: Landing) -> list[TableStatus]:
    """Return the state of every table of every configured system."""
    now = utc_now()
    found = []
    for system in settings.systems:
        for table in tables_of(system):
            last = landing.last(system.name, table.name)
            age = now - last.finished_at if last else None
            found.append(
                TableStatus(
                    system=system.name,
                    table=table.name,
                    delivered_at=last.finished_at if last else None,
                    rows=last.landed.rows if last else 0,
                    quarantined=last.quarantined.rows if last else 0,
                    promise=_promise(age, table.freshness_hours),
                )
            )
    return found


def _promise(
    age: dt.timedelta | None, hours: int | None
) -> Literal["kept", "late", "never", "no promise"]:
    if age is None:
        return "never"
    if hours is None:
        return "no promise"
    return "kept" if age <= dt.timedelta(hours=hours) else "late"
