"""Models know which columns are for the audience people alone: what the contracts say of them."""

import json
from pathlib import Path

from pipelines.lib.dbt import variables
from sources.settings import load_settings


def test_models_hide_what_the_contracts_of_configured_systems_call_personal_or_confidential(
    tmp_path: Path,
) -> None:
    toml = tmp_path / "evenkeel.toml"
    toml.write_text(
        """
        [company]
        name = "C"
        time_zone = "UTC"
        reporting_currency = "EUR"

        [[entities]]
        code = "C"
        name = "C"
        functional_currency = "EUR"

        [[systems]]
        name = "exports"
        kind = "canonical"
        domains = ["time", "crm", "finance"]
        entity = "C"

        [systems.delivery]
        connector = "files"
        url = "exports"
        """
    )

    hidden = json.loads(variables(load_settings(toml)))["hidden_columns"]

    assert {"payroll_costs.gross_amount", "cost_rates.cost_rate", "people.email"} <= set(hidden)
    assert not {"invoices.net_amount", "payroll_costs.payroll_cost_id"} & set(hidden)
