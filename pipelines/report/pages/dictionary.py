"""The data dictionary: a page for each published table, from what the release says of itself."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pipelines.report.making import counted
from pipelines.report.page import Column, Page, Row, Section, Table

# How a column is counted, by how its name ends; the first that fits.
UNITS = (
    ("transaction_amount", "money, currency of the document"),
    ("functional_amount", "money, the entity's currency"),
    ("reporting_amount", "money, the company's currency"),
    ("_amount", "money"),
    ("hours", "hours"),
    ("_days", "days"),
    ("_share", "share, 1 is all"),
    ("_retention", "share, 1 is all"),
    ("_date", "day"),
    ("_on", "day"),
    ("_at", "instant, UTC"),
    ("_period", "accounting period"),
    ("_currency_code", "ISO 4217"),
    ("_key", "key"),
    ("_fx_rate", "rate"),
)


def unit_of(column: str, data_type: str) -> str:
    """Return what a column counts in, empty for names and codes."""
    found = next((unit for ending, unit in UNITS if column.endswith(ending)), "")
    if found or data_type != "boolean":
        return found
    return "yes or no"


def dictionary(
    tables: Sequence[Row], columns: Sequence[Row], audiences: Mapping[str, tuple[str, ...]]
) -> Iterator[Page]:
    """Yield the index and a page for every table.

    Args:
        tables: Every published table once, with its grain.
        columns: Their columns in their order, with type and meaning.
        audiences: Who may read each table.
    """
    of = defaultdict[str, list[Row]](list)
    for row in columns:
        unit = unit_of(row["column_name"], row["data_type"])
        of[row["table_name"]].append({**row, "unit": unit})
    told = [
        {
            **row,
            "readers": ", ".join(audiences[row["table_name"]]),
            "columns": len(of[row["table_name"]]),
            "page": f"{row['table_name']}.html",
        }
        for row in tables
    ]
    yield _index(told, of)
    for row in told:
        yield Page(
            path=f"dictionary/{row['table_name']}.html",
            title=row["table_name"],
            lead=row["grain"],
            under="dictionary/index.html",
            sections=(
                Section(
                    "Columns",
                    f"Read by {row['readers']}.",
                    tables=(
                        Table(
                            "columns",
                            f"{counted(row['columns'], 'column')} of {row['table_name']}",
                            "",
                            (
                                Column("column_name", "Column", "code"),
                                Column("meaning", "What it means", "long"),
                                Column("unit", "Unit"),
                                Column("data_type", "Type", "code"),
                            ),
                            of[row["table_name"]],
                            anchor="column_name",
                            stacks=True,
                        ),
                    ),
                ),
            ),
        )


def _index(tables: Sequence[Row], of: Mapping[str, list[Row]]) -> Page:
    places = defaultdict[tuple[str, str], list[str]](list)
    for table in sorted(of):
        for row in of[table]:
            places[row["column_name"], row["meaning"]].append(table)
    columns = [
        {
            "column_name": name,
            "meaning": meaning,
            "tables": ", ".join(held),
            "page": f"{held[0]}.html#{name}",
        }
        for (name, meaning), held in sorted(places.items())
    ]
    return Page(
        path="dictionary/index.html",
        title="Dictionary",
        lead=f"{counted(len(tables), 'published table')} with {counted(len(columns), 'column')}; "
        "a column means the same wherever it stands.",
        sections=(
            Section(
                "Tables",
                tables=(
                    Table(
                        "tables",
                        "Published tables",
                        "",
                        (
                            Column("table_name", "Table", "code", link="page"),
                            Column("grain", "What a row is", "long"),
                            Column("readers", "Read by"),
                            Column("columns", "Columns", "count"),
                        ),
                        tables,
                        stacks=True,
                    ),
                ),
            ),
            Section(
                "Columns",
                tables=(
                    Table(
                        "columns",
                        "Every column once",
                        "",
                        (
                            Column("column_name", "Column", "code", link="page"),
                            Column("meaning", "What it means", "long"),
                            Column("tables", "In", "long"),
                        ),
                        columns,
                        stacks=True,
                    ),
                ),
            ),
        ),
    )
