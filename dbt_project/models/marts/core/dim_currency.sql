with

used as (
    select * from {{ ref('int_currencies__used') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

books as (
    select distinct functional_currency_code
    from entities
),

described as (
    select
        {{ surrogate_key(['used.currency_code']) }} as currency_key,
        used.currency_code,
        currencies.currency_name,
        currencies.minor_units,
        currencies.currency_code is not null as is_iso_4217,
        coalesce(currencies.is_withdrawn, false) as is_withdrawn,
        books.functional_currency_code is not null as is_functional_currency,
        used.currency_code = {{ reporting_currency() }} as is_reporting_currency
    from used
    left join currencies on used.currency_code = currencies.currency_code
    left join books on used.currency_code = books.functional_currency_code
)

select * from described
