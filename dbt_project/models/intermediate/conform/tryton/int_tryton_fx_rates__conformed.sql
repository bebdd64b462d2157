{#- The ERP keeps each currency against a base; a rate from the company's currency is the quotient
    of the two that were valid on the day. A currency without rates is the base. -#}
with

rates as (
    {{ current_rows(ref('stg_tryton__currency_rates'), 'currency_rate_id') }}
),

currencies as (
    {{ current_rows(ref('stg_tryton__currencies'), 'currency_id') }}
),

companies as (
    {{ current_rows(ref('stg_tryton__companies'), 'company_id') }}
),

base_rates as (
    select
        rates.system_name,
        rates.currency_id,
        rates.rate_date as valid_from,
        lead(rates.rate_date, 1, cast('9999-12-31' as date)) over (
            partition by rates.system_name, rates.currency_id
            order by rates.rate_date
        ) as valid_before,
        rates.currency_rate
    from rates
),

own_currencies as (
    select distinct
        system_name,
        currency_id
    from companies
),

change_dates as (
    select
        own_currencies.system_name,
        own_currencies.currency_id as own_currency_id,
        others.currency_id,
        dates.rate_date
    from own_currencies
    inner join currencies as others
        on
            own_currencies.system_name = others.system_name
            and own_currencies.currency_id <> others.currency_id
    inner join rates as dates
        on
            others.system_name = dates.system_name
            and dates.currency_id in (others.currency_id, own_currencies.currency_id)
    group by
        own_currencies.system_name,
        own_currencies.currency_id,
        others.currency_id,
        dates.rate_date
),

conformed as (
    select
        change_dates.system_name,
        concat(
            own.currency_code,
            other.currency_code,
            cast(change_dates.rate_date as {{ dbt.type_string() }})
        ) as fx_rate_id,
        own.currency_code as from_currency_code,
        other.currency_code as to_currency_code,
        'spot' as rate_type,
        change_dates.rate_date,
        {{ exact_quotient('other_rates.currency_rate', 'coalesce(own_rates.currency_rate, 1)', 9) }}
            as fx_rate,
        own.delivery_id,
        own.landed_at,
        own.row_hash
    from change_dates
    inner join currencies as own
        on
            change_dates.system_name = own.system_name
            and change_dates.own_currency_id = own.currency_id
    inner join currencies as other
        on
            change_dates.system_name = other.system_name
            and change_dates.currency_id = other.currency_id
    inner join base_rates as other_rates
        on
            change_dates.system_name = other_rates.system_name
            and change_dates.currency_id = other_rates.currency_id
            and change_dates.rate_date >= other_rates.valid_from
            and change_dates.rate_date < other_rates.valid_before
    left join base_rates as own_rates
        on
            change_dates.system_name = own_rates.system_name
            and change_dates.own_currency_id = own_rates.currency_id
            and change_dates.rate_date >= own_rates.valid_from
            and change_dates.rate_date < own_rates.valid_before
)

select * from conformed
