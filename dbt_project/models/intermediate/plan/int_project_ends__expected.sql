{#- The day on which each project is expected to end, by the estimate that was in force on the as-of day. One may be made
    after the last month that has work: it says when a project that is over did end. -#}
with

estimates as (
    select * from {{ ref('int_estimates__dated') }}
    where estimate_source = 'estimate'
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

expected as (
    select
        estimates.project_key,
        estimates.forecast_end_date
    from estimates
    inner join run
        on
            estimates.valid_from <= run.as_of_date
            and estimates.valid_before > run.as_of_date
)

select * from expected
