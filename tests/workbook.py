"""Read a workbook as a spreadsheet does, and compute its formulas anew: sums, rounding, + and -."""

import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CELL = re.compile(r"(?:(\w+)!)?\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")
ALLOWED = re.compile(r"(?:SUM|ROUND|[A-Za-z_]+!|[A-Z]+\d+|[-+(),:\d])+")


@dataclass(frozen=True)
class Cell:
    """A cell: its value as stored, and the formula that makes it, if one does."""

    value: str | float | None
    formula: str | None
    is_text: bool


class Workbook:
    """A workbook's sheets, each a table of cells by their column's letters and their row."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as file:
            names = [
                sheet.attrib["name"] for sheet in _parsed(file, "workbook").iter(f"{MAIN}sheet")
            ]
            shared = _parsed(file, "sharedStrings")
            self._texts = ["".join(each.itertext()) for each in shared.iter(f"{MAIN}si")]
            self.sheets = {
                name: self._cells(_parsed(file, f"worksheets/sheet{number}"))
                for number, name in enumerate(names, start=1)
            }

    def _cells(self, sheet: ET.Element) -> dict[str, Cell]:
        found = {}
        for cell in sheet.iter(f"{MAIN}c"):
            value, formula = cell.findtext(f"{MAIN}v"), cell.findtext(f"{MAIN}f")
            is_text = cell.get("t") == "s"
            if is_text:
                shown: str | float | None = self._texts[int(value or 0)]
            else:
                shown = float(value) if value else None
            found[cell.attrib["r"]] = Cell(shown, formula, is_text)
        return found

    @cached_property
    def formulas(self) -> list[tuple[str, str, Cell]]:
        """All cells with a formula, with their sheet and place."""
        return [
            (name, place, cell)
            for name, cells in self.sheets.items()
            for place, cell in cells.items()
            if cell.formula is not None
        ]

    def rows(self, sheet: str, heading: int = 3) -> list[dict[str, str]]:
        """Return the places of each row's cells by the headings above them."""
        cells = self.sheets[sheet]
        names = {
            place.rstrip("0123456789"): str(cell.value)
            for place, cell in cells.items()
            if place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == str(heading)
        }
        last = max((int(re.sub(r"\D", "", place)) for place in cells), default=heading)
        return [
            {name: f"{column}{row}" for column, name in names.items()}
            for row in range(heading + 1, last + 1)
        ]

    def computed(self, sheet: str, place: str) -> float:
        """Return what a cell's formula comes to, with every formula that it names."""
        cell = self.sheets[sheet].get(place)
        if cell is None:
            return 0.0
        if cell.formula is None:
            return float(cell.value or 0)
        assert ALLOWED.fullmatch(cell.formula), cell.formula
        values = CELL.sub(lambda found: self._values(sheet, found), cell.formula)
        return float(eval(values, {"__builtins__": {}, "SUM": _sum, "ROUND": round}))  # noqa: S307

    def _values(self, sheet: str, found: re.Match[str]) -> str:
        other, column, first, _, last = found.groups()
        where = other or sheet
        if last is None:
            return repr(self.computed(where, f"{column}{first}"))
        rows = range(int(first), int(last) + 1)
        return f"[{', '.join(repr(self.computed(where, f'{column}{row}')) for row in rows)}]"


def _parsed(file: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(file.read(f"xl/{name}.xml"))  # noqa: S314 - we wrote it ourselves


def _sum(values: list[float] | float) -> float:
    return sum(values) if isinstance(values, list) else values
