"""The models from what was known of projects to forecasts and their record."""

from dataclasses import dataclass
from typing import ClassVar

from model_chain import Chain


@dataclass(frozen=True, repr=False)
class ForecastChain(Chain):
    """The models from estimates, plans and cost of projects to how right forecasts have been."""

    models: ClassVar = (
        "int_projects__completed",
        "int_project_forecasts__stated",
        "int_forecasts__stated",
        "int_forecast_outcomes__known",
        "int_forecast_cases__hashed",
        "int_forecast_periods__changed",
        "int_forecast_ratios__graded",
        "int_forecast_levels__corrected",
        "int_forecasts__ranged",
        "int_forecast_records__cumulated",
        "int_forecast_comparisons__cumulated",
        "fct_forecast_snapshot",
        "fct_forecast_accuracy",
    )
    inputs: ClassVar = (
        "forecast_horizons",
        "forecast_priors",
        "dim_project",
        "int_estimates__dated",
        "int_period_ends__listed",
        "int_project_costs__cumulated",
        "int_project_periods__listed",
        "int_project_plans__valued",
        "int_baselines__dated",
        "int_planned_periods__cumulated",
        "int_company_forecasts__stated",
        "int_costs__grouped",
        "fct_project_evm_period",
    )
