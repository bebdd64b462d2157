{#- The rate that income of an accounting period is converted at (IAS 21.22 and 40, ASC 830-10-55-10):
    the average rate that was delivered for the period, one way or the other, or else the average of its
    days' spot rates until the as-of day. -#}
with

delivered as (
    select * from {{ ref('int_fx_rates__unioned') }}
    where rate_type = 'average'
),

spot as (
    select * from {{ ref('int_fx_rates__dated') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

known_periods as (
    select
        periods.period_code,
        periods.period_start_date,
        {{ plus_days('least(periods.period_end_date, run.as_of_date)', 1) }} as end_before
    from periods
    inner join run on periods.period_start_date <= run.as_of_date
),

both_ways as (
    {{ rates_both_ways('delivered') }}
),

delivered_ranked as (
    select
        both_ways.from_currency_code,
        both_ways.to_currency_code,
        known_periods.period_code,
        both_ways.rate_date,
        both_ways.fx_rate,
        row_number() over (
            partition by
                both_ways.from_currency_code, both_ways.to_currency_code, known_periods.period_code
            order by
                both_ways.is_inverted asc,
                both_ways.rate_date desc,
                both_ways.system_name asc,
                both_ways.fx_rate_id asc
        ) as recency
    from both_ways
    inner join known_periods
        on
            both_ways.rate_date >= known_periods.period_start_date
            and both_ways.rate_date < known_periods.end_before
    where both_ways.fx_rate is not null
),

spans as (
    select
        spot.from_currency_code,
        spot.to_currency_code,
        known_periods.period_code,
        spot.fx_rate,
        {{ plus_days('least(spot.valid_before, known_periods.end_before)', -1) }} as last_day,
        {{ days_between(
            'greatest(spot.valid_from, known_periods.period_start_date)',
            'least(spot.valid_before, known_periods.end_before)',
        ) }} as days
    from spot
    inner join known_periods
        on
            spot.valid_from < known_periods.end_before
            and spot.valid_before > known_periods.period_start_date
    where spot.fx_rate is not null
),

computed as (
    select
        from_currency_code,
        to_currency_code,
        period_code,
        max(last_day) as rate_date,
        {{ exact_quotient('sum(cast(fx_rate as decimal(28, 9)) * days)', 'sum(days)', 9) }} as fx_rate
    from spans
    group by from_currency_code, to_currency_code, period_code
),

averaged as (
    select
        from_currency_code,
        to_currency_code,
        period_code,
        'delivered' as rate_source,
        rate_date,
        cast(fx_rate as decimal(18, 9)) as fx_rate
    from delivered_ranked
    where recency = 1
    union all
    select
        computed.from_currency_code,
        computed.to_currency_code,
        computed.period_code,
        'computed' as rate_source,
        computed.rate_date,
        cast(computed.fx_rate as decimal(18, 9)) as fx_rate
    from computed
    left join delivered_ranked
        on
            computed.from_currency_code = delivered_ranked.from_currency_code
            and computed.to_currency_code = delivered_ranked.to_currency_code
            and computed.period_code = delivered_ranked.period_code
            and delivered_ranked.recency = 1
    where delivered_ranked.period_code is null
)

select * from averaged
