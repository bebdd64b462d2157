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
NEXT_YEAR = "timing, the next year"
# What is done to a contract's entry of a month.
FAULTS = {
    "missing_in_ledger": "delete from lines where {entry}",
    "duplicate": "insert into lines select * replace (gl_line_id || '+' as gl_line_id, "
    "journal_id || '+' as journal_id) from lines where {entry}",
    "sign": "update lines set debit_amount = credit_amount, credit_amount = debit_amount "
    "where {entry}",
    "amount": "update lines set debit_amount = debit_amount + sign(debit_amount), "
    "credit_amount = credit_amount + sign(credit_amount) where {entry}",
    "unmapped_account": "update lines set account_id = 'HV-UK-9999' "
    "where account_id like '%-4_00' and {entry}",
    "timing": "update lines set posting_date = posting_date + 31 where {entry}",
    NEXT_YEAR: "update lines set posting_date = posting_date + 31 where {entry}",
}
PERIODS = {**dict.fromkeys(FAULTS, "2026-02"), NEXT_YEAR: "2025-12"}
# What else is wrong: an invoice and a payment that were not posted, and revenue of nothing.
OTHERS = (
    "delete from lines where journal_id = 'GI-{invoice}'",
    "delete from lines where journal_id = 'GY-{paid}'",
    """
    insert into lines select * replace (
        'x' as gl_line_id, 'GX' as journal_id, 'x' as source_id, null as client_id,
        null as project_id
    ) from lines where gl_line_id = '{line}'
    """,
    # A month's payroll on an account of another class.
    """
    update lines set account_id = 'HV-DE-6000'
    where account_id = 'HV-DE-5000' and posting_date = date '2026-03-31'
    """,
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
