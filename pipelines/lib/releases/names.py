"""What people call the things that a key stands for, from the dimensions of a release.

Keys of other tables are hashes; an example row says `project_code HV-02` in their place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

from sources.casting import quote

# The dimension that a key stands for a row of, and the column that people know it by.
DIMENSIONS = {
    "project_key": ("dim_project", "project_code"),
    "contract_key": ("dim_contract", "contract_code"),
    "product_key": ("dim_product", "product_code"),
    "client_key": ("dim_customer", "client_name"),
    "person_key": ("dim_person", "person_name"),
    "account_key": ("dim_gl_account", "account_code"),
}


@dataclass(frozen=True)
class Names:
    """The dimensions that say what a key stands for, by the key; the first that knows it counts."""

    dimensions: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection, *catalogs: str) -> "Names":
        """Return the dimensions that attached databases have: an audience may lack some."""
        rows = connection.execute(
            "select database_name, schema_name, table_name from duckdb_tables()"
        ).fetchall()
        there = {(str(row[0]), str(row[2])): ".".join(map(quote, row)) for row in rows}
        return cls(
            {
                key: tuple(there[each, table] for each in catalogs if (each, table) in there)
                for key, (table, _) in DIMENSIONS.items()
            }
        )

    def called(
        self, connection: duckdb.DuckDBPyConnection, key: str, values: Iterable[str]
    ) -> dict[str, str]:
        """Return what the values of a key column are called, where a dimension says so."""
        asked, found = list(values), dict[str, str]()
        for dimension in reversed(self.dimensions.get(key, ())):
            name = quote(DIMENSIONS[key][1])
            rows = connection.execute(
                f"select {quote(key)}, {name} from {dimension} "
                f"where list_contains(?, {quote(key)}) and {name} is not null",
                [asked],
            ).fetchall()
            found.update({str(value): str(called) for value, called in rows})
        return found
