"""Load the keys that the last release published, so that a client or a project keeps its own."""

from pathlib import Path

import duckdb

from sources.casting import literal

CROSSWALK = Path("parquet") / "finance" / "ctl_identity.parquet"
COLUMNS = {
    "entity_type": "varchar",
    "system_name": "varchar",
    "source_id": "varchar",
    "display_name": "varchar",
    "crosswalk_key": "varchar",
    "known_since": "date",
    "is_current": "boolean",
}


def load_known_identities(connection: duckdb.DuckDBPyConnection, release: Path | None) -> int:
    """Replace the table of keys that are known by those of a release; return how many there are.

    Args:
        connection: The warehouse, open for writing.
        release: The folder of the release before this one; None before the first.
    """
    declared = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    connection.execute("create schema if not exists raw_evenkeel")
    connection.execute(f"create or replace table raw_evenkeel.known_identities ({declared})")
    if release is None or not (release / CROSSWALK).exists():
        return 0
    row = connection.execute(
        f"insert into raw_evenkeel.known_identities select {', '.join(COLUMNS)} "
        f"from read_parquet({literal(str(release / CROSSWALK))})"
    ).fetchone()
    return int(row[0]) if row else 0
