{#- How often what stood in a stage was won in the end, by what had been decided until each period's end. Few
    decisions count with as many of the type's overall share, by the rule of succession, as
    `forecast_class_cases` says. The interval is
    Wilson's, in which nine of ten true shares lie. What sellers said while it stood there is the mean. -#}
with

stages as (
    select * from {{ ref('int_opportunity_stages__dated') }}
),

period_ends as (
    select * from {{ ref('int_period_ends__listed') }}
),

passed as (
    select
        opportunity_key,
        opportunity_type,
        stage,
        decided_date,
        max(case when is_won then 1 else 0 end) as won,
        avg(win_probability_share) as win_probability_share,
        min(valid_from) as entered_date
    from stages
    group by opportunity_key, opportunity_type, stage, decided_date
),

first_entries as (
    select
        opportunity_type,
        stage,
        min(entered_date) as first_entered_date
    from passed
    group by opportunity_type, stage
),

counted as (
    select
        first_entries.opportunity_type,
        first_entries.stage,
        period_ends.period_code,
        period_ends.is_running,
        period_ends.as_of_date,
        cast(count(passed.opportunity_key) as decimal(18, 0)) as decided,
        cast(coalesce(sum(passed.won), 0) as decimal(18, 0)) as won,
        cast(avg(passed.win_probability_share) as decimal(9, 6)) as seller_probability_share
    from first_entries
    inner join period_ends on first_entries.first_entered_date <= period_ends.as_of_date
    left join passed
        on
            {{ same('first_entries', 'passed', ['opportunity_type', 'stage']) }}
            and period_ends.as_of_date >= passed.decided_date
    group by
        first_entries.opportunity_type,
        first_entries.stage,
        period_ends.period_code,
        period_ends.is_running,
        period_ends.as_of_date
),

-- An opportunity counts once for its type, whatever the stages it went through.
deals as (
    select
        opportunity_key,
        opportunity_type,
        decided_date,
        max(won) as won
    from passed
    group by opportunity_key, opportunity_type, decided_date
),

overall as (
    select
        deals.opportunity_type,
        period_ends.period_code,
        cast(count(*) as decimal(18, 0)) as decided,
        cast(sum(deals.won) as decimal(18, 0)) as won
    from deals
    inner join period_ends on deals.decided_date <= period_ends.as_of_date
    group by deals.opportunity_type, period_ends.period_code
),

shared as (
    select
        counted.opportunity_type,
        counted.stage,
        counted.period_code,
        counted.is_running,
        counted.as_of_date,
        counted.decided,
        counted.won,
        counted.seller_probability_share,
        {{ exact_quotient('(coalesce(overall.won, 0) + 1)', '(coalesce(overall.decided, 0) + 2)') }}
            as overall_share,
        {{ exact_quotient('counted.won', 'counted.decided') }} as won_share,
        cast(nullif(counted.decided, 0) as double) as n,
        cast({{ exact_quotient('counted.won', 'counted.decided') }} as double) as p
    from counted
    left join overall
        on
            {{ same('counted', 'overall', ['opportunity_type']) }}
            and counted.period_code = overall.period_code
),

described as (
    select
        {{ surrogate_key(['opportunity_type', 'stage', 'period_code']) }} as stage_probability_key,
        opportunity_type,
        stage,
        period_code as accounting_period,
        is_running as is_running_period,
        as_of_date as made_on,
        cast(decided as bigint) as decided_opportunities,
        cast(won as bigint) as won_opportunities,
        cast(won_share as decimal(9, 6)) as won_share,
        cast(
            {{ exact_quotient(
                '(won + ' ~ var('forecast_class_cases') ~ ' * overall_share)',
                '(decided + ' ~ var('forecast_class_cases') ~ ')',
            ) }} as decimal(9, 6)
        ) as calibrated_probability_share,
        cast(round(
            (p + 1.352772 / n - 1.644854 * sqrt(p * (1 - p) / n + 0.676386 / (n * n)))
            / (1 + 2.705543 / n), 6
        ) as decimal(9, 6)) as won_low_share,
        cast(round(
            (p + 1.352772 / n + 1.644854 * sqrt(p * (1 - p) / n + 0.676386 / (n * n)))
            / (1 + 2.705543 / n), 6
        ) as decimal(9, 6)) as won_high_share,
        seller_probability_share
    from shared
)

select * from described
