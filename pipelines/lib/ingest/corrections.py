"""Which rows of systems people said to be the same thing, or one of its own: a CSV file."""

from collections.abc import Sequence
from typing import get_args

from pipelines.lib.ingest.csv_records import Record, read_records
from sources.configuration import CrosswalkRule, Settings

CORRECTION_COLUMNS = (
    "entity_type",
    "system_name",
    "source_id",
    "same_as_system_name",
    "same_as_source_id",
    "reason",
    "corrected_by",
    "corrected_on",
)
ENTITIES: tuple[str, ...] = get_args(CrosswalkRule.model_fields["entity"].annotation)
Row = tuple[str | None, ...]


def read_corrections(settings: Settings) -> list[Row]:
    """Return the rows of the corrections' file; none where the configuration names no file.

    Raises:
        ConfigurationError: The file is absent, has other columns, or a row can not be read; the
            message names the file, the row, the column, what was found and what is expected.
    """
    if settings.crosswalk.corrections is None:
        return []
    path = settings.path(settings.crosswalk.corrections)
    systems = [system.name for system in settings.systems]
    rows: dict[Row, Row] = {}
    for record in read_records("crosswalk.corrections", path, CORRECTION_COLUMNS):
        row = _row(record, systems)
        if rows.setdefault(row[:5], row) is not row:
            raise record.wrong("found a correction that is there already, expected it once")
    return [*rows.values()]


def _row(record: Record, systems: Sequence[str]) -> Row:
    same = record.text("same_as_system_name", systems), record.text("same_as_source_id")
    if (same[0] is None) != (same[1] is None):
        empty = "same_as_system_name" if same[0] is None else "same_as_source_id"
        raise record.refused(empty, "a value, or both columns of `same_as` empty")
    record.day("corrected_on")
    return (
        record.needed("entity_type", ENTITIES),
        record.needed("system_name", systems),
        record.needed("source_id"),
        *same,
        *(record.text(column) for column in CORRECTION_COLUMNS[5:]),
    )
