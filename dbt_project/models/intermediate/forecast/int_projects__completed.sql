{#- When each project was known to be complete, and what it came to: from the day on which an estimate says that
    nothing remains and the end that it expects has come, which may be later, until one says otherwise. What is posted after the period of that day is not in it. -#}
with

estimates as (
    select * from {{ ref('int_estimates__dated') }}
    where estimate_source = 'estimate'
),

projects as (
    select * from {{ ref('dim_project') }}
    where state <> 'cancelled'
),

period_ends as (
    select * from {{ ref('int_period_ends__listed') }}
),

cumulated as (
    select * from {{ ref('int_project_costs__cumulated') }}
),

work as (
    select * from {{ ref('int_costs__grouped') }}
),

emptied as (
    select
        project_key,
        valid_from,
        valid_before,
        coalesce(forecast_end_date, valid_from) as end_date,
        coalesce(remaining_hours, remaining_cost_amount) is not null
        and coalesce(remaining_hours, 0) = 0
        and coalesce(remaining_cost_amount, 0) = 0 as is_empty
    from estimates
),

judged as (
    select
        project_key,
        valid_from,
        is_empty and end_date <= valid_from as is_complete
    from emptied
    union all
    select
        project_key,
        end_date as valid_from,
        true as is_complete
    from emptied
    where is_empty and end_date > valid_from and end_date < valid_before
),

compared as (
    select
        *,
        lag(is_complete, 1, false) over (partition by project_key order by valid_from) as was_complete
    from judged
),

turns as (
    select
        project_key,
        is_complete,
        valid_from,
        lead(valid_from, 1, cast('9999-12-31' as date)) over (
            partition by project_key
            order by valid_from
        ) as valid_before
    from compared
    where is_complete <> was_complete
),

completed as (
    select
        turns.project_key,
        turns.valid_from as complete_from,
        turns.valid_before as complete_before,
        period_ends.period_code as completed_period,
        period_ends.period_start_date as known_period_start_date,
        period_ends.as_of_date,
        coalesce(reopened.period_start_date, cast('9999-12-31' as date)) as known_before_period_start_date
    from turns
    inner join projects on turns.project_key = projects.project_key
    inner join period_ends
        on
            turns.valid_from >= period_ends.period_start_date
            and turns.valid_from <= period_ends.as_of_date
    left join period_ends as reopened
        on
            turns.valid_before >= reopened.period_start_date
            and turns.valid_before <= reopened.as_of_date
    where turns.is_complete
),

summed as (
    select
        completed.project_key,
        completed.complete_from,
        cumulated.cumulative_hours,
        cumulated.actual_cost_reporting_amount,
        row_number() over (
            partition by completed.project_key, completed.complete_from
            order by period_ends.period_start_date desc
        ) as recency
    from completed
    inner join cumulated on completed.project_key = cumulated.project_key
    inner join period_ends
        on
            cumulated.period_code = period_ends.period_code
            and completed.known_period_start_date >= period_ends.period_start_date
),

ended as (
    select
        completed.project_key,
        completed.complete_from,
        max(work.last_work_date) as last_work_date
    from completed
    inner join work on completed.project_key = work.project_key
    inner join period_ends
        on
            work.accounting_period = period_ends.period_code
            and completed.known_period_start_date >= period_ends.period_start_date
    group by completed.project_key, completed.complete_from
),

described as (
    select
        completed.project_key,
        completed.complete_from,
        completed.complete_before,
        completed.completed_period,
        completed.known_period_start_date,
        completed.known_before_period_start_date,
        summed.cumulative_hours as hours_at_completion,
        summed.actual_cost_reporting_amount as cost_at_completion_reporting_amount,
        ended.last_work_date
    from completed
    left join summed
        on
            completed.project_key = summed.project_key
            and completed.complete_from = summed.complete_from
            and summed.recency = 1
    left join ended
        on
            completed.project_key = ended.project_key
            and completed.complete_from = ended.complete_from
)

select * from described
