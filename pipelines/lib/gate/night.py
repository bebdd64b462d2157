"""What of a night its tables are judged by: the day, the promises, the release to compare with."""

import datetime as dt
from pathlib import Path

from expectations.results import Night
from pipelines.lib.company import releases_root
from pipelines.lib.configured import configuration_record
from pipelines.lib.releases.release import current_release
from sources.configuration import Settings
from sources.contract import HIDDEN
from sources.odcs import load_contract
from sources.system import SYSTEMS, tables_of

OVERRIDES = "gate-overrides.toml"
# Whose row it is says as much of a person as a name does.
IDENTIFYING = ("person_key",)


def night_of(
    settings: Settings, judged_at: dt.datetime, as_of_date: dt.date, *, may_shrink: bool
) -> Night:
    """Return what a night's tables are judged by.

    Args:
        settings: The company's configuration.
        judged_at: When the gate begins.
        as_of_date: The day figures are stated at.
        may_shrink: Whether a person allowed a delivery to lose rows; then nothing is compared.
    """
    return Night(
        company=settings.company.name,
        judged_at=judged_at.astimezone(settings.zone),
        as_of_date=as_of_date,
        reporting_currency=settings.company.reporting_currency,
        personal=_personal(),
        promises=_promises(settings),
        previous=None if may_shrink else _comparable(settings, as_of_date),
    )


def overrides_path(settings: Settings) -> Path:
    """Return where overrides of the gate are written, beside the configuration."""
    return settings.root / OVERRIDES


def _comparable(settings: Settings, as_of_date: dt.date) -> Path | None:
    """Return the current release's folder, where it is of the same configuration and not later."""
    root = releases_root(settings)
    release = current_release(root)
    if (
        release is None
        or release.as_of_date > as_of_date
        or release.configuration != configuration_record(settings)
    ):
        return None
    return root.resolve() / release.release_id


def _promises(settings: Settings) -> dict[str, float]:
    """Return the longest promise of each system, in hours; one without any promises nothing."""
    hours = {
        system.name: [
            promised
            for table in tables_of(system)
            if (promised := system.freshness.hours(table.name, table.freshness_hours))
        ]
        for system in settings.systems
    }
    return {system: max(each) for system, each in hours.items() if each}


def _personal() -> tuple[str, ...]:
    """Return the columns that the contract of conformed exports calls personal or confidential."""
    contract = load_contract(SYSTEMS / "canonical" / "contract.yml")
    classified = {
        column.name
        for table in contract.tables
        for column in table.columns
        if column.classification in HIDDEN
    }
    return tuple(sorted(classified | set(IDENTIFYING)))
