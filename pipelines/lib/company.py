"""The company that this process works for: its configuration, or the demo company's."""

import logging
from functools import cache
from pathlib import Path

from sources.configuration import Settings
from sources.demo.plan import Plan
from sources.demo.write import write_demo
from sources.landing import Landing
from sources.settings import configuration_path, load_settings

DEMO = Path("var/demo")
log = logging.getLogger(__name__)


@cache
def company() -> Settings:
    """Return the configuration, written for the demo company where there is none.

    Raises:
        ConfigurationError: The configuration is not valid.
    """
    path = configuration_path()
    if path is None:
        written = DEMO / "evenkeel.toml"
        return load_settings(written if written.exists() else write_demo(DEMO, Plan(), log.info))
    return load_settings(path)


def landing_of(settings: Settings) -> Landing:
    """Return the folder of landed deliveries."""
    return Landing(settings.path(settings.storage.landing))


def releases_root(settings: Settings) -> Path:
    """Return the folder of releases."""
    return settings.path(settings.storage.releases)


def report_path(settings: Settings, run_id: str) -> Path:
    """Return where the report of a run is."""
    return settings.path(settings.storage.state) / "runs" / run_id / "report.html"
