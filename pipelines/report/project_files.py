"""Write the pages of projects; where they are many, several processes write some each."""

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from expectations.results import GateRecord
from pipelines.lib.company import releases_root
from pipelines.lib.releases.release import Release
from pipelines.lib.warehouse import open_scratch
from pipelines.report.making import Making
from pipelines.report.pages.projects import project_pages
from pipelines.report.rendering import Renderer
from pipelines.report.tables import WHOLE, open_tables
from sources.configuration import Settings

AUDIENCE, TABLE = "portfolio", "portfolio_project"
# Starting a process takes as long as writing so many pages.
LEAST_PAGES = 500


@dataclass(frozen=True)
class ProjectFiles:
    """What the pages of a release's projects are written from, and into which folder."""

    settings: Settings
    release: Release
    gate: GateRecord
    folder: Path
    nav: tuple[tuple[str, str], ...]

    def write(self) -> None:
        """Write all of them."""
        enough = self.release.rows.get(TABLE, 0) // LEAST_PAGES
        processes = min(os.cpu_count() or 1, enough)
        if processes <= 1:
            self.write_some(0, 1)
            return
        with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
            parts = [pool.submit(self.write_some, each, processes) for each in range(processes)]
            for part in parts:
                part.result()

    def write_some(self, first: int, step: int) -> None:
        """Write the pages of the projects at `first`, and at each `step` after it."""
        release, company = self.release, self.settings.company.name
        folder = releases_root(self.settings) / release.release_id
        with open_scratch(self.settings) as connection:
            connection.execute(WHOLE)
            with open_tables(connection, folder, AUDIENCE) as tables:
                making = Making.of(self.settings, release, tables, self.gate)
                renderer = Renderer(making.numerals, release, company, AUDIENCE, self.folder)
                for page in project_pages(making, first, step):
                    renderer.write(page, self.nav, "project.html")
