"""Write the pages of projects; where they are many, one process for each processor writes some."""

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from expectations.results import GateRecord
from pipelines.lib.company import releases_root
from pipelines.lib.release import Release
from pipelines.lib.warehouse import open_scratch
from pipelines.report.making import Making
from pipelines.report.numerals import Numerals
from pipelines.report.pages.projects import project_pages
from pipelines.report.rendering import Renderer
from pipelines.report.tables import WHOLE, open_tables
from sources.configuration import Settings

AUDIENCE, TABLE = "portfolio", "portfolio_project"
# Starting a process takes as long as writing so many pages.
MANY = 500


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
        processes = os.cpu_count() or 1
        if processes == 1 or self.release.rows.get(TABLE, 0) < MANY:
            self.write_some(0, 1)
            return
        with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
            parts = [pool.submit(self.write_some, each, processes) for each in range(processes)]
            for part in parts:
                part.result()

    def write_some(self, first: int, step: int) -> None:
        """Write the pages of the projects at `first`, and at each `step` after it."""
        of_release = (Numerals.of(self.settings), self.release, self.settings.company.name)
        renderer = Renderer(*of_release, AUDIENCE, self.folder)
        release = releases_root(self.settings) / self.release.release_id
        with open_scratch(self.settings) as connection:
            connection.execute(WHOLE)
            with open_tables(connection, release, AUDIENCE) as tables:
                making = Making.of(self.settings, self.release, tables, self.gate)
                for page in project_pages(making, first, step):
                    renderer.write(page, self.nav, "project.html")
