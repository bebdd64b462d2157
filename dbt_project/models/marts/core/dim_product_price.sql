{#- What a product is sold for by list, its stand-alone selling price (IFRS 15.77), from which day to which,
    as far as no other in its currency counts before it (`spans_in_force`). dim_product has each product once. -#}
with

product_prices as (
    select * from {{ ref('int_product_prices__unioned') }}
    where valid_to is null or valid_from <= valid_to
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

entries as (
    select
        *,
        {{ surrogate_key(['system_name', 'product_price_id']) }} as entry_key,
        {{ surrogate_key(['system_name', 'product_id', 'currency_code']) }} as subject_key,
        {{ plus_days('valid_to', 1) }} as stated_before
    from product_prices
),

{{ spans_in_force('entries', 'product_price_id') }},

dated as (
    select
        entries.system_name,
        entries.product_price_id,
        entries.product_id,
        entries.currency_code,
        entries.unit_price,
        spans.valid_from,
        spans.valid_before
    from spans
    inner join entries on spans.entry_key = entries.entry_key
),

described as (
    select
        {{ surrogate_key(['dated.system_name', 'dated.product_price_id', 'dated.valid_from']) }}
            as product_price_key,
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
