"""One asset per table of each configured system, by delivery day: read it, check it, land it."""

import datetime as dt
from dataclasses import replace

import dagster as dg

from pipelines.defs.resources import Nightly
from pipelines.lib.company import company, landing_of
from pipelines.lib.ingest.delivery_days import asked_since, first_day, today
from pipelines.lib.retrying import asked_again
from sources.configuration import Settings, SystemSettings
from sources.contract import Table
from sources.delivery import Delivery
from sources.pull import pull
from sources.system import tables_of


def landing_key(system: SystemSettings, table: Table) -> dg.AssetKey:
    """Return the key of the landed deliveries of one table."""
    return dg.AssetKey([f"landing_{system.name}", table.name])


def delivery_days(settings: Settings) -> dg.DailyPartitionsDefinition:
    """Return the days from the first accounting period's until today, in the company's zone."""
    return dg.DailyPartitionsDefinition(
        start_date=first_day(settings).isoformat(),
        timezone=settings.company.time_zone,
        end_offset=1,
    )


def land_table(
    system: SystemSettings, table: Table, days: dg.PartitionsDefinition, pool: str | None = None
) -> dg.AssetsDefinition:
    """Return the asset that pulls one table; a run asks for any range of days at once."""

    @dg.asset(
        key=landing_key(system, table),
        pool=pool,
        partitions_def=days,
        backfill_policy=dg.BackfillPolicy.single_run(),
        group_name="ingest",
        kinds={"parquet"},
        description=table.description,
        owners=["team:data-engineering"],
    )
    def landed(context: dg.AssetExecutionContext, nightly: Nightly) -> dg.MaterializeResult:
        landing = landing_of(nightly.settings)
        options = replace(nightly.options, since=_since(context, nightly.settings))
        with asked_again(system.pull, tried=context.retry_number):
            deliveries = pull(system, table.name, landing, options)
        return dg.MaterializeResult(metadata=_metadata(deliveries))

    return landed


def _since(context: dg.AssetExecutionContext, settings: Settings) -> dt.date | None:
    """Return the day from which on a run reads changes again; one that names no day, none."""
    if not (context.has_partition_key or context.has_partition_key_range):
        return None
    return asked_since(dt.date.fromisoformat(context.partition_key_range.start), today(settings))


def _metadata(deliveries: list[Delivery]) -> dict[str, dg.MetadataValue]:
    if not deliveries:
        return {"deliveries": dg.MetadataValue.int(0)}
    counts = {
        "dagster/row_count": sum(delivery.landed.rows for delivery in deliveries),
        "deliveries": len(deliveries),
        "delivered_rows": sum(delivery.delivered.rows for delivery in deliveries),
        "quarantined_rows": sum(delivery.quarantined.rows for delivery in deliveries),
    }
    totals = {
        f"total_{name}": str(sum(delivery.landed.totals[name] for delivery in deliveries))
        for name in deliveries[-1].landed.totals
    }
    told = {
        "seconds": sum((d.finished_at - d.started_at).total_seconds() for d in deliveries),
        "mode": deliveries[-1].mode,
        "delivery_id": deliveries[-1].delivery_id,
    }
    if deliveries[-1].new_columns:
        told["new_columns"] = ", ".join(deliveries[-1].new_columns)
    return {
        **{name: dg.MetadataValue.int(count) for name, count in counts.items()},
        **{name: dg.MetadataValue.text(total) for name, total in totals.items()},
        "seconds": dg.MetadataValue.float(round(float(told.pop("seconds")), 3)),
        **{name: dg.MetadataValue.text(str(value)) for name, value in told.items()},
    }


@dg.definitions
def landing() -> dg.Definitions:
    """Return an asset for every table of every configured system."""
    settings = company()
    days = delivery_days(settings)
    # Where steps run side by side, systems do; each is asked for one table after the other.
    is_alone = settings.orchestrator.is_in_process
    return dg.Definitions(
        assets=[
            land_table(system, table, days, None if is_alone else f"landing_{system.name}")
            for system in settings.systems
            for table in tables_of(system)
        ]
    )
