"""What people explained of the differences of controls: a CSV file under version control."""

import csv
import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from sources.configuration import Settings
from sources.errors import ConfigurationError
from sources.section import CONTROLS

EXPLANATION_COLUMNS = {
    "control_id": "varchar",
    "check_name": "varchar",
    "entity": "varchar",
    "period": "varchar",
    "subject": "varchar",
    "amount": "decimal(38, 9)",
    "explanation": "varchar",
    "explained_by": "varchar",
    "explained_on": "date",
    "expires_on": "date",
}
NEEDED = set(EXPLANATION_COLUMNS) - {"entity", "period", "expires_on"}
PLACES = 9
DIGITS = 29
MORE = "more"
Row = Sequence[object]


def read_explanations(settings: Settings) -> list[Row]:
    """Return the rows of the explanations' file; none where the configuration names no file.

    Raises:
        ConfigurationError: The file is absent, has other columns, or a row can not be read; the
            message names the file, the row, the column, what was found and what is expected.
    """
    if settings.reconciliation.explanations is None:
        return []
    path = settings.path(settings.reconciliation.explanations)
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, restkey=MORE)
            found = tuple(reader.fieldnames or ())
            if found != tuple(EXPLANATION_COLUMNS):
                raise ConfigurationError(
                    f"reconciliation.explanations: {path} has columns {', '.join(found)}; "
                    f"expected {', '.join(EXPLANATION_COLUMNS)}"
                )
            entities = {entity.code for entity in settings.entities}
            return _rows([Record(path, reader.line_num, row) for row in reader], entities)
    except FileNotFoundError as error:
        raise ConfigurationError(f"reconciliation.explanations: no file {path}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ConfigurationError(
            f"reconciliation.explanations: {path} is not CSV in UTF-8: {error}"
        ) from error


@dataclass(frozen=True)
class Record:
    """A row of the file, which says what is wrong with it by file, row and column."""

    path: Path
    line: int
    values: Mapping[str, str]

    def wrong(self, told: str, column: str = "") -> ConfigurationError:
        """Return the error of the row, or of one of its columns."""
        place = f"{self.path} row {self.line}{column and f', {column}'}"
        return ConfigurationError(f"reconciliation.explanations: {place}: {told}")

    def refused(self, column: str, expected: str) -> ConfigurationError:
        """Return the error of a value that is not what is expected."""
        return self.wrong(f"found {self.values[column]!r}, expected {expected}", column)

    def text(self, column: str, allowed: Collection[str] = ()) -> str | None:
        """Return a text, one of those allowed; None where it is empty and may be."""
        value = self.values[column].strip()
        if not value and column in NEEDED:
            raise self.refused(column, "a value")
        if value and allowed and value not in allowed:
            raise self.refused(column, f"one of {', '.join(sorted(allowed))}")
        return value or None

    def day(self, column: str) -> dt.date | None:
        """Return a day; None where it is empty and may be."""
        value = self.text(column)
        try:
            return dt.date.fromisoformat(value) if value else None
        except ValueError:
            raise self.refused(column, "a day such as 2026-06-30") from None

    def amount(self, column: str) -> Decimal:
        """Return a number that the warehouse holds without rounding."""
        try:
            amount = Decimal(self.text(column) or "")
        except InvalidOperation:
            raise self.refused(column, "a number such as -12.50") from None
        exponent = amount.as_tuple().exponent
        if not isinstance(exponent, int) or exponent < -PLACES or amount.adjusted() >= DIGITS:
            raise self.refused(
                column, f"a number of at most {DIGITS} digits and {PLACES} more after the point"
            )
        return amount


def _rows(records: Sequence[Record], entities: Collection[str]) -> list[Row]:
    rows: list[Row] = []
    for record in records:
        row = _row(record, entities)
        if row in rows:
            raise record.wrong("found a row that is there already, expected it once")
        rows.append(row)
    return rows


def _row(record: Record, entities: Collection[str]) -> Row:
    found = [value for value in record.values.values() if value is not None]
    count = len(found) + len(record.values.get(MORE) or [])
    if MORE in record.values or count < len(EXPLANATION_COLUMNS):
        surplus = 1 if MORE in record.values else 0
        raise record.wrong(f"found {count - surplus} values, expected {len(EXPLANATION_COLUMNS)}")
    explained_on, expires_on = record.day("explained_on"), record.day("expires_on")
    if explained_on and expires_on and expires_on < explained_on:
        raise record.refused("expires_on", f"{explained_on}, when it was explained, or later")
    return (
        record.text("control_id", CONTROLS),
        record.text("check_name"),
        record.text("entity", entities),
        record.text("period"),
        record.text("subject"),
        record.amount("amount"),
        record.text("explanation"),
        record.text("explained_by"),
        explained_on,
        expires_on,
    )
