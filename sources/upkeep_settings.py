"""The sections of `evenkeel.toml` that say when things run, who is told, what is kept and where."""

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from sources.section import Cron, Memory, Name, Section, Variable

IN_PROCESS = "in_process"

Hours = Annotated[float, Field(gt=0)]


class Storage(Section):
    """Where deliveries, the warehouse and releases are kept, relative to the configuration file."""

    landing: Path = Path("var/landing")
    warehouse: Path = Path("var/warehouse")
    releases: Path = Path("var/releases")
    state: Path = Path("var/state")
    memory_limit: Memory = "4GB"


class Schedule(Section):
    """When the nightly starts, in the company's time zone."""

    cron: Cron = "0 2 * * *"


class Orchestrator(Section):
    """Where runs and schedules are kept, and where the steps of a run are.

    `state_url_env` names an environment variable that holds the URL of a PostgreSQL database; else
    it is SQLite in the state folder. `executor` is `in_process`, `multiprocess` or any other of the
    orchestrator's as `module:attribute`, `executor_config` what that one is configured by.
    """

    state_url_env: Variable | None = None
    executor: Annotated[str, Field(pattern=r"^(in_process|multiprocess|[\w.]+:\w+)$")] = IN_PROCESS
    executor_config: dict[str, Any] = Field(default_factory=dict)

    @property
    def is_in_process(self) -> bool:
        """Whether all steps of a run are in its own process, one after the other."""
        return self.executor == IN_PROCESS


class Logs(Section):
    """Where runs tell programs what they do: a file that gets JSON lines, `/dev/stdout` too."""

    json_lines: Path | None = None


class Lineage(Section):
    """Whether runs tell OpenLineage what they made of what, and the namespace of their jobs."""

    openlineage: bool = False
    namespace: str = "evenkeel"


class Pulling(Section):
    """How one system is pulled: by itself at times of its own, how patiently and how often.

    A table that has not landed after `timeout_minutes` is given up for the night. A system that is
    away is asked again `retries` times, after `retry_wait_seconds`, then twice as long, and so on.
    """

    cron: Cron | None = None
    timeout_minutes: Annotated[float, Field(gt=0)] = 120
    retries: Annotated[int, Field(ge=0, le=10)] = 3
    retry_wait_seconds: Annotated[float, Field(ge=0)] = 60


class Freshness(Section):
    """How old the last delivery may be: of every table, or of some; else as the contract promises.

    `warn_hours` before it is late, it is told to be late soon.
    """

    late_after_hours: Hours | None = None
    warn_hours: Annotated[float, Field(ge=0)] = 4
    tables: dict[Name, Hours] = Field(default_factory=dict)

    def hours(self, table: str, promised: int | None) -> float | None:
        """Return how old a table's last delivery may be; None where nobody promised anything."""
        return self.tables.get(table) or self.late_after_hours or promised


class Alerts(Section):
    """Who is told when a night fails, is late or moves a balance out of its band.

    `channels_env` names environment variables that hold Apprise URLs. `published_by` is a time of
    the company's day, on `weekdays` (Monday is 1). `runbooks` is where the pages of
    `docs/operations` are read.
    """

    channels_env: tuple[Variable, ...] = ()
    published_by: dt.time | None = None
    weekdays: tuple[Annotated[int, Field(ge=1, le=7)], ...] = (1, 2, 3, 4, 5, 6, 7)
    runbooks: str = "docs/operations"


class Retention(Section):
    """Which releases `evenkeel retention` keeps: the latest ones, and those of so many days.

    `days` also counts for run reports, logs, the orchestrator's runs and what replays kept.
    """

    releases: Annotated[int, Field(ge=1)] = 10
    days: Annotated[int, Field(ge=1)] = 90
