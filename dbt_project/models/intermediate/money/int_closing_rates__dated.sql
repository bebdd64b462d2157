{#- The rate that what is owed in a currency stands at when an accounting period ends (IAS 21.23(a),
    ASC 830-20-35-1): the closing rate that was delivered for it, or else the spot rate of the day. -#}
with

delivered as (
    select * from {{ ref('int_fx_rates__unioned') }}
    where rate_type = 'closing'
),

spot as (
    select * from {{ ref('int_fx_rates__dated') }}
),

period_ends as (
    select * from {{ ref('int_period_ends__listed') }}
),

both_ways as (
    {{ rates_both_ways('delivered') }}
),

candidates as (
    select
        both_ways.from_currency_code,
        both_ways.to_currency_code,
        period_ends.period_code,
        both_ways.rate_date,
        both_ways.fx_rate,
        row_number() over (
            partition by
                both_ways.from_currency_code, both_ways.to_currency_code, period_ends.period_code
            order by
                both_ways.is_inverted asc,
                both_ways.rate_date desc,
                both_ways.system_name asc,
                both_ways.fx_rate_id asc
        ) as place
    from both_ways
    inner join period_ends
        on both_ways.rate_date between period_ends.period_start_date and period_ends.as_of_date
    where both_ways.fx_rate is not null
),

delivered_rates as (
    select * from candidates
    where place = 1
),

dated as (
    select
        from_currency_code,
        to_currency_code,
        period_code,
        'delivered' as rate_source,
        rate_date,
        cast(fx_rate as decimal(18, 9)) as fx_rate
    from delivered_rates
    union all
    select
        spot.from_currency_code,
        spot.to_currency_code,
        period_ends.period_code,
        'spot' as rate_source,
        spot.rate_date,
        cast(spot.fx_rate as decimal(18, 9)) as fx_rate
    from spot
    inner join period_ends
        on
            spot.valid_from <= period_ends.as_of_date
            and spot.valid_before > period_ends.as_of_date
    left join delivered_rates
        on
            spot.from_currency_code = delivered_rates.from_currency_code
            and spot.to_currency_code = delivered_rates.to_currency_code
            and period_ends.period_code = delivered_rates.period_code
    where delivered_rates.period_code is null
)

select * from dated
