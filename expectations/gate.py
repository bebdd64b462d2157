"""Run the gate on a warehouse's candidate tables, in a process of its own, and record the result.

The library is slow to import and keeps the file open under a configuration of its own, so nothing
else lives in this process. It may be started long before there is a candidate: once it has imported
the library it waits for one line, the `Candidate` as JSON, and ends when there is none.
"""

import logging
import sys
from collections.abc import Mapping
from decimal import Decimal

import duckdb
import great_expectations as gx
import great_expectations.expectations as gxe
from great_expectations.core import ExpectationValidationResult
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.datasource.fluent import SQLDatasource

from expectations.content import KnownContent
from expectations.duckdb_connection import keep_duckdb_connections
from expectations.overrides import read_overrides
from expectations.results import Candidate, Checked, GateRecord, Override, TableGate
from expectations.suite import Expected
from expectations.tables import suites_of

SHOWN_ROWS = 20
Overrides = Mapping[tuple[str, str], Override]


def run_gate(candidate: Candidate) -> GateRecord:
    """Check every table to be published and take its checksum."""
    with duckdb.connect(str(candidate.database), read_only=True) as connection:
        tables = sorted(table.relation for table in candidate.tables)
        known = KnownContent(candidate.known_content)
        checksums = {table: known.checksums(connection, table) for table in tables}
        suites = suites_of(connection, candidate)
    known.keep()
    in_force, refused = read_overrides(
        candidate.overrides,
        candidate.night.judged_at.date(),
        {(table, each.name) for table, suite in suites.items() for each in suite},
    )
    overrides = {(each.table, each.expectation): each for each in in_force}
    source, night = _source(candidate), candidate.night
    return GateRecord(
        run_id=candidate.run_id,
        company=night.company,
        judged_at=night.judged_at,
        as_of_date=night.as_of_date,
        compared_with=night.previous.name if night.previous else None,
        suites=tuple(
            TableGate(
                table=table.relation,
                audiences=table.audiences,
                expectations=_check(source, table.relation, suites[table.relation], overrides),
            )
            for table in candidate.tables
        ),
        content={table: content for table, (content, _) in checksums.items()},
        fingerprints={table: fingerprint for table, (_, fingerprint) in checksums.items()},
        overrides=in_force,
        refused_overrides=refused,
    )


def _source(candidate: Candidate) -> SQLDatasource:
    keep_duckdb_connections()
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context.data_sources.add_sql(
        name="warehouse",
        connection_string=f"duckdb:///{candidate.database}?access_mode=read_only",
        create_temp_table=False,
    )


def _check(
    source: SQLDatasource, relation: str, suite: tuple[Expected, ...], overrides: Overrides
) -> tuple[Checked, ...]:
    """Ask once whether a whole suite holds; only where it does not, ask for each expectation."""
    held = _holds(source, relation, *suite)
    return tuple(
        _judge(source, relation, each, overrides.get((relation, each.name)), held=held)
        for each in suite
    )


def _judge(
    source: SQLDatasource,
    relation: str,
    expected: Expected,
    override: Override | None,
    *,
    held: bool,
) -> Checked:
    held = held or _holds(source, relation, expected)
    result = None if held else _broken(source, relation, expected)
    rows = _rows(result) if result else []
    passed = result is None or bool(result.success)
    return Checked(
        name=expected.name,
        severity=expected.severity,
        passed=passed,
        found=_found(result) if result and not passed else "as expected",
        failing_rows=tuple(
            {name: _text(value) for name, value in row.items()} for row in rows[:SHOWN_ROWS]
        ),
        limit=expected.limit,
        override=override,
    )


def _holds(source: SQLDatasource, relation: str, *asked: Expected) -> bool:
    """Return whether expectations hold: a count of what breaks them, which is one query."""
    together = " union all ".join(f"select 1 as broken from ({each.query})" for each in asked)
    # The library writes all assets it knows down again with each one that it comes to know.
    source.assets.clear()
    asset = source.add_query_asset(relation, query=together.replace("{batch}", relation))
    batch = asset.get_batch(asset.build_batch_request())
    return bool(batch.validate(gxe.ExpectTableRowCountToEqual(value=0)).success)


def _broken(
    source: SQLDatasource, relation: str, expected: Expected
) -> ExpectationValidationResult:
    """Return the rows that break an expectation; the library runs its query twice for them."""
    schema, table = relation.split(".")
    source.assets.clear()
    asset = source.add_table_asset(relation, table_name=table, schema_name=schema)
    return asset.get_batch(asset.build_batch_request()).validate(
        gxe.UnexpectedRowsExpectation(unexpected_rows_query=expected.query),
        result_format={"result_format": "COMPLETE"},
    )


def _rows(result: ExpectationValidationResult) -> list[dict[str, object]]:
    return result.result.get("details", {}).get("unexpected_rows") or []


def _text(value: object) -> str:
    """Return a value as people write it: an amount of nothing is no `0E-9`."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _found(result: ExpectationValidationResult) -> str:
    counted = result.result.get("observed_value")
    if counted is None:
        return f"could not be checked: {_raised(result)}"
    return f"{counted} row{'' if counted == 1 else 's'}"


def _raised(result: ExpectationValidationResult) -> str:
    """Return why nothing was found out; the library tells it for all or for each metric."""
    raised = result.exception_info or {}
    each = (raised, *(value for value in raised.values() if isinstance(value, dict)))
    messages = (str(told["exception_message"]) for told in each if told.get("exception_message"))
    return next(messages, "no reason was given")


def main() -> None:
    """Judge the candidate that is named on standard input and write its record."""
    asked = sys.stdin.readline()
    if asked:
        candidate = Candidate.model_validate_json(asked)
        record = run_gate(candidate)
        candidate.record.write_text(record.model_dump_json(indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
