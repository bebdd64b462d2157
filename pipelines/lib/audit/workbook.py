"""Write sheets as a workbook whose sums and differences are live formulas."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pipelines.lib.audit.sheets import Sheet
from pipelines.lib.releases.release import ReleaseError

# Above them what the sheet says, and the headings.
FIRST_ROW = 3
MOST_ROWS = 1_048_576 - FIRST_ROW
REFERENCE = re.compile(r"\[(?:(\w+)\.)?(\w+)\]")
# Text that a spreadsheet would compute if somebody edited the cell.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
WIDEST, NARROWEST = 44, 10
Row = Sequence[object]


@dataclass(frozen=True)
class Filled:
    """A sheet with its rows; those that other sheets sum lie together."""

    sheet: Sheet
    columns: tuple[str, ...]
    rows: list[Row]
    _indexed: dict[tuple[str, ...], dict[tuple[object, ...], list[int]]] = field(
        default_factory=dict[tuple[str, ...], dict[tuple[object, ...], list[int]]]
    )

    def block(self, of: Mapping[str, object]) -> tuple[int, int] | None:
        """Return the first and the last of the rows that have the same values, if any.

        Raises:
            ReleaseError: They do not lie together, so that no range can sum them.
        """
        found = self._places(tuple(of)).get(tuple(of.values()))
        if found and found[-1] - found[0] + 1 != len(found):
            raise ReleaseError(f"rows of {self.sheet.name} that are summed do not lie together")
        return (found[0], found[-1]) if found else None

    def _places(self, names: tuple[str, ...]) -> dict[tuple[object, ...], list[int]]:
        if names not in self._indexed:
            columns = [self.columns.index(name) for name in names]
            places = defaultdict[tuple[object, ...], list[int]](list)
            for number, row in enumerate(self.rows):
                places[tuple(row[column] for column in columns)].append(number)
            self._indexed[names] = places
        return self._indexed[names]


def write_workbook(path: Path, title: str, filled: Sequence[Filled]) -> None:
    """Write the workbook.

    Raises:
        ReleaseError: A sheet has more rows than a worksheet holds.
    """
    for each in filled:
        if len(each.rows) > MOST_ROWS:
            raise ReleaseError(
                f"{each.sheet.name}: {len(each.rows):,} rows; a worksheet holds {MOST_ROWS:,}. "
                "They can be read with: evenkeel query --audience finance"
            )
    options = {
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "remove_timezone": True,
    }
    known = {each.sheet.name: each for each in filled}
    with xlsxwriter.Workbook(str(path), options) as workbook:
        # The same pack is the same bytes.
        workbook.set_properties({"title": title, "created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001
        writer = _Writer(workbook, known)
        for each in filled:
            writer.write(each)


class _Writer:
    def __init__(self, workbook: xlsxwriter.Workbook, known: Mapping[str, Filled]) -> None:
        self._workbook, self._known = workbook, known
        self._heading = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self._says = workbook.add_format({"italic": True})
        self._text = workbook.add_format({"quote_prefix": True})
        self._day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._instant = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._live = workbook.add_format({"num_format": "#,##0.00####", "bold": True})
        self._count = workbook.add_format({"num_format": "0"})
        self._number = workbook.add_format({"num_format": "#,##0.00####"})

    def write(self, filled: Filled) -> None:
        """Write a sheet."""
        sheet = self._workbook.add_worksheet(filled.sheet.name)
        sheet.write_string(0, 0, filled.sheet.says, self._says)
        for place, name in enumerate(filled.columns):
            sheet.write_string(FIRST_ROW - 1, place, name, self._heading)
            widest = max((len(str(row[place])) for row in filled.rows[:200]), default=0)
            width = min(max(widest, len(name) // 2, NARROWEST), WIDEST)
            sheet.set_column(place, place, width)
        sheet.freeze_panes(FIRST_ROW, 0)
        if filled.rows:
            sheet.autofilter(
                FIRST_ROW - 1, 0, FIRST_ROW + len(filled.rows) - 1, len(filled.columns) - 1
            )
        for number, row in enumerate(filled.rows):
            for place, value in enumerate(row):
                formula = filled.sheet.formulas.get(filled.columns[place])
                at = FIRST_ROW + number, place
                if formula and value is not None:
                    text = self._resolved(filled, number, formula)
                    known: Any = float(str(value))
                    sheet.write_formula(*at, f"={text}", self._live, known)
                else:
                    self._value(sheet, at, value)

    def _value(self, sheet: Worksheet, at: tuple[int, int], value: object) -> None:
        """Write a value; text is text whatever it looks like."""
        match value:
            case None:
                return
            case bool():
                sheet.write_boolean(*at, value)
            case int() | float() | Decimal():
                kind = self._count if isinstance(value, int) else self._number
                sheet.write_number(*at, float(value), kind)
            case dt.datetime():
                sheet.write_datetime(*at, value, self._instant)
            case dt.date():
                midnight = dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a day
                sheet.write_datetime(*at, midnight, self._day)
            case _:
                text = str(value)
                sheet.write_string(*at, text, self._text if text.startswith(DANGEROUS) else None)

    def _resolved(self, filled: Filled, number: int, formula: str) -> str:
        """Return a formula with the cells that it names."""

        def cell(found: re.Match[str]) -> str:
            other, column = found.groups()
            if other is None:
                return xl_rowcol_to_cell(FIRST_ROW + number, filled.columns.index(column))
            row = dict(zip(filled.columns, filled.rows[number], strict=True))
            summed = self._known[other]
            block = summed.block({name: row[name] for name in filled.sheet.joined})
            if block is None:
                return "0"
            place = summed.columns.index(column)
            first, last = (xl_rowcol_to_cell(FIRST_ROW + each, place) for each in block)
            return f"{other}!{first}:{last}"

        return REFERENCE.sub(cell, formula)
