"""The gate of portfolio_forecast: one published forecast of each, never without its n."""

from expectations.suite import never_null, no_rows

OF_A_FORECAST = "portfolio_forecast_key, measure, project_code"

EXPECTATIONS = (
    no_rows(
        "one row per measure and project, or entity and target period",
        "select measure, coalesce(project_key, entity_code, 'company') as subject, "
        "target_period, count(*) as forecasts from {batch} "
        "group by measure, coalesce(project_key, entity_code, 'company'), target_period "
        "having count(*) > 1",
    ),
    *never_null(
        "portfolio_forecast_key",
        "measure",
        "forecaster",
        "published_reason",
        "horizon",
        "value_unit",
        "class_cases",
        "all_cases",
        "scored_forecasts",
    ),
    no_rows(
        "quantiles are in order",
        f"select {OF_A_FORECAST}, p10_value, p50_value, p80_value, p90_value from {{batch}} "
        "where p10_value > p50_value or p50_value > p80_value or p80_value > p90_value",
    ),
    no_rows(
        "no interval begins below what there is already",
        f"select {OF_A_FORECAST}, cumulative_value, p10_value from {{batch}} "
        "where p10_value < cumulative_value",
        severity="warn",
    ),
    no_rows(
        "scored_covered_p10_p90_share is between 0 and 1",
        f"select {OF_A_FORECAST}, scored_covered_p10_p90_share from {{batch}} "
        "where scored_covered_p10_p90_share not between 0 and 1",
    ),
    no_rows(
        "who is said to have been best has been compared",
        f"select {OF_A_FORECAST}, published_reason, compared_forecasters from {{batch}} "
        "where published_reason like '%lost less%' and better_forecasters is null",
    ),
)
