"""Run the gate on a warehouse's candidate tables, in a process of its own, and record the result.

The library is slow to import and keeps the file open under a configuration of its own, so nothing
else lives in this process. It may be started long before there is a candidate: once it has imported
the library it waits for one line, the `Candidate` as JSON, and ends when there is none.
"""

import importlib
import logging
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import great_expectations as gx
from great_expectations.core import ExpectationValidationResult
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.datasource.fluent import SQLDatasource
from great_expectations.datasource.fluent.interfaces import Batch

from expectations.content import content_hash
from expectations.duckdb_connection import keep_duckdb_connections
from expectations.results import Candidate, Checked, GateRecord, TableGate
from expectations.suite import Expected, Suite
from expectations.tables import GATES

SHOWN_ROWS = 20


def run_gate(candidate: Candidate) -> GateRecord:
    """Check every gated table and take the checksum of every table to be published."""
    content = _content(candidate.database, sorted({*candidate.published, *GATES}))
    keep_duckdb_connections()
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_sql(
        name="warehouse",
        connection_string=f"duckdb:///{candidate.database}?access_mode=read_only",
        create_temp_table=False,
    )
    suites = [importlib.import_module(module).SUITE for module in GATES.values()]
    gates = tuple(_check(source, suite) for suite in suites)
    return GateRecord(run_id=candidate.run_id, suites=gates, content=content)


def _content(database: Path, tables: list[str]) -> dict[str, str]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return {table: content_hash(connection, table) for table in tables}


def _check(source: SQLDatasource, suite: Suite) -> TableGate:
    schema, table = suite.table.split(".")
    asset = source.add_table_asset(suite.table, table_name=table, schema_name=schema)
    batch = asset.add_batch_definition_whole_table("all").get_batch()
    found = [_judge(batch, suite, expected) for expected in suite.expectations]
    passed = all(each.passed for each in found if each.severity == "block")
    return TableGate(table=suite.table, passed=passed, expectations=tuple(found))


def _judge(batch: Batch, suite: Suite, expected: Expected) -> Checked:
    """Ask for yes or no first; rows are fetched for what failed only."""
    result = batch.validate(expected.expectation, result_format="BOOLEAN_ONLY")
    if result.success:
        return Checked(
            name=expected.name, severity=expected.severity, passed=True, found="as expected"
        )
    detailed = batch.validate(
        expected.expectation,
        result_format={
            "result_format": "COMPLETE",
            "unexpected_index_column_names": list(suite.key),
        },
    )
    rows = _failing_rows(detailed)
    return Checked(
        name=expected.name,
        severity=expected.severity,
        passed=False,
        found=_found(detailed, rows),
        failing_rows=tuple(
            {name: _text(value) for name, value in row.items()} for row in rows[:SHOWN_ROWS]
        ),
    )


def _text(value: object) -> str:
    """Return a value as people write it: an amount of nothing is no `0E-9`."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _failing_rows(detailed: ExpectationValidationResult) -> list[dict[str, object]]:
    details = detailed.result.get("details", {})
    return list(
        detailed.result.get("unexpected_index_list") or details.get("unexpected_rows") or []
    )


def _found(detailed: ExpectationValidationResult, rows: list[dict[str, object]]) -> str:
    raised = detailed.exception_info or {}
    if raised.get("raised_exception"):
        return f"could not be checked: {raised.get('exception_message')}"
    counted = detailed.result.get("unexpected_count", len(rows) or None)
    if counted:
        return f"{counted} rows"
    return f"{detailed.result.get('observed_value')}"


def main() -> None:
    """Judge the candidate that is named on standard input and write its record."""
    asked = sys.stdin.readline()
    if asked:
        candidate = Candidate.model_validate_json(asked)
        record = run_gate(candidate)
        candidate.record.write_text(record.model_dump_json(indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
