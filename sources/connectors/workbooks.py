"""Read one sheet of a workbook as typed columns, with the digits that the workbook shows."""

from decimal import Decimal
from pathlib import Path

import fastexcel
import polars as pl

from sources.connectors.relation import LocalFile
from sources.contract import Table
from sources.errors import ReadError

# A workbook keeps numbers as binary floats and shows 15 digits: 8.1 + 0.2 is 8.3 to its reader.
SHOWN_DIGITS = 15


def write_sheet(file: LocalFile, table: Table, target: Path) -> None:
    """Write a workbook's sheet as Parquet: numbers exact, whole ones without a fraction.

    The sheet is the only one, or the one called like the table.

    Raises:
        ReadError: It is no workbook, or which sheet is meant can not be told.
    """
    try:
        sheets = fastexcel.read_excel(file.path).sheet_names
        sheet = _sheet(file, sheets, table)
        # Every row is looked at for the columns' types: a text after a thousand numbers counts.
        rows = pl.read_excel(
            file.path, engine="calamine", sheet_name=sheet, infer_schema_length=None
        )
    except (fastexcel.FastExcelError, pl.exceptions.PolarsError) as error:
        raise ReadError(f"{file.name}: not a readable workbook: {error}") from error
    rows.with_columns(_exact(column) for column in rows).write_parquet(target)


def _sheet(file: LocalFile, sheets: list[str], table: Table) -> str:
    if len(sheets) == 1 or table.source_name in sheets:
        return table.source_name if table.source_name in sheets else sheets[0]
    raise ReadError(
        f"{file.name}: has the sheets {', '.join(sheets)}; expected one alone, "
        f"or one called {table.source_name}"
    )


def _exact(column: pl.Series) -> pl.Series:
    if isinstance(column.dtype, pl.Duration):
        return column.dt.total_seconds()
    if not column.dtype.is_float():
        return column
    shown = [None if value is None else f"{value:.{SHOWN_DIGITS}g}" for value in column]
    exact = [None if text is None else Decimal(text) for text in shown]
    if all(value is None or value == value.to_integral_value() for value in exact):
        return pl.Series(column.name, [None if v is None else int(v) for v in exact], pl.Int64)
    return pl.Series(column.name, exact)
