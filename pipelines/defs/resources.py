"""What assets are given: the company's configuration and the options of this run."""

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib import metadata
from pathlib import Path

import dagster as dg
from dagster_dbt import DbtCliResource
from packaging.version import Version
from pydantic import Field, PrivateAttr

from expectations.results import GateRecord, Night, Stated
from pipelines.lib.company import company
from pipelines.lib.dbt import PROJECT, write_profile
from pipelines.lib.gate.process import GateProcess
from pipelines.lib.ingest.delivery_days import today
from pipelines.lib.runs.under_way import under_way
from pipelines.lib.warehouse import KeptWarehouse
from sources.configuration import Settings
from sources.pull import PullOptions


class Nightly(dg.ConfigurableResource):
    """One run of the nightly, which holds the lock that only one may hold."""

    full: bool = Field(default=False, description="Read everything, not what changed.")
    accept_shrink: list[str] = Field(
        default_factory=list,
        description="Tables (system.table) whose full read may lose rows this time.",
    )
    as_of: str = Field(
        default="", description="The day figures are stated at (YYYY-MM-DD); today if empty."
    )

    _kept: KeptWarehouse = PrivateAttr()

    @property
    def kept(self) -> KeptWarehouse:
        """The warehouse, as one raw table leaves it to the next; who hands it on closes it."""
        return self._kept

    @property
    def settings(self) -> Settings:
        """The company's configuration."""
        return company()

    @property
    def options(self) -> PullOptions:
        """What this run asks of the sources."""
        return PullOptions(full=self.full, accept_shrink=tuple(self.accept_shrink))

    @property
    def as_of_date(self) -> dt.date:
        """The day figures are stated at, in the company's time zone."""
        if self.as_of:
            return dt.date.fromisoformat(self.as_of)
        return today(self.settings)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Nightly"]:
        """Hold the lock for as long as the run lasts, or leave it to the process that has it."""
        instance, run = context.instance, context.run
        if instance is None or run is None:
            raise RuntimeError("expected a run of an instance to be given this resource")
        with under_way(instance, self.settings, run.run_id) as warned:
            if warned and context.log:
                context.log.warning(warned)
            self._kept = KeptWarehouse(self.settings)
            try:
                yield self
            finally:
                self._kept.close()


class Gate(dg.ConfigurableResource):
    """The gate's process; it is started with the run, not when the candidate is there."""

    _process: GateProcess = PrivateAttr()

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Gate"]:
        """Keep the process for as long as the run lasts."""
        del context
        self._process = GateProcess(company())
        try:
            yield self
        finally:
            self._process.stop()

    def judge(self, run_id: str, tables: tuple[Stated, ...], night: Night) -> GateRecord:
        """Run every suite on the warehouse and return the record."""
        return self._process.judge(run_id, tables, night)


class Dbt(DbtCliResource):
    """The dbt of this environment, of which nothing is asked but to run.

    Its command line would be started to tell its version, and an adapter made for questions to the
    warehouse that no asset puts: both import all of dbt once more.
    """

    @cached_property
    def _cli_version(self) -> Version:
        return Version(metadata.version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        del args


@dg.definitions
def resources() -> dg.Definitions:
    """Return the resources of every asset."""
    settings = company()
    dbt = Dbt(
        project_dir=str(PROJECT.resolve()),
        profiles_dir=str(write_profile(settings).resolve()),
        dbt_executable=str(Path(sys.executable).with_name("dbt")),
        # Of the time of a small night its log at debug level, as JSON, took a sixth, and its
        # manifest, which is there and was written twice again, a tenth.
        global_config_flags=[
            *("--log-level-file", "info", "--log-format-file", "text", "--no-write-json"),
            "--no-use-colors",
        ],
    )
    return dg.Definitions(resources={"nightly": Nightly(), "dbt": dbt, "judge": Gate()})
