"""Write the list of metrics, from the semantic layer's own descriptions, as a page for readers."""

from pathlib import Path
from typing import Any

import yaml

INTRODUCTION = """\
# The metrics

<!-- Written by `make docs` from dbt_project/models/semantic. -->

What may be asked of a release through [the semantic layer](serving/semantic-layer.md), by who may
ask. Amounts are in the reporting currency unless they say otherwise. A metric can be sliced by its
time, by the dimensions of its table and by those of what the table names: `legal_entity`,
`project`, `client` and so on.
"""
TITLES = {
    "everyone": "What all are sliced by",
    "portfolio_and_finance": "Portfolio and finance",
    "portfolio_and_people": "Portfolio and people",
    "finance_and_people": "Finance and people",
    "finance": "Finance alone",
    "people": "People alone",
}
HEAD = ["| Metric | Of | What |", "|---|---|---|"]


def read_layer(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Return semantic models, metrics and saved queries of one folder's files."""
    read: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(folder.glob("*.yml")):
        for kind, found in yaml.safe_load(path.read_text("utf-8")).items():
            read.setdefault(kind, []).extend(found)
    return read


def metrics_page(layer: Path) -> str:
    """Return the page as Markdown."""
    parts = [INTRODUCTION]
    for name, title in TITLES.items():
        read = read_layer(layer / name)
        parts += [f"## {title}", "", *_sliced(read), *_metrics(read), *_saved(read)]
    return "\n".join(parts)


def table_of(model: dict[str, Any]) -> str:
    """Return the table that a semantic model reads."""
    return model["model"].removeprefix("ref('").removesuffix("')")


def _sliced(read: dict[str, list[dict[str, Any]]]) -> list[str]:
    rows = [
        f"| `{table_of(model)}` | {_names(model, 'entities')} | {_names(model, 'dimensions')} |"
        for model in read["semantic_models"]
    ]
    return ["| Table | Entities | Dimensions |", "|---|---|---|", *rows, ""]


def _metrics(read: dict[str, list[dict[str, Any]]]) -> list[str]:
    rows = [
        f"| `{measure['name']}` | `{table_of(model)}` | {measure['description']} |"
        for model in read["semantic_models"]
        for measure in model.get("measures", [])
    ] + [
        f"| `{metric['name']}` | {_inputs(metric)} | {metric['description']} |"
        for metric in read.get("metrics", [])
    ]
    return [*HEAD, *sorted(rows), ""] if rows else []


def _inputs(metric: dict[str, Any]) -> str:
    given = metric["type_params"]
    if metric["type"] == "ratio":
        return f"`{given['numerator']}` / `{given['denominator']}`"
    if metric["type"] == "cumulative":
        return f"`{given['measure']['name']}`"
    return ", ".join(dict.fromkeys(f"`{each['name']}`" for each in given["metrics"]))


def _saved(read: dict[str, list[dict[str, Any]]]) -> list[str]:
    rows = [
        f"| `{query['name']}` | {query['description']} |" for query in read.get("saved_queries", [])
    ]
    return ["| Saved query | What |", "|---|---|", *rows, ""] if rows else []


def _names(model: dict[str, Any], kind: str) -> str:
    return ", ".join(f"`{part['name']}`" for part in model.get(kind, []))
