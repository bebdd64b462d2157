"""Turn pages into files: templates, the commands that walk a figure back, links to definitions."""

import shlex
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipelines.lib.provenance.composition.tables import COMPOSITION
from pipelines.lib.releases.release import Release
from pipelines.report.numerals import Numerals
from pipelines.report.page import Column, Evidence, Page, Row, Table

HERE = Path(__file__).parent
FINANCE = "finance"
SHARED = HERE.parent / "lib" / "templates"


class Renderer:
    """Writes the pages of one audience of a release."""

    def __init__(
        self, numerals: Numerals, release: Release, company: str, audience: str, folder: Path
    ) -> None:
        self.audience, self.folder, self.release = audience, folder, release
        self._environment = Environment(
            loader=FileSystemLoader([HERE / "templates", SHARED]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["show"] = numerals.show
        self._environment.filters["plain"] = numerals.plain
        self._environment.globals.update(
            command=self.command,
            release=release,
            company=company,
            audience=audience,
            currency=numerals.currency,
        )

    def write(
        self, page: Page, nav: tuple[tuple[str, str], ...], template: str = "page.html"
    ) -> None:
        """Write a page; its links are relative to where it is."""
        up = "../" * (len(PurePosixPath(page.path).parts) - 1)
        dictionary = (
            f"{up}dictionary" if self.audience == "portfolio" else f"{up}../portfolio/dictionary"
        )

        def defined(source: str, column: str) -> str:
            return f"{dictionary}/{source}.html#{column}"

        def definition(table: Table, column: Column) -> str:
            source, _, name = column.of.rpartition(".")
            return defined(source or table.source, name or column.name)

        text = self._environment.get_template(template).render(
            page=page, nav=nav, up=up, defined=defined, definition=definition, dictionary=dictionary
        )
        target = self.folder / page.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")

    def write_shared(self, name: str) -> None:
        """Write the style and the script that the pages share."""
        self.folder.mkdir(parents=True, exist_ok=True)
        style = (SHARED / "tokens.css").read_text("utf-8")
        style += (HERE / "static" / "report.css").read_text("utf-8")
        (self.folder / name).write_text(style, "utf-8")
        script = (HERE / "static" / "report.js").read_text("utf-8")
        (self.folder / "report.js").write_text(script, "utf-8")

    def command(self, evidence: Evidence, row: Row, measure: str = "") -> str:
        """Return what to type to walk a row's figure back to what it is made of."""
        keys = [f"{key}={'' if row[key] is None else row[key]}" for key in evidence.keys]
        of_release = ("--release", self.release.release_id)
        if evidence.sums or evidence.table not in COMPOSITION:
            where = " and ".join(_condition(key, row[key]) for key in evidence.keys)
            asked = f"from {evidence.table} where {where}"
            read_by = ("--audience", self.audience)
            return shlex.join(["evenkeel", "query", asked, *read_by, *of_release])
        asked = ["evenkeel", "explain", evidence.table, *keys]
        if measure:
            asked += ["-m", measure]
        readers = self.release.audiences.get(evidence.table, (FINANCE,))
        if FINANCE not in readers:
            asked += ["--audience", readers[0]]
        return shlex.join([*asked, *of_release])


def _condition(key: str, value: Any) -> str:  # noqa: ANN401 - a cell of any type
    if value is None:
        return f"{key} is null"
    quoted = str(value).replace("'", "''")
    return f"{key} = '{quoted}'"
