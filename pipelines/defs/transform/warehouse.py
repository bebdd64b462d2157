"""The dbt project as assets: one dbt invocation builds and tests every model."""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, dbt_assets

from pipelines.defs.resources import Nightly
from pipelines.lib.company import company
from pipelines.lib.dbt import folder_of, prepare_manifest, published_tables, variables
from pipelines.lib.measuring import measure
from pipelines.lib.warehouse import open_warehouse
from sources.configuration import Settings

# What models state is asked once: of published tables by the gate, which names the rows, of others
# by the hook that ends a build. Tests of no model prove macros and seeds, as unit tests do.
ASKED_OTHERWISE = "resource_type:test"


class LayerTranslator(DagsterDbtTranslator):
    """Keys are schema and table, for sources as for models; a layer is a group."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Return schema and name."""
        return dg.AssetKey([dbt_resource_props["schema"], dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """Return the model's layer."""
        if dbt_resource_props["resource_type"] == "model":
            return str(dbt_resource_props["fqn"][1])
        return "seeds"


def _observations(settings: Settings) -> Iterator[dg.AssetObservation]:
    """Tell what dbt left in the published tables; dbt itself holds the file until it ends."""
    with open_warehouse(settings, read_only=True) as warehouse:
        for table in published_tables(prepare_manifest(settings)):
            yield dg.AssetObservation(
                asset_key=dg.AssetKey([table.schema, table.name]),
                metadata=measure(warehouse, table.schema, table.name),
            )


@dg.definitions
def transform() -> dg.Definitions:
    """Return the models as one set of assets."""
    settings = company()

    @dbt_assets(
        manifest=prepare_manifest(settings),
        dagster_dbt_translator=LayerTranslator(),
        pool="warehouse",
        name="warehouse",
        exclude=ASKED_OTHERWISE,
    )
    def warehouse(
        context: dg.AssetExecutionContext, dbt: DbtCliResource, nightly: Nightly
    ) -> Iterator[Any]:
        nightly.kept.close()
        target = folder_of(nightly.settings) / "target"
        # Unit tests prove the code, not the night's data: CI runs them.
        command = ["build", "--exclude-resource-type", "unit_test"]
        command += ["--vars", variables(nightly.settings)]
        yield from dbt.cli(command, context=context, target_path=target.resolve()).stream()
        yield from _observations(nightly.settings)

    return dg.Definitions(assets=[warehouse])
