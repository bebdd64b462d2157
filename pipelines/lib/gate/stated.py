"""What dbt's project states of the published tables, as the gate is told it.

The gate's process knows neither dbt nor Dagster; what follows from this is in expectations/.
"""

from collections import defaultdict
from pathlib import Path
from typing import Any

from expectations.results import Stated
from pipelines.lib.dbt import nodes_of, published_tables


def stated_tables(manifest: Path) -> tuple[Stated, ...]:
    """Return what models say of their keys, references and domains, by the tests in their YAML."""
    nodes = nodes_of(manifest)
    tests: dict[str, list[Any]] = defaultdict(list)
    models: dict[str, str] = {}
    for unique_id, node in nodes.items():
        if node.get("attached_node") and node.get("test_metadata"):
            tests[node["attached_node"]].append(node)
        elif node["resource_type"] == "model":
            models[node["name"]] = unique_id
    named = ((models[table.name], table) for table in published_tables(manifest))
    return tuple(
        Stated(
            relation=table.relation,
            key=next(iter(table.columns)),
            audiences=table.audiences,
            columns=tuple(table.columns),
            never_null=_never_null(nodes[model], tests[model]),
            unique_together=tuple(
                tuple(_arguments(test)["columns"])
                for test in tests[model]
                if test["test_metadata"]["name"] == "unique_combination"
            ),
            references={
                test["column_name"]: (_referred(test, nodes), _arguments(test)["field"])
                for test in _named("relationships", tests[model])
            },
            domains={
                test["column_name"]: tuple(map(str, _arguments(test)["values"]))
                for test in _named("accepted_values", tests[model])
            },
            closes_with=table.closes_with,
        )
        for model, table in named
    )


def _named(name: str, tests: list[Any]) -> list[Any]:
    found = [test for test in tests if test["test_metadata"]["name"] == name]
    return sorted(found, key=lambda test: test["column_name"])


def _arguments(test: dict[str, Any]) -> dict[str, Any]:
    return test["test_metadata"]["kwargs"]


def _never_null(model: dict[str, Any], tests: list[Any]) -> tuple[str, ...]:
    tested = {test["column_name"] for test in _named("not_null", tests)}
    return tuple(
        name
        for name, column in model["columns"].items()
        if name in tested or any(each["type"] == "not_null" for each in column["constraints"])
    )


def _referred(test: dict[str, Any], nodes: dict[str, Any]) -> str:
    """Return the relation that a reference is to; a table may refer to itself."""
    others = [each for each in test["depends_on"]["nodes"] if each != test["attached_node"]]
    node = nodes[others[0] if others else test["attached_node"]]
    return f"{node['schema']}.{node['name']}"
