"""The dbt project as the nightly runs it: its profile, variables, manifest and audiences."""

import hashlib
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipelines.lib.warehouse import warehouse_path
from sources.configuration import Settings
from sources.contract import HIDDEN
from sources.disk import write_whole
from sources.system import tables_of

PROJECT = Path(__file__).parents[2] / "dbt_project"
AUDIENCES = ("portfolio", "finance", "people")


class DbtError(Exception):
    """dbt could not read its project."""


@dataclass(frozen=True)
class PublishedTable:
    """A table that releases carry, who may read it, and what its columns mean."""

    schema: str
    name: str
    audiences: tuple[str, ...]
    description: str
    columns: Mapping[str, str]
    # The locks that close its periods, and the types that the model's contract states.
    closes_with: tuple[str, ...] = ()
    types: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def relation(self) -> str:
        """The table's name in the warehouse."""
        return f"{self.schema}.{self.name}"


def folder_of(settings: Settings) -> Path:
    """Return the folder of dbt's profile and artifacts."""
    return settings.path(settings.storage.state) / "dbt"


def variables(settings: Settings) -> str:
    """Return the variables that models depend on, as JSON.

    They change with the configuration only: anything that changes nightly would make dbt parse
    the whole project again, and is a table instead (`raw_evenkeel.run`).
    """
    kinds: dict[str, set[str]] = defaultdict(set)
    hidden = set[str]()
    for system in settings.systems:
        for table in tables_of(system):
            kinds[system.kind].add(table.name)
            hidden |= {
                f"{table.name}.{column.name}"
                for column in table.columns
                if column.classification in HIDDEN
            }
    return json.dumps(
        {
            "systems": {kind: sorted(tables) for kind, tables in kinds.items()},
            "hidden_columns": sorted(hidden),
            "reporting_currency": settings.company.reporting_currency,
            "progress_places": settings.revenue.progress_places,
            "loss_provision": settings.revenue.loss_provision,
            "unbilled_expires_after_days": settings.revenue.unbilled_expires_after_days,
            "full_time_hours": str(settings.capacity.full_time_hours),
            "productive_categories": sorted(settings.capacity.productive_categories),
            "utilization_targets": [
                f"{role}:{share}" for role, share in settings.capacity.utilization_targets.items()
            ],
            "overhead_driver": settings.cost.overhead_driver,
            "crosswalk_rules": [f"{r.entity}:{r.match}" for r in settings.crosswalk.rules],
        },
        sort_keys=True,
    )


def write_profile(settings: Settings) -> Path:
    """Write the profile that points dbt at the warehouse; return the folder it is in."""
    folder = folder_of(settings)
    folder.mkdir(parents=True, exist_ok=True)
    output = {
        "type": "duckdb",
        "path": str(warehouse_path(settings).resolve()),
        "threads": 2,
        "config_options": {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
        "settings": {
            "TimeZone": "UTC",
            "memory_limit": settings.storage.memory_limit,
            "preserve_insertion_order": False,
        },
    }
    profile = {"evenkeel": {"target": "warehouse", "outputs": {"warehouse": output}}}
    write_whole(folder / "profiles.yml", yaml.safe_dump(profile))
    return folder


def prepare_manifest(settings: Settings) -> Path:
    """Return dbt's manifest, parsing the project again only when it or a variable changed.

    Raises:
        DbtError: dbt refuses the project; its own message is passed on.
    """
    folder = write_profile(settings)
    manifest = folder / "target" / "manifest.json"
    stamp = folder / "parsed"
    state = _state(settings, {".sql", ".yml", ".csv", ".md"})
    is_parsed = stamp.exists() and stamp.read_text("utf-8") == state
    if is_parsed and _is_whole(manifest):
        return manifest
    command = _command(settings, "parse", "--quiet")
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if done.returncode:
        raise DbtError(f"dbt can not read {PROJECT}:\n{done.stdout}{done.stderr}")
    write_whole(stamp, state)
    return manifest


def model_version(settings: Settings) -> str:
    """Return the checksum of what decides how the models compute: SQL, seeds and variables."""
    return _state(settings, {".sql", ".csv"})


def build_models(settings: Settings, told: Callable[[str], None]) -> Path:
    """Build every model of the project, without its tests; return the manifest.

    Args:
        settings: Whose warehouse is built, and where dbt's artifacts are kept.
        told: Is given each line that dbt prints, as it comes.

    Raises:
        DbtError: A model could not be built; dbt's last lines are passed on.
    """
    folder, lines = write_profile(settings), list[str]()
    command = _command(
        settings, "build", "--no-use-colors", "--exclude-resource-type", "unit_test", "test"
    )
    with subprocess.Popen(  # noqa: S603 - our own
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout or ():
            lines.append(line)
            told(line)
    if process.returncode:
        raise DbtError(f"dbt could not build the models:\n{''.join(lines[-15:])}")
    return folder / "target" / "manifest.json"


def _command(settings: Settings, *asked: str) -> list[str]:
    folder = folder_of(settings)
    return [
        *(sys.executable, "-m", "dbt.cli.main", *asked),
        *("--project-dir", str(PROJECT), "--profiles-dir", str(folder)),
        *("--target-path", str(folder / "target"), "--log-path", str(folder / "logs")),
        *("--vars", variables(settings)),
    ]


def _state(settings: Settings, suffixes: Collection[str]) -> str:
    digest = hashlib.sha256(variables(settings).encode())
    for path in sorted(PROJECT.rglob("*")):
        if path.suffix in suffixes and path.is_file():
            digest.update(path.relative_to(PROJECT).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def _read(manifest: Path, modified: int) -> dict[str, Any]:
    del modified
    found: dict[str, Any] = json.loads(manifest.read_text("utf-8"))
    return found


def _is_whole(manifest: Path) -> bool:
    """Tell whether a manifest is there to its end: dbt may have been killed while it wrote it."""
    try:
        _read(manifest, manifest.stat().st_mtime_ns)
    except (FileNotFoundError, ValueError):
        return False
    return True


def nodes_of(manifest: Path) -> dict[str, Any]:
    """Return the nodes of a manifest, read again only when it was written again."""
    return _read(manifest, manifest.stat().st_mtime_ns)["nodes"]


def sources_of(manifest: Path) -> dict[str, Any]:
    """Return the raw tables that a manifest's models read."""
    return _read(manifest, manifest.stat().st_mtime_ns)["sources"]


def published_tables(manifest: Path) -> list[PublishedTable]:
    """Return the tables that some audience may read, as the models' `meta.audience` says."""
    nodes = nodes_of(manifest).values()
    return sorted(
        (
            PublishedTable(
                schema=node["schema"],
                name=node["name"],
                audiences=tuple(node["config"]["meta"]["audience"]),
                description=node["description"],
                columns={name: column["description"] for name, column in node["columns"].items()},
                closes_with=tuple(node["config"]["meta"].get("closes_with", ())),
                types={
                    name: column["data_type"]
                    for name, column in node["columns"].items()
                    if column["data_type"]
                },
            )
            for node in nodes
            if node["resource_type"] == "model" and node["config"]["meta"].get("audience")
        ),
        key=lambda table: table.relation,
    )


def code_version() -> str:
    """Return the checksum of everything that decides what a release holds."""
    digest = hashlib.sha256()
    root = PROJECT.parent
    for folder in ("dbt_project", "sources", "pipelines", "expectations"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".sql", ".yml", ".csv", ".toml"} and path.is_file():
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
