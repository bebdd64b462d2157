"""The code location: everything in defs/, put together."""

from pathlib import Path

import dagster as dg

from sources.settings import quiet_tools

quiet_tools()


@dg.definitions
def defs() -> dg.Definitions:
    """Return every asset, check, job, schedule and resource."""
    return dg.load_from_defs_folder(path_within_project=Path(__file__).parent)
