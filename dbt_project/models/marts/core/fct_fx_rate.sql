{#- The exchange rates that figures are converted at: the spot rate of a day until the next one, and the average and
    the closing rate of each accounting period. -#}
with

spot as (
    select * from {{ ref('int_fx_rates__dated') }}
),

averaged as (
    select * from {{ ref('int_fx_rates__averaged') }}
),

closing as (
    select * from {{ ref('int_closing_rates__dated') }}
),

listed as (
    select
        'spot' as fx_rate_type,
        from_currency_code,
        to_currency_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        'delivered' as rate_source,
        rate_date,
        valid_before,
        fx_rate
    from spot
    union all
    select
        'average' as fx_rate_type,
        from_currency_code,
        to_currency_code,
        period_code as accounting_period,
        rate_source,
        rate_date,
        cast(null as date) as valid_before,
        fx_rate
    from averaged
    union all
    select
        'closing' as fx_rate_type,
        from_currency_code,
        to_currency_code,
        period_code as accounting_period,
        rate_source,
        rate_date,
        cast(null as date) as valid_before,
        fx_rate
    from closing
),

described as (
    select
        {{ surrogate_key([
            'fx_rate_type', 'from_currency_code', 'to_currency_code', 'accounting_period',
            "case when fx_rate_type = 'spot' then rate_date end",
        ]) }} as fx_rate_key,
        fx_rate_type,
        from_currency_code,
        to_currency_code,
        accounting_period,
        rate_source,
        rate_date,
        valid_before,
        fx_rate
    from listed
)

select * from described
