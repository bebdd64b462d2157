"""The release as an asset: written only when every gate has passed for this very candidate."""

import datetime as dt
from functools import partial

import dagster as dg

from pipelines.defs.ingest.raw import BOOKS, DELIVERIES, REFERENCE, raw_key
from pipelines.defs.resources import Nightly
from pipelines.lib.company import company, landing_of, releases_root
from pipelines.lib.configured import configuration_record
from pipelines.lib.dbt import code_version, model_version, prepare_manifest, published_tables
from pipelines.lib.gate.pages import INDEX
from pipelines.lib.gate.process import read_record
from pipelines.lib.ingest.reference import as_of_day
from pipelines.lib.publish.publishing import GATES, publish
from pipelines.lib.releases.release import REPORT_INDEX, Release, next_id, report_failure
from pipelines.lib.warehouse import open_scratch, open_warehouse, warehouse_path
from sources.configuration import Settings
from sources.system import tables_of

RELEASE = dg.AssetKey(["releases", "current"])


def release_asset(settings: Settings) -> dg.AssetsDefinition:
    """Return the asset that publishes; it waits for every raw and every published table."""
    published = published_tables(prepare_manifest(settings))
    raw = [raw_key(s.kind, table.name) for s in settings.systems for table in tables_of(s)]
    raw += [raw_key("evenkeel", name) for name in (*REFERENCE, *BOOKS, *DELIVERIES)]
    upstream = {dg.AssetKey([table.schema, table.name]) for table in published} | set(raw)

    @dg.asset(
        key=RELEASE,
        deps=sorted(upstream),
        group_name="publish",
        kinds={"duckdb", "parquet"},
        description="The tables that readers get, all of one night.",
        pool="warehouse",
        owners=["team:data-engineering"],
        check_specs=[
            dg.AssetCheckSpec(
                "report", asset=RELEASE, description="The portfolio report could be made."
            )
        ],
    )
    def released(context: dg.AssetExecutionContext, nightly: Nightly) -> dg.MaterializeResult:
        from pipelines.report.write import try_report  # noqa: PLC0415 - a second of imports

        nightly.kept.close()
        now = dt.datetime.now(tz=dt.UTC)
        landing = landing_of(nightly.settings)
        last = [
            landing.last(system.name, table.name)
            for system in nightly.settings.systems
            for table in tables_of(system)
        ]
        with open_warehouse(nightly.settings, read_only=True) as warehouse:
            as_of_date = as_of_day(warehouse)
        release = Release(
            release_id=next_id(releases_root(nightly.settings), context.run_id, now),
            run_id=context.run_id,
            as_of_date=as_of_date,
            published_at=now,
            code_version=code_version(),
            model_version=model_version(nightly.settings),
            configuration=configuration_record(nightly.settings),
            deliveries=tuple(sorted(each.delivery_id for each in last if each)),
            rows={},
            content={},
            audiences={},
        )
        with open_scratch(nightly.settings) as connection:
            folder = publish(
                connection,
                releases_root(nightly.settings),
                warehouse_path(nightly.settings),
                published,
                read_record(nightly.settings),
                release,
                report=partial(try_report, nightly.settings),
            )
        failure = report_failure(folder)
        return dg.MaterializeResult(
            check_results=[
                dg.AssetCheckResult(
                    passed=not failure,
                    check_name="report",
                    severity=dg.AssetCheckSeverity.WARN,
                    metadata={"failure": failure} if failure else {},
                )
            ],
            metadata={
                "release_id": release.release_id,
                "folder": dg.MetadataValue.path(str(folder)),
                "report": dg.MetadataValue.path(str(folder / REPORT_INDEX)),
                "gates": dg.MetadataValue.path(str(folder / GATES / INDEX)),
                "tables": len(published),
            },
        )

    return released


@dg.definitions
def publishing() -> dg.Definitions:
    """Return the release."""
    return dg.Definitions(assets=[release_asset(company())])
