"""Rows of a CSV file that people keep under version control, each with its place in it."""

import csv
import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from sources.errors import ConfigurationError

PLACES = 9
DIGITS = 29
MORE = "more"


@dataclass(frozen=True)
class Record:
    """A row of the file of a setting, which says what is wrong with it by file, row and column."""

    setting: str
    path: Path
    line: int
    values: Mapping[str, str]

    def wrong(self, told: str, column: str = "") -> ConfigurationError:
        """Return the error of the row, or of one of its columns."""
        place = f"{self.path} row {self.line}{column and f', {column}'}"
        return ConfigurationError(f"{self.setting}: {place}: {told}")

    def refused(self, column: str, expected: str) -> ConfigurationError:
        """Return the error of a value that is not what is expected."""
        return self.wrong(f"found {self.values[column]!r}, expected {expected}", column)

    def text(self, column: str, allowed: Collection[str] = ()) -> str | None:
        """Return a text, one of those allowed; None where it is empty."""
        value = self.values[column].strip()
        if value and allowed and value not in allowed:
            raise self.refused(column, f"one of {', '.join(sorted(allowed))}")
        return value or None

    def needed(self, column: str, allowed: Collection[str] = ()) -> str:
        """Return a text that may not be empty, one of those allowed."""
        value = self.text(column, allowed)
        if value is None:
            raise self.refused(column, "a value")
        return value

    def day(self, column: str) -> dt.date | None:
        """Return a day; None where it is empty."""
        value = self.text(column)
        try:
            return dt.date.fromisoformat(value) if value else None
        except ValueError:
            raise self.refused(column, "a day such as 2026-06-30") from None

    def amount(self, column: str) -> Decimal:
        """Return a number that the warehouse holds without rounding."""
        try:
            amount = Decimal(self.needed(column))
        except InvalidOperation:
            raise self.refused(column, "a number such as -12.50") from None
        exponent = amount.as_tuple().exponent
        if not isinstance(exponent, int) or exponent < -PLACES or amount.adjusted() >= DIGITS:
            raise self.refused(
                column, f"a number of at most {DIGITS} digits and {PLACES} more after the point"
            )
        return amount


def read_records(setting: str, path: Path, columns: Sequence[str]) -> list[Record]:
    """Return the rows of a file, which has these columns in this order.

    Raises:
        ConfigurationError: The file is absent, is no CSV, has other columns, or a row has more or
            fewer values than those; the message names the setting, the file and the row.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, restkey=MORE)
            found = tuple(reader.fieldnames or ())
            if found != tuple(columns):
                raise ConfigurationError(
                    f"{setting}: {path} has columns {', '.join(found)}; "
                    f"expected {', '.join(columns)}"
                )
            return [
                _whole(Record(setting, path, reader.line_num, row), len(columns)) for row in reader
            ]
    except FileNotFoundError as error:
        raise ConfigurationError(f"{setting}: no file {path}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ConfigurationError(f"{setting}: {path} is not CSV in UTF-8: {error}") from error


def _whole(record: Record, columns: int) -> Record:
    found = [value for value in record.values.values() if value is not None]
    count = len(found) + len(record.values.get(MORE) or [])
    if MORE in record.values or count < columns:
        surplus = 1 if MORE in record.values else 0
        raise record.wrong(f"found {count - surplus} values, expected {columns}")
    return record
