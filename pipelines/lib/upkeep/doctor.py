"""Look over an installation and a company, and say what to mend.

Each check returns what it found. What asks the systems, the warehouse and the release belongs in
`doctor_of_data.py`.
"""

import importlib.metadata
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from pydantic import BaseModel, ConfigDict

from pipelines.lib.dbt import PROJECT
from sources.configuration import Settings
from sources.errors import ConfigurationError, SourceError
from sources.settings import is_set, load_settings, loud_tools, secret_names
from sources.system import contract_of

LOCK = PROJECT.parent / "requirements.lock"
SHOWN = 5


class Examined(BaseModel):
    """One thing that was looked at: what was found, and what to do where it is not well."""

    model_config = ConfigDict(frozen=True)

    check: str
    state: Literal["well", "note", "ill"]
    found: str
    mend: str = ""


def well(check: str, found: str) -> Examined:
    """Return a thing that is as it should be."""
    return Examined(check=check, state="well", found=found)


def ill(check: str, found: str, mend: str) -> Examined:
    """Return a thing that has to be mended."""
    return Examined(check=check, state="ill", found=found, mend=mend)


def examine(path: Path) -> Iterator[Examined]:
    """Yield what is found of the installation and of the company, one check after the other."""
    yield _python()
    yield _packages()
    try:
        settings = load_settings(path)
        for system in settings.systems:
            contract_of(system)
    except ConfigurationError as error:
        yield ill("configuration", str(error), "correct the keys that are named")
        return
    yield well("configuration", f"{path}, systems: {len(settings.systems)}")
    yield _secrets(settings)
    yield _telemetry(settings)
    yield from _folders(settings)
    from pipelines.lib.upkeep.doctor_of_data import CHECKS  # noqa: PLC0415 - drivers are slow to import

    for name, check in CHECKS:
        yield from guarded(name, lambda check=check: check(settings))


def guarded(name: str, check: Callable[[], Iterator[Examined]]) -> Iterator[Examined]:
    """Yield what a check finds; one that breaks off is an illness, too."""
    try:
        yield from check()
    except Exception as error:  # noqa: BLE001 - a doctor names what it meets
        said = str(error).strip() or type(error).__name__
        mend = "see the message" if isinstance(error, SourceError) else "see the message; else ask"
        yield ill(name, said.splitlines()[0], mend)


def _python() -> Examined:
    here = ".".join(map(str, sys.version_info[:3]))
    wanted = importlib.metadata.metadata("evenkeel")["Requires-Python"]
    if here in SpecifierSet(wanted or ""):
        return well("python", here)
    return ill("python", f"{here}, expected {wanted}", "make the environment again: make setup")


def _packages() -> Examined:
    """Compare what is installed with the lock file, or with the project's own pins without it."""
    if LOCK.exists():
        lines = LOCK.read_text("utf-8").splitlines()
        pins = [line.rstrip("\\").strip() for line in lines if line[:1].isalnum()]
    else:
        pins = importlib.metadata.requires("evenkeel") or []
    wanted = [Requirement(pin) for pin in pins]
    wrong = [
        f"{each.name} {_version(each.name) or 'absent'} (expected {each.specifier})"
        for each in wanted
        if (each.marker is None or each.marker.evaluate({"extra": ""}))
        and (_version(each.name) or "-") not in _Pinned(each)
    ]
    if not wrong:
        return well("packages", f"{len(wanted)} as pinned")
    more = f" and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
    return ill(
        "packages", ", ".join(wrong[:SHOWN]) + more, "make the environment again: make setup"
    )


class _Pinned:
    """The versions that a requirement allows; an absent package is none of them."""

    def __init__(self, requirement: Requirement) -> None:
        self._allowed = requirement.specifier

    def __contains__(self, version: str) -> bool:
        return version != "-" and self._allowed.contains(version, prereleases=True)


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _secrets(settings: Settings) -> Examined:
    """Look at the names of environment variables, never at what they hold."""
    names = [name for system in settings.systems for name in secret_names(system)]
    names += [settings.postgres.url_env] if settings.postgres else []
    names += [*settings.alerts.channels_env, settings.orchestrator.state_url_env or ""]
    names = list(dict.fromkeys(name for name in names if name))
    absent = [name for name in names if not is_set(name)]
    if absent:
        return ill(
            "secrets",
            f"not set: {', '.join(absent)}",
            "set these environment variables where the nightly runs (.env.example)",
        )
    return well("secrets", f"set: {', '.join(names)}" if names else "the configuration names none")


def _telemetry(settings: Settings) -> Examined:
    loud = loud_tools()
    orchestrator = settings.path(settings.storage.state) / "dagster" / "dagster.yaml"
    if orchestrator.exists() and "telemetry:\n  enabled: false" not in orchestrator.read_text(
        "utf-8"
    ):
        loud.append(str(orchestrator))
    if loud:
        found = f"let through by {', '.join(loud)}"
        return ill("telemetry", found, "unset the variables, or set telemetry enabled: false")
    return well("telemetry", "off")


def _folders(settings: Settings) -> Iterator[Examined]:
    """See that each folder, or the one it will be made in, takes a file."""
    storage = settings.storage
    refused = list[str]()
    for folder in (storage.landing, storage.warehouse, storage.releases, storage.state):
        path = settings.path(folder)
        there = next(each for each in (path, *path.resolve().parents) if each.is_dir())
        try:
            with tempfile.TemporaryFile(dir=there):
                pass
        except OSError as error:
            refused.append(f"{path} ({error.strerror})")
    if refused:
        mend = "give them to the account that runs the nightly, or change [storage]"
        yield ill("folders", f"cannot write to {', '.join(refused)}", mend)
    else:
        yield well("folders", "landing, warehouse, releases and state can be written to")
