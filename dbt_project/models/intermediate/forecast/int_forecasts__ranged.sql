{#- Each forecast with its interval: what it says, times the quantiles of what earlier ones of its forecaster,
    horizon and class came to, by what was known before the period; never less than there is already. -#}
with

stated as (
    select * from {{ ref('int_forecasts__stated') }}
),

outcomes as (
    select * from {{ ref('int_forecast_outcomes__known') }}
),

priors as (
    select * from {{ ref('forecast_priors') }}
),

cases as (
    select
        stated.measure,
        stated.forecaster,
        stated.horizon,
        stated.class_code,
        stated.subject_key,
        outcomes.forecast_outcome_key as case_key,
        outcomes.outcome_ratio,
        outcomes.known_period_start_date,
        outcomes.known_before_period_start_date
    from outcomes
    inner join stated on outcomes.forecast_key = stated.forecast_key
),

wanted as (
    select distinct
        measure,
        forecaster,
        horizon,
        class_code,
        period_start_date
    from stated
),

{{ case_quantiles('of_class', 'wanted', ['measure', 'forecaster', 'horizon', 'class_code']) }},

wanted_of_all as (
    select distinct
        measure,
        forecaster,
        horizon,
        period_start_date
    from wanted
),

{{ case_quantiles('of_all', 'wanted_of_all', ['measure', 'forecaster', 'horizon']) }},

held as (
    select
        wanted.measure,
        wanted.forecaster,
        wanted.horizon,
        wanted.class_code,
        wanted.period_start_date,
        coalesce(of_class.cases, 0) as class_cases,
        coalesce(of_all.cases, 0) as all_cases,
        {% for quantile in forecast_quantiles() %}
            coalesce(of_class.{{ quantile }}_ratio, 0) as {{ quantile }}_of_class,
            {{ shrunk_ratio(
                'coalesce(of_all.' ~ quantile ~ '_ratio, 0)',
                'coalesce(of_all.cases, 0)',
                'priors.' ~ quantile ~ '_ratio',
            ) }} as {{ quantile }}_of_all{{ ',' if not loop.last }}
        {% endfor %}
    from wanted
    inner join priors on wanted.measure = priors.measure
    left join of_class
        on
            wanted.measure = of_class.measure
            and wanted.forecaster = of_class.forecaster
            and wanted.horizon = of_class.horizon
            and wanted.class_code = of_class.class_code
            and wanted.period_start_date = of_class.period_start_date
    left join of_all
        on
            wanted.measure = of_all.measure
            and wanted.forecaster = of_all.forecaster
            and wanted.horizon = of_all.horizon
            and wanted.period_start_date = of_all.period_start_date
),

shrunk as (
    select
        measure,
        forecaster,
        horizon,
        class_code,
        period_start_date,
        class_cases,
        all_cases,
        {% for quantile in forecast_quantiles() %}
            {{ shrunk_ratio(quantile ~ '_of_class', 'class_cases', quantile ~ '_of_all') }}
                as {{ quantile }}_ratio{{ ',' if not loop.last }}
        {% endfor %}
    from held
),

ranged as (
    select
        stated.*,
        cast(shrunk.class_cases as bigint) as class_cases,
        cast(shrunk.all_cases as bigint) as all_cases,
        {% for quantile in forecast_quantiles() %}
            cast(
                coalesce(stated.value_to_date, 0)
                + {{ exact_product('stated.stated_ahead_value', 'shrunk.' ~ quantile ~ '_ratio') }}
                as decimal(18, 6)
            ) as {{ quantile }}_value{{ ',' if not loop.last }}
        {% endfor %}
    from stated
    inner join shrunk
        on
            stated.measure = shrunk.measure
            and stated.forecaster = shrunk.forecaster
            and stated.horizon = shrunk.horizon
            and stated.class_code = shrunk.class_code
            and stated.period_start_date = shrunk.period_start_date
)

select * from ranged
