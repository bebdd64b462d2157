"""Freshness as asset checks: whether each table's last delivery keeps what was promised."""

from collections.abc import Iterator

import dagster as dg

from pipelines.defs.resources import Nightly
from pipelines.lib.company import company, landing_of
from pipelines.lib.ingest.status import TableStatus, table_statuses
from sources.configuration import Settings
from sources.system import tables_of

CHECK = "freshness"


def freshness_checks(settings: Settings) -> list[dg.AssetChecksDefinition]:
    """Return one definition that checks every table of which something is promised."""
    keys = [
        dg.AssetKey([f"landing_{system.name}", table.name])
        for system in settings.systems
        for table in tables_of(system)
        if system.freshness.hours(table.name, table.freshness_hours)
    ]
    if not keys:
        return []

    @dg.multi_asset_check(
        specs=[dg.AssetCheckSpec(name=CHECK, asset=key) for key in keys], name=CHECK
    )
    def freshness(nightly: Nightly) -> Iterator[dg.AssetCheckResult]:
        for status in table_statuses(nightly.settings, landing_of(nightly.settings)):
            key = dg.AssetKey([f"landing_{status.system}", status.table])
            if key in keys:
                yield _result(key, status)

    return [freshness]


def _result(key: dg.AssetKey, status: TableStatus) -> dg.AssetCheckResult:
    """Return a warning at most: figures of yesterday are better than none."""
    return dg.AssetCheckResult(
        asset_key=key,
        check_name=CHECK,
        passed=status.promise in ("kept", "soon"),
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "promise": status.promise,
            "delivered_at": str(status.delivered_at),
            "late_at": str(status.late_at),
        },
    )


@dg.definitions
def freshness() -> dg.Definitions:
    """Return the checks of what the contracts or the configuration promise."""
    return dg.Definitions(asset_checks=freshness_checks(company()))
