{#- What a product is sold for by list, its stand-alone selling price (IFRS 15.77), from which day to which. Of two
    prices in one currency that start on one day the later id counts, and a price ends where the next one begins.
    dim_product has each product once. -#}
with

product_prices as (
    select * from {{ ref('int_product_prices__unioned') }}
    where valid_to is null or valid_from <= valid_to
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by system_name, product_id, currency_code, valid_from
            order by product_price_id desc
        ) as start_rank
    from product_prices
),

dated as (
    select
        system_name,
        product_price_id,
        product_id,
        currency_code,
        unit_price,
        valid_from,
        least(
            {{ plus_days("coalesce(valid_to, cast('9999-12-30' as date))", 1) }},
            lead(valid_from, 1, cast('9999-12-31' as date)) over (
                partition by system_name, product_id, currency_code
                order by valid_from
            )
        ) as valid_before
    from ranked
    where start_rank = 1
),

described as (
    select
        {{ surrogate_key(['dated.system_name', 'dated.product_price_id']) }} as product_price_key,
        {{ surrogate_key(['dated.system_name', 'dated.product_id']) }} as product_key,
        dated.system_name,
        dated.product_price_id,
        dated.valid_from,
        case
            when dated.valid_before < cast('9999-12-31' as date) then {{ plus_days('dated.valid_before', -1) }}
        end as valid_to,
        dated.currency_code,
        cast(dated.unit_price as decimal(18, 6)) as list_unit_price,
        run.as_of_date >= dated.valid_from and run.as_of_date < dated.valid_before as is_in_force
    from dated
    cross join run
)

select * from described
