"""What people explained of the differences of controls: a CSV file under version control."""

from collections.abc import Collection, Sequence

from pipelines.lib.ingest.csv_records import Record, read_records
from sources.configuration import Settings
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
    entities = {entity.code for entity in settings.entities}
    rows: list[Row] = []
    for record in read_records("reconciliation.explanations", path, [*EXPLANATION_COLUMNS]):
        row = _row(record, entities)
        if row in rows:
            raise record.wrong("found a row that is there already, expected it once")
        rows.append(row)
    return rows


def _row(record: Record, entities: Collection[str]) -> Row:
    record.needed("explained_on")
    explained_on, expires_on = record.day("explained_on"), record.day("expires_on")
    if explained_on and expires_on and expires_on < explained_on:
        raise record.refused("expires_on", f"{explained_on}, when it was explained, or later")
    return (
        record.needed("control_id", CONTROLS),
        record.needed("check_name"),
        record.text("entity", entities),
        record.text("period"),
        record.needed("subject"),
        record.amount("amount"),
        record.needed("explanation"),
        record.needed("explained_by"),
        explained_on,
        expires_on,
    )
