with

fx_rates as (
    select * from {{ ref('int_fx_rates__unioned') }}
),

spot as (
    select
        from_currency_code,
        to_currency_code,
        rate_date,
        max(fx_rate) as fx_rate
    from fx_rates
    where rate_type = 'spot'
    group by from_currency_code, to_currency_code, rate_date
),

inverted as (
    select
        spot.to_currency_code as from_currency_code,
        spot.from_currency_code as to_currency_code,
        spot.rate_date,
        {{ inverted_rate('spot.fx_rate') }} as fx_rate
    from spot
    left join spot as direct
        on
            spot.from_currency_code = direct.to_currency_code
            and spot.to_currency_code = direct.from_currency_code
    where direct.from_currency_code is null
),

both_ways as (
    select
        from_currency_code,
        to_currency_code,
        rate_date,
        cast(fx_rate as decimal(18, 9)) as fx_rate
    from spot
    union all
    select
        from_currency_code,
        to_currency_code,
        rate_date,
        cast(fx_rate as decimal(18, 9)) as fx_rate
    from inverted
),

dated as (
    select
        from_currency_code,
        to_currency_code,
        rate_date,
        rate_date as valid_from,
        lead(rate_date, 1, cast('9999-12-31' as date)) over (
            partition by from_currency_code, to_currency_code
            order by rate_date
        ) as valid_before,
        fx_rate
    from both_ways
)

select * from dated
