"""Read the company's configuration, and the secrets it names.

This is the only module that reads environment variables.
"""

import os
import tomllib
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sources.configuration import Files, Settings, SystemSettings
from sources.errors import ConfigurationError

QUIET = {
    "DO_NOT_TRACK": "1",
    "DAGSTER_DISABLE_TELEMETRY": "yes",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "GX_ANALYTICS_ENABLED": "False",
}


def load_settings(path: Path) -> Settings:
    """Read and validate the configuration.

    Raises:
        ConfigurationError: The file is absent, not TOML, or a key is wrong; each wrong key is
            named by its path with what was found and what is allowed.
    """
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ConfigurationError(
            f"{path}: no such file; copy the sample from the README or set EVENKEEL_CONFIG"
        ) from error
    except IsADirectoryError as error:
        raise ConfigurationError(
            f"{path}: found a folder, expected a file; {path / 'evenkeel.toml'}?"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: not TOML: {error}") from error
    root = path.resolve().parent
    try:
        settings = Settings.model_validate({**document, "root": root})
    except ValidationError as error:
        raise ConfigurationError(_explain(path, error)) from error
    systems = tuple(_with_folder(system, root) for system in settings.systems)
    return settings.model_copy(update={"systems": systems})


def _with_folder(system: SystemSettings, root: Path) -> SystemSettings:
    """Take a folder of files from the configuration's own folder, as every other path is."""
    delivery = system.delivery
    if not isinstance(delivery, Files) or "://" in delivery.url:
        return system
    delivery = delivery.model_copy(update={"url": str(root / delivery.url)})
    return system.model_copy(update={"delivery": delivery})


def _explain(path: Path, error: ValidationError) -> str:
    lines = [f"{path}: {error.error_count()} wrong"]
    for problem in error.errors():
        where = _key_path(problem["loc"])
        found = problem["input"]
        # The value of a key that is not known, of a URL, or in place of a variable's name may be a
        # password: it is not told.
        hidden = (
            isinstance(found, dict)
            or any(str(part).endswith("_env") for part in problem["loc"])
            or problem["type"] in ("extra_forbidden", "secret_in_url")
        )
        message = _in_words(problem)
        shown = "" if hidden or repr(found) in message else f"; found {found!r}"
        lines.append(f"  {where}: {message}{shown}" if where else f"  {message}{shown}")
    return "\n".join(lines)


def _key_path(place: tuple[int | str, ...]) -> str:
    """Return a key's path as the file has it: pydantic puts the connector's name into it."""
    parts = [
        f"[{part}]" if isinstance(part, int) else part
        for before, part in zip(("", *place), place, strict=False)
        if before != "delivery"
    ]
    return ".".join(parts).replace(".[", "[")


def _in_words(problem: ErrorDetails) -> str:
    context = problem.get("ctx", {})
    words = {
        "extra_forbidden": "no such key",
        "missing": "needed, and missing",
        "union_tag_invalid": f"connector is {context.get('tag')!r}, "
        f"allowed: {context.get('expected_tags')}",
        "union_tag_not_found": "connector is missing, allowed: 'files', 'sql', 'rest'",
    }
    return words.get(problem["type"], problem["msg"].removeprefix("Value error, "))


def configuration_path() -> Path | None:
    """Return the configuration file: EVENKEEL_CONFIG, or `evenkeel.toml` in the working folder.

    None where neither is there.
    """
    named = os.environ.get("EVENKEEL_CONFIG")
    if named:
        return Path(named)
    here = Path("evenkeel.toml")
    return here if here.exists() else None


def use_configuration(path: Path) -> None:
    """Make `path` the configuration of this process and of those it starts."""
    os.environ["EVENKEEL_CONFIG"] = str(path.resolve())


def secret(name: str) -> str:
    """Return the value of the environment variable `name`.

    Raises:
        ConfigurationError: It is not set. The message names the variable, never a value.
    """
    value = os.environ.get(name)
    if not value:
        raise ConfigurationError(
            f"environment variable {name} is not set; the configuration names it"
        )
    return value


def is_set(name: str) -> bool:
    """Tell whether the environment variable `name` holds anything."""
    return bool(os.environ.get(name))


def secret_names(system: SystemSettings) -> list[str]:
    """Return the environment variables that a system's settings name."""
    keys = system.delivery.model_dump()
    keys |= keys.get("oauth2") or {}
    found = list[str]()
    for key, named in keys.items():
        if key.endswith("_env") and named:
            found += named.values() if isinstance(named, dict) else [named]
    return list(dict.fromkeys(found))


def loud_tools() -> list[str]:
    """Return the environment variables by which someone let a tool send something to its makers."""
    return [name for name, value in QUIET.items() if os.environ.get(name, value) != value]


def quiet_tools() -> None:
    """Tell every tool to send nothing to its makers, unless someone said otherwise."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
