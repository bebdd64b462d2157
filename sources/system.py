"""The kinds of systems that can be read: each a folder in `systems/` with a contract.

A kind that answers over REST also says where each table is found, in its `extract.py`.
"""

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sources.configuration import SystemSettings
from sources.contract import Contract, Table
from sources.errors import ConfigurationError
from sources.odcs import load_contract

if TYPE_CHECKING:
    from sources.connectors.rest_paging import Endpoint

SYSTEMS = Path(__file__).parent / "systems"


def kinds() -> list[str]:
    """Return the kinds of systems that have a contract."""
    return sorted(path.parent.name for path in SYSTEMS.glob("*/contract.yml"))


def contract_of(system: SystemSettings) -> Contract:
    """Return the contract of a configured system, with its own formats applied.

    Raises:
        ConfigurationError: No such kind, or it names a table that the contract lacks.
    """
    if system.kind not in kinds():
        raise ConfigurationError(
            f"systems.{system.name}.kind: found {system.kind!r}, allowed: {', '.join(kinds())}"
        )
    path = SYSTEMS / system.kind / "contract.yml"
    contract = load_contract(path, overrides=system.delivery.formats.overrides())
    known = [table.name for table in contract.tables]
    for name in system.tables:
        if name not in known:
            raise ConfigurationError(
                f"systems.{system.name}.tables: found {name!r}, allowed: {', '.join(known)}"
            )
    return contract


def tables_of(system: SystemSettings) -> tuple[Table, ...]:
    """Return the tables that are pulled from a system: those it names, or all of its contract."""
    contract = contract_of(system)
    return tuple(t for t in contract.tables if not system.tables or t.name in system.tables)


def endpoints_of(kind: str) -> Mapping[str, "Endpoint"]:
    """Return where a kind's tables are found over REST.

    Raises:
        ConfigurationError: The kind is not read over REST.
    """
    try:
        module = importlib.import_module(f"sources.systems.{kind}.extract")
    except ModuleNotFoundError as error:
        raise ConfigurationError(f"{kind} is not read over REST") from error
    endpoints: Mapping[str, Endpoint] = module.ENDPOINTS
    return endpoints
