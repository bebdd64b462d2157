"""What of the configuration decides a release, and how it differs between two releases.

Where deliveries come from and where things are kept does not: a release follows from what landed.
"""

from collections.abc import Mapping
from pathlib import Path

from sources.configuration import Settings
from sources.disk import sha256_of
from sources.errors import ConfigurationError

ABSENT = "nothing"


def configuration_record(settings: Settings) -> dict[str, str]:
    """Return what a release depends on, by the keys of `evenkeel.toml`; a key without value is out.

    A new section that models depend on belongs in here, and in `variables` of `dbt.py`.

    Raises:
        ConfigurationError: The file of corrections or of explanations is absent.
    """
    company = settings.company
    found = {"company.reporting_currency": company.reporting_currency}
    for key, value in company.fiscal_calendar.model_dump().items():
        found[f"company.fiscal_calendar.{key}"] = str(value)
    for entity in settings.entities:
        found[f"entities.{entity.code}.name"] = entity.name
        found[f"entities.{entity.code}.functional_currency"] = entity.functional_currency
    for system in settings.systems:
        prefix = f"systems.{system.name}"
        found[f"{prefix}.kind"] = system.kind
        found[f"{prefix}.entity"] = system.entity
        found[f"{prefix}.domains"] = " ".join(system.domains)
        found[f"{prefix}.tables"] = " ".join(sorted(system.tables))
    rules = (f"{rule.entity}:{rule.match}" for rule in settings.crosswalk.rules)
    found["crosswalk.rules"] = " ".join(rules)
    found["crosswalk.corrections"] = _checksum(
        settings, "crosswalk.corrections", settings.crosswalk.corrections
    )
    controls = settings.reconciliation
    found["reconciliation.owner"] = controls.owner
    found |= {f"reconciliation.owners.{key}": str(value) for key, value in controls.owners.items()}
    for key, value in controls.tolerance.items():
        found[f"reconciliation.tolerance.{key}"] = str(value)
    found["reconciliation.explanations"] = _checksum(
        settings, "reconciliation.explanations", controls.explanations
    )
    for key, value in settings.revenue.model_dump(exclude_none=True).items():
        found[f"revenue.{key}"] = str(value)
    capacity = settings.capacity
    found["capacity.full_time_hours"] = str(capacity.full_time_hours)
    found["capacity.productive_categories"] = " ".join(sorted(capacity.productive_categories))
    for role, share in capacity.utilization_targets.items():
        found[f"capacity.utilization_targets.{role}"] = str(share)
    found["cost.overhead_driver"] = settings.cost.overhead_driver
    for pool in settings.cost.pools:
        prefix = f"cost.pools.{pool.name}"
        found[f"{prefix}.driver"] = pool.driver or ""
        found[f"{prefix}.accounts"] = " ".join(sorted(pool.accounts))
        found |= {f"{prefix}.rates.{code}": str(rate) for code, rate in pool.rates.items()}
    return {key: value for key, value in sorted(found.items()) if value}


def configuration_changes(
    before: Mapping[str, str], after: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Return the keys that differ between two records, each with its value in both."""
    return {
        key: (before.get(key, ABSENT), after.get(key, ABSENT))
        for key in sorted({*before, *after})
        if before.get(key) != after.get(key)
    }


def _checksum(settings: Settings, key: str, file: Path | None) -> str:
    if file is None:
        return ""
    path = settings.path(file)
    try:
        return f"SHA-256 {sha256_of(path)}"
    except FileNotFoundError as error:
        raise ConfigurationError(f"{key}: no file {path}") from error
