"""The gate as blocking asset checks: one per gated table, all run in one process of their own."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from expectations.results import TableGate
from pipelines.defs.resources import Gate, Nightly
from pipelines.lib.company import company
from pipelines.lib.dbt import prepare_manifest, published_tables
from pipelines.lib.gate.night import night_of
from pipelines.lib.gate.pages import page_of
from pipelines.lib.gate.process import pages_path
from pipelines.lib.gate.stated import stated_tables
from sources.configuration import Settings


def gate_checks(settings: Settings) -> dg.AssetChecksDefinition:
    """Return the check that judges every published table."""
    tables = published_tables(prepare_manifest(settings))

    @dg.multi_asset_check(
        specs=[
            dg.AssetCheckSpec(
                name="gate", asset=dg.AssetKey([table.schema, table.name]), blocking=True
            )
            for table in tables
        ],
        name="gate",
        pool="warehouse",
    )
    def gate(
        context: dg.AssetCheckExecutionContext, nightly: Nightly, judge: Gate
    ) -> Iterator[dg.AssetCheckResult]:
        """Judge every published table; a failed blocking expectation stops the release."""
        nightly.kept.close()
        night = night_of(
            nightly.settings,
            dt.datetime.now(tz=dt.UTC),
            nightly.as_of_date,
            may_shrink=bool(nightly.accept_shrink),
        )
        stated = stated_tables(prepare_manifest(nightly.settings))
        record = judge.judge(context.run.run_id, stated, night)
        for suite in record.suites:
            yield dg.AssetCheckResult(
                asset_key=dg.AssetKey(suite.table.split(".")),
                check_name="gate",
                passed=suite.passed,
                severity=dg.AssetCheckSeverity.ERROR,
                metadata=_metadata(suite, pages_path(nightly.settings)),
            )

    return gate


def _metadata(suite: TableGate, pages: Path) -> dict[str, dg.MetadataValue]:
    failed = [each for each in suite.expectations if not each.passed]
    shown: dict[str, dg.MetadataValue] = {
        "expectations": dg.MetadataValue.int(len(suite.expectations)),
        "page": dg.MetadataValue.path(str(pages / page_of(suite))),
    }
    for each in failed:
        rows = "\n".join(str(row) for row in each.failing_rows)
        shown[each.name] = dg.MetadataValue.text(f"{each.severity}: {each.found}\n{rows}")
    return shown


@dg.definitions
def gates() -> dg.Definitions:
    """Return the gate."""
    return dg.Definitions(asset_checks=[gate_checks(company())])
