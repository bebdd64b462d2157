"""The gate as blocking asset checks: one per gated table, all run in one process of their own."""

from collections.abc import Iterator

import dagster as dg

from expectations.results import TableGate
from expectations.tables import GATES
from pipelines.defs.resources import Gate, Nightly
from pipelines.lib.company import company
from pipelines.lib.dbt import prepare_manifest, published_tables


def gated_key(table: str) -> dg.AssetKey:
    """Return the asset key of a gated table."""
    return dg.AssetKey(table.split("."))


@dg.multi_asset_check(
    specs=[
        dg.AssetCheckSpec(name="gate", asset=gated_key(table), blocking=True) for table in GATES
    ],
    name="gate",
    pool="warehouse",
)
def gate(
    context: dg.AssetCheckExecutionContext, nightly: Nightly, judge: Gate
) -> Iterator[dg.AssetCheckResult]:
    """Judge every gated table; a failed blocking expectation stops the release."""
    published = published_tables(prepare_manifest(nightly.settings))
    record = judge.judge(context.run.run_id, [table.relation for table in published])
    for suite in record.suites:
        yield dg.AssetCheckResult(
            asset_key=gated_key(suite.table),
            check_name="gate",
            passed=suite.passed,
            severity=dg.AssetCheckSeverity.ERROR,
            metadata=_metadata(suite),
        )


def _metadata(suite: TableGate) -> dict[str, dg.MetadataValue]:
    failed = [each for each in suite.expectations if not each.passed]
    shown: dict[str, dg.MetadataValue] = {
        "expectations": dg.MetadataValue.int(len(suite.expectations))
    }
    for each in failed:
        rows = "\n".join(str(row) for row in each.failing_rows)
        shown[each.name] = dg.MetadataValue.text(f"{each.severity}: {each.found}\n{rows}")
    return shown


@dg.definitions
def gates() -> dg.Definitions:
    """Return the gate."""
    company()
    return dg.Definitions(asset_checks=[gate])
