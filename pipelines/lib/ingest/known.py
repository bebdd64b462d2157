"""Load what the last release published and the next one goes on with.

A client or a project keeps its key, and a reconciling item the run that found it.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from sources.casting import literal, quote


@dataclass(frozen=True)
class Known:
    """A raw table of rows that the last release published, and where it published them."""

    published: Path
    columns: dict[str, str]


FINANCE = Path("parquet") / "finance"
KNOWN = {
    "known_identities": Known(
        FINANCE / "ctl_identity.parquet",
        {
            "entity_type": "varchar",
            "system_name": "varchar",
            "source_id": "varchar",
            "display_name": "varchar",
            "crosswalk_key": "varchar",
            "known_since": "date",
            "is_current": "boolean",
        },
    ),
    "known_reconciling_items": Known(
        FINANCE / "ctl_reconciling_item.parquet",
        {
            "reconciling_item_key": "varchar",
            "reconciliation_key": "varchar",
            "control_id": "varchar",
            "check_name": "varchar",
            "entity_code": "varchar",
            "accounting_period": "varchar",
            "subject": "varchar",
            "cause_code": "varchar",
            "document_type": "varchar",
            "system_name": "varchar",
            "table_name": "varchar",
            "source_id": "varchar",
            "journal_id": "varchar",
            "document_date": "date",
            "document_period": "varchar",
            "counterpart_period": "varchar",
            "age_days": "integer",
            "item_amount": "decimal(38, 9)",
            "explained_amount": "decimal(38, 9)",
            "explanation": "varchar",
            "explained_by": "varchar",
            "explained_date": "date",
            "expires_date": "date",
            "found_date": "date",
            "found_run_id": "varchar",
            "cleared_date": "date",
            "cleared_run_id": "varchar",
        },
    ),
}


def load_known(connection: duckdb.DuckDBPyConnection, release: Path | None) -> dict[str, int]:
    """Replace the tables of what is known by what a release published; return their rows.

    Args:
        connection: The warehouse, open for writing.
        release: The folder of the release before this one; None before the first. Columns that it
            does not have yet stay empty.
    """
    connection.execute("create schema if not exists raw_evenkeel")
    return {name: _load(connection, name, known, release) for name, known in KNOWN.items()}


def _load(
    connection: duckdb.DuckDBPyConnection, name: str, known: Known, release: Path | None
) -> int:
    table = f"raw_evenkeel.{quote(name)}"
    declared = ", ".join(f"{column} {kind}" for column, kind in known.columns.items())
    connection.execute(f"create or replace table {table} ({declared})")
    if release is None or not (release / known.published).exists():
        return 0
    rows = f"read_parquet({literal(str(release / known.published))})"
    published = {row[0] for row in connection.execute(f"describe from {rows}").fetchall()}
    columns = ", ".join(column for column in known.columns if column in published)
    row = connection.execute(f"insert into {table} by name select {columns} from {rows}").fetchone()
    return int(row[0]) if row else 0
