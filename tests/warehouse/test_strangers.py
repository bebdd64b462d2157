"""What another company or system has beside a mart's rows changes none of its figures."""

import json
from pathlib import Path

import duckdb
import pytest
from nightly import Build

from benchmarks.sql_mutation.judging import passes
from benchmarks.sql_mutation.strangers import beside_strangers

pytestmark = pytest.mark.warehouse

# Figures of all companies or systems together: shares, slopes, quantiles and probabilities, and
# sums by entity, group or product over what several systems deliver.
OF_ALL = {
    "fct_arr_bridge_month",
    "fct_balance_governance_month",
    "fct_balance_partnership",
    "fct_balance_project_product",
    "fct_client_group_month",
    "fct_cost_month",
    "fct_customer_profitability",
    "fct_forecast_accuracy",
    "fct_overhead_pool",
    "fct_portfolio_reliability",
    "fct_product_pnl_month",
    "fct_productisation_yield",
    "fct_rate_audit",
    "fct_retention_cohort",
    "fct_revenue_disaggregated_month",
    "fct_stage_probability",
    "portfolio_balance",
    "portfolio_month",
}
# Their unit tests say too little of a row to tell whose it is.
UNTOLD = {
    "ctl_identity",
    "ctl_period_status",
    "ctl_reconciling_item",
    "dim_contract_version",
    "dim_product_price",
    "dim_resource",
    "fct_billable_now",
    "fct_revenue_po_month",
    "fct_rpo_schedule",
    "portfolio_person_week",
}


def test_what_others_have_beside_it_changes_no_figure_of_a_mart(every_kind: Build) -> None:
    target = every_kind.folder / "target"
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    columns = {
        node["name"]: list(node["columns"])
        for node in manifest["nodes"].values()
        if node["original_file_path"].startswith(("models/marts", "models/portfolio"))
    }
    held, changed = 0, set[str]()
    with duckdb.connect(config={"threads": 2}) as connection:
        for test in manifest["unit_tests"].values():
            for sql in _run(target, test) if test["model"] in columns else ():
                for _, doubled in beside_strangers(sql, columns[test["model"]]):
                    if passes(connection, doubled):
                        held += 1
                    else:
                        changed.add(test["model"])

    assert changed <= OF_ALL | UNTOLD
    assert held > 150


def _run(target: Path, test: dict[str, str]) -> list[str]:
    found = target.glob(f"run/evenkeel/{test['original_file_path']}/**/{test['name']}.sql")
    return [path.read_text("utf-8") for path in found]
