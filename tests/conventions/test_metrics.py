import os
import re
from pathlib import Path

import yaml
from metrics_page import TITLES, metrics_page, read_layer, table_of

ROOT = Path(__file__).parents[2]
MODELS = ROOT / "dbt_project" / "models"
LAYER = MODELS / "semantic"
PAGE = ROOT / "docs" / "metrics.md"
ALL = {"portfolio", "finance", "people"}
GRANULARITIES = {"day", "week", "month", "quarter", "year", "hour", "minute", "second"}


def readers_of(folder: str) -> set[str]:
    return ALL if folder == "everyone" else set(folder.split("_and_"))


def audience_of(table: str) -> set[str]:
    (path,) = MODELS.rglob(f"{table}.yml")
    (model,) = yaml.safe_load(path.read_text("utf-8"))["models"]
    return set(model["config"]["meta"]["audience"])


def test_the_page_of_the_metrics_says_what_the_semantic_layer_says() -> None:
    """After a wanted change of a metric: make docs."""
    written = metrics_page(LAYER)

    if os.environ.get("UPDATE_PAGES"):
        PAGE.write_text(written, "utf-8")
    assert PAGE.read_text("utf-8") == written


def test_the_page_lists_every_folder_of_the_semantic_layer() -> None:
    assert {path.name for path in LAYER.iterdir()} == set(TITLES)


def test_a_metric_is_for_those_who_may_read_its_table() -> None:
    read = {
        model["name"]: (audience_of(table_of(model)), readers_of(folder))
        for folder in TITLES
        for model in read_layer(LAYER / folder)["semantic_models"]
    }

    assert {name: pair for name, pair in read.items() if pair[0] != pair[1]} == {}


def test_a_metric_is_made_of_what_its_readers_may_read() -> None:
    readers, inputs = dict[str, set[str]](), list[tuple[str, str]]()
    for folder in TITLES:
        read = read_layer(LAYER / folder)
        for model in read["semantic_models"]:
            readers.update({m["name"]: readers_of(folder) for m in model.get("measures", [])})
        for metric in read.get("metrics", []):
            readers[metric["name"]] = readers_of(folder)
            given = metric["type_params"]
            names = [given[side] for side in ("numerator", "denominator") if side in given]
            names += [each["name"] for each in given.get("metrics", [])]
            names += [given["measure"]["name"]] if "measure" in given else []
            inputs += [(metric["name"], name) for name in names]
        for query in read.get("saved_queries", []):
            readers[query["name"]] = readers_of(folder)
            inputs += [(query["name"], name) for name in query["query_params"]["metrics"]]

    assert len(inputs) > 300
    assert [pair for pair in inputs if not readers[pair[0]] <= readers[pair[1]]] == []


def test_no_dimension_is_called_as_a_span_of_time() -> None:
    dimensions = [
        dimension["name"]
        for folder in TITLES
        for model in read_layer(LAYER / folder)["semantic_models"]
        for dimension in model.get("dimensions", [])
    ]

    assert dimensions
    assert GRANULARITIES & set(dimensions) == set()


def test_what_stands_at_a_periods_end_is_not_summed_over_periods() -> None:
    """A column of the end, or to date, is asked of the last period, unless months are averaged."""
    averaged = {"beginning_arr"}
    at_an_end = re.compile(r"^(closing_|opening_)|_to_date|_at_completion|^backlog_reporting")
    summed = [
        measure["name"]
        for folder in TITLES
        for model in read_layer(LAYER / folder)["semantic_models"]
        for measure in model.get("measures", [])
        if at_an_end.search(str(measure.get("expr", measure["name"])))
        and "non_additive_dimension" not in measure
        and measure["name"] not in averaged
    ]

    assert summed == []
