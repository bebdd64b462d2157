"""What every table is made of."""

from pipelines.lib.provenance.composition.balance import balance_tables
from pipelines.lib.provenance.composition.cost import cost_tables
from pipelines.lib.provenance.composition.forecasts import forecast_tables
from pipelines.lib.provenance.composition.ledger import ledger_tables
from pipelines.lib.provenance.composition.months import month_tables
from pipelines.lib.provenance.composition.obligations import obligation_tables
from pipelines.lib.provenance.composition.people import people_tables
from pipelines.lib.provenance.composition.products import product_tables
from pipelines.lib.provenance.composition.projects import project_tables
from pipelines.lib.provenance.composition.realisation import realisation_tables
from pipelines.lib.provenance.composition.receivables import receivable_tables
from pipelines.lib.provenance.composition.revenue import revenue_tables
from pipelines.lib.provenance.composition.words import Measures
from pipelines.lib.provenance.composition.working_capital import working_capital_tables

_MONTHS, _PROJECTS = month_tables(), project_tables()

COMPOSITION: dict[str, Measures] = {
    **{table: {**_MONTHS.get(table, {}), **of} for table, of in _PROJECTS.items()},
    **{table: of for table, of in _MONTHS.items() if table not in _PROJECTS},
    **people_tables(),
    **cost_tables(),
    **forecast_tables(),
    **revenue_tables(),
    **realisation_tables(),
    **product_tables(),
    **balance_tables(),
    **receivable_tables(),
    **working_capital_tables(),
    **obligation_tables(),
    **ledger_tables(),
}

_QUANTILES = (
    "a forecast is a quantile of how it went before, not a sum of rows; how many cases it has, and "
    "how those before it did, stand beside it"
)
_DISTANCES = (
    "a position is a distance from a target, not an amount; what it is measured by is in "
    "fct_balance_project_product, fct_balance_governance_month and fct_balance_partnership"
)
_SHARES = "it has shares of what happened, not amounts that are made of others"
NOT_EXPLAINED: dict[str, str] = {
    "fct_forecast_snapshot": _QUANTILES,
    "fct_forecast_accuracy": _QUANTILES,
    "portfolio_forecast": _QUANTILES,
    "fct_balance_position": _DISTANCES,
    "fct_balance_change": _DISTANCES,
    "portfolio_balance": _DISTANCES,
    "fct_portfolio_reliability": _SHARES,
    "fct_stage_probability": _SHARES,
}
"""Why figures of these tables can not be told as parts that add up to them."""
