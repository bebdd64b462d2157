"""Print the SQL of metrics of a release, as `mf query --explain` does, in MetricFlow's environment.

The manifest is that of a night; its tables are looked up in the release's files, each attached
under its audience's name. What is asked comes on standard input: for each name the arguments of a
query.
"""

import json
import sys
from pathlib import Path

import duckdb
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow.protocols.sql_client import SqlEngine
from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
from metricflow_semantics.model.dbt_manifest_parser import (
    parse_manifest_from_dbt_generated_manifest,
)
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup


class Dialect:
    """All of a client that explaining needs."""

    sql_engine_type = SqlEngine.DUCKDB
    sql_plan_renderer = DuckDbSqlPlanRenderer()


def released(manifest: dict, release: Path) -> str:
    """Return the manifest with the tables of a release."""
    files = {}
    for audience in ("people", "portfolio", "finance"):
        with duckdb.connect(str(release / f"{audience}.duckdb"), read_only=True) as connection:
            named = connection.execute("select table_name from duckdb_tables()").fetchall()
        files.update({name: audience for (name,) in named})
    spines = manifest["project_configuration"]["time_spines"]
    for each in (*manifest["semantic_models"], *spines):
        table = each["node_relation"]["alias"]
        each["node_relation"] = {
            "alias": table,
            "schema_name": "main",
            "database": files[table],
            "relation_name": f'"{files[table]}"."main"."{table}"',
        }
    return json.dumps(manifest)


def main() -> None:
    """Print the SQL of each query as JSON."""
    manifest, release = (Path(argument) for argument in sys.argv[1:])
    given = released(json.loads(manifest.read_text("utf-8")), release)
    lookup = SemanticManifestLookup(parse_manifest_from_dbt_generated_manifest(given))
    engine = MetricFlowEngine(lookup, Dialect())
    asked = json.load(sys.stdin)
    explained = {
        name: engine.explain(MetricFlowQueryRequest.create(**query)).sql_statement
        for name, query in asked.items()
    }
    json.dump({name: sql.without_descriptions.sql for name, sql in explained.items()}, sys.stdout)


if __name__ == "__main__":
    main()
