import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from metric_cases import MARTS, PORTFOLIO, Case
from metric_layer import SLOW, Layer, Rows, layer_of
from metric_rows import FEW
from nightly import Company

from pipelines.lib.dbt import AUDIENCES

CASES = {**PORTFOLIO, **MARTS}
YEAR = "metric_time__year"
AGGREGATES = {"average": "avg({})", "count_distinct": "count(distinct {})"}
MILLIONTH = Decimal("0.000001")
# What the demo company has none of: a contribution margin asks for sales cost that it does not
# deliver, and its first night publishes every closed period as it is.
NOT_IN_THE_DEMO = {
    "contribution_margin",
    "contract_cost_additions",
    "contract_cost_amortisation",
    "contract_cost_asset",
    "prior_period_adjustment_amount",
    "prior_period_adjustment_documents",
}

pytestmark = SLOW


@pytest.fixture(scope="module")
def layer(generated: Company) -> Iterator[Layer]:
    """The semantic layer of the generated company's night."""
    with layer_of(generated) as layer:
        yield layer


@pytest.fixture(scope="module")
def metrics(layer: Layer) -> dict[str, str]:
    """The SQL of every metric by year, of every saved query and of every case."""
    told = layer.told
    by_year = {
        metric["name"]: {"metric_names": [metric["name"]], "group_by_names": [YEAR]}
        for metric in told["metrics"]
    }
    saved = {f"saved {q['name']}": {"saved_query_name": q["name"]} for q in told["saved_queries"]}
    return layer.explained(
        {
            **by_year,
            **saved,
            **{f"case {name}": case.query for name, case in CASES.items()},
            **{f"few {name}": few.query for name, few in FEW.items()},
        }
    )


def _agree(said: object, told: object, within: Decimal) -> bool:
    """Whether two figures are one: amounts to the cent, what is divided to the sixth place."""
    if said is None or told is None:
        # A table says 0 where nothing happened; a metric has no row there.
        return (said or 0) == (told or 0)
    return abs(Decimal(str(said)) - Decimal(str(told))) <= within


def _differences(said: Rows, told: Rows, within: Decimal = MILLIONTH) -> list[tuple]:
    return [
        (key, name, value, told.get(key, {}).get(name))
        for key, row in said.items()
        for name, value in row.items()
        if not _agree(value, told.get(key, {}).get(name), within)
    ]


def test_every_metric_runs_and_says_something_of_the_demo_company(
    layer: Layer, metrics: dict[str, str]
) -> None:
    silent = {
        name
        for name in (metric["name"] for metric in layer.told["metrics"])
        if all(row[name] is None for row in layer.rows(metrics[name], [YEAR]).values())
    }

    assert silent == NOT_IN_THE_DEMO


def test_every_saved_query_runs(layer: Layer, metrics: dict[str, str]) -> None:
    saved = [sql for name, sql in metrics.items() if name.startswith("saved ")]

    found = [layer.connection.execute(sql).fetchall() for sql in saved]

    assert len(saved) == len(layer.told["saved_queries"])
    assert sum(1 for rows in found if not rows) <= 1


def test_every_sum_and_every_balance_is_that_of_its_table(
    layer: Layer, metrics: dict[str, str]
) -> None:
    """A sum takes each row once; a balance those of the last, or first, period of the year."""
    wrong, checked = {}, 0
    for model in layer.told["semantic_models"]:
        days = {each["name"]: each["expr"] or each["name"] for each in model["dimensions"]}
        for measure in model["measures"]:
            name = measure["name"]
            sql = _of_the_table(layer, model, measure, days)
            differences = _differences(layer.rows(sql, [YEAR]), layer.rows(metrics[name], [YEAR]))
            wrong.update({name: differences} if differences else {})
            checked += 1

    assert wrong == {}
    assert checked > 250


def _of_the_table(layer: Layer, model: dict, measure: dict, days: dict[str, str]) -> str:
    table = model["node_relation"]["alias"]
    (file,) = [
        audience
        for audience in reversed(AUDIENCES)
        if layer.connection.execute(
            "select 1 from duckdb_tables() where database_name = ? and table_name = ?",
            [audience, table],
        ).fetchone()
    ][:1]
    day = days[model["defaults"]["agg_time_dimension"]]
    aggregate = AGGREGATES.get(measure["agg"], f"{measure['agg']}({{}})")
    balance = measure["non_additive_dimension"]
    kept = f"{balance['window_choice']}(day) over (partition by {YEAR})" if balance else "day"
    return f"""
        with dated as (
            select *, {day} as day, date_trunc('year', {day}) as {YEAR} from {file}.{table}
        )
        select {YEAR}, {aggregate.format(measure["expr"] or measure["name"])} as {measure["name"]}
        from (select *, {kept} as kept from dated)
        where day is not distinct from kept
        group by all
    """


@pytest.mark.parametrize("name", CASES)
def test_metrics_are_what_the_published_tables_say(
    layer: Layer, metrics: dict[str, str], name: str
) -> None:
    case, keys = CASES[name], list(CASES[name].by)

    said = layer.rows(case.sql, keys)
    told = layer.rows(metrics[f"case {name}"], keys)

    assert said
    assert _differences(said, told, case.within) == []
    # Nothing that the table does not have.
    extra = [key for key in told if key not in said and any(told[key].values())]
    assert [key for key in extra if None not in key] == []


@pytest.mark.parametrize("name", FEW)
def test_a_quotient_is_of_rows_that_state_both_its_sides(
    layer: Layer, metrics: dict[str, str], name: str
) -> None:
    few = FEW[name]

    with layer.of(few) as small:
        (told,) = small.rows(metrics[f"few {name}"], []).values()

    assert told == {
        metric: None if said is None else pytest.approx(said) for metric, said in few.says.items()
    }


def test_amounts_stay_decimals_in_the_explained_sql(layer: Layer, metrics: dict[str, str]) -> None:
    rows = layer.rows(metrics["case portfolio_month"], list(CASES["portfolio_month"].by)).values()

    kinds = {
        name: {type(row[name]) for row in rows} - {type(None)}
        for name, said in CASES["portfolio_month"].says.items()
        if "amount" in said
    }

    assert len(kinds) > 10
    assert {name: kind for name, kind in kinds.items() if kind != {Decimal}} == {}


@pytest.mark.parametrize(
    ("metric", "change"),
    [
        ("project_cost", {"expr": "revenue_reporting_amount"}),
        ("project_revenue", {"agg": "max"}),
        ("uncosted_hours", {"expr": "hours"}),
    ],
)
def test_a_metric_that_is_wrong_is_seen(
    layer: Layer, tmp_path: Path, metric: str, change: dict
) -> None:
    told = layer.told
    (measure,) = [
        each
        for model in told["semantic_models"]
        for each in model["measures"]
        if each["name"] == metric
    ]
    measure.update(change)
    wrong = tmp_path / "semantic_manifest.json"
    wrong.write_text(json.dumps(told), "utf-8")
    whole = PORTFOLIO["portfolio_month"]
    case = Case(whole.table, whole.by, {metric: whole.says[metric]})

    (sql,) = layer.explained({"case": case.query}, wrong).values()

    keys = list(case.by)
    assert _differences(layer.rows(case.sql, keys), layer.rows(sql, keys)) != []
