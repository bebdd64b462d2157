"""The models from the ledger's lines to controls, as a night compiled them, on its warehouse."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import duckdb
from nightly import Company

MODELS = (
    "dim_gl_account",
    "fct_gl_line",
    "int_ledger_periods__compared",
    "int_ledger_lines__placed",
    "int_receivable_documents__listed",
    "int_ledger_documents__compared",
    "int_control_c03__measured",
    "int_control_c04__measured",
    "int_control_c05__measured",
    "int_control_c06__measured",
    "int_control_c08__measured",
    "int_controls__measured",
    "int_reconciling_items__found",
    "int_reconciling_items__listed",
    "ctl_reconciliation",
    "ctl_reconciling_item",
)


@dataclass(frozen=True, repr=False)
class LedgerChain:
    """A copy of a warehouse whose lines of the ledger tests may change."""

    connection: duckdb.DuckDBPyConnection
    compiled: Path

    @classmethod
    def of(cls, company: Company, folder: Path) -> Self:
        """Copy the warehouse of a company after its night."""
        warehouse = shutil.copy(company.folder / "var" / "warehouse" / "evenkeel.duckdb", folder)
        connection = duckdb.connect(str(warehouse))
        folder_of_dbt = company.folder / "var" / "state" / "dbt" / "target"
        return cls(connection, folder_of_dbt / "compiled" / "evenkeel" / "models")

    def change(self, sql: str) -> None:
        """Change the lines of the ledger, which are called the table `lines`."""
        table = " intermediate.int_gl_lines__unioned "
        self.connection.execute(sql.replace(" lines ", table))

    def run(self) -> None:
        """Build all models again."""
        for name in MODELS:
            (path,) = self.compiled.rglob(f"{name}.sql")
            schema = "intermediate" if name.startswith("int_") else "marts"
            self.connection.execute(
                f"create or replace table {schema}.{name} as {path.read_text('utf-8')}"
            )

    def rows(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        """Query the warehouse."""
        return self.connection.execute(sql, list(values)).fetchall()
