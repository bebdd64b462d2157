"""Count what a step left in a table: its rows, and the sums that must not change by accident."""

import duckdb

from sources.casting import quote

SUMMED = ("hours", "_reporting_amount")


def measure(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> dict[str, int | str]:
    """Return a table's row count and the exact totals of its hours and amounts, as metadata."""
    relation = f"{quote(schema)}.{quote(table)}"
    described = connection.execute(f"describe {relation}").fetchall()
    names = [n for n, kind, *_ in described if kind.startswith("DECIMAL") and n.endswith(SUMMED)]
    sums = "".join(f", coalesce(sum({quote(name)}), 0)" for name in names)
    rows, *totals = connection.execute(f"select count(*){sums} from {relation}").fetchone() or (0,)
    told = {f"total_{name}": f"{total:f}" for name, total in zip(names, totals, strict=True)}
    return {"dagster/row_count": int(rows), **told}
