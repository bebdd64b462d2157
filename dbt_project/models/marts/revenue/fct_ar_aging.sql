{#- What clients owe at the end of each accounting period, by how long it is overdue. An invoice without
    a due date is due when it is issued. What it stands at in the books, at the invoice's rate, is
    beside what it is worth at the closing rate (IAS 21.23(a), ASC 830-20-35-1): the difference is the
    entity's to post, and none of it is in the open amounts. -#}
{%- set has_disputes = 'true' if is_configured('canonical', 'disputes') else 'false' -%}
with

receivables as (
    select * from {{ ref('int_receivables__converted') }}
),

disputes as (
    select * from {{ ref('int_disputes__unioned') }}
),

age_buckets as (
    select * from {{ ref('age_buckets') }}
),

aged as (
    select
        system_name,
        invoice_id,
        invoice_number,
        invoice_type,
        client_key,
        contract_key,
        entity_code,
        period_code,
        as_of_date,
        is_running,
        invoice_date,
        due_date,
        currency_code,
        open_amount,
        functional_currency_code,
        functional_fx_rate_type,
        functional_fx_rate,
        functional_fx_rate_date,
        functional_closing_fx_rate,
        functional_closing_fx_rate_date,
        open_functional_amount,
        open_without_tax_functional_amount,
        open_at_closing_rate_functional_amount,
        reporting_currency_code,
        reporting_fx_rate_type,
        reporting_fx_rate,
        reporting_fx_rate_date,
        reporting_closing_fx_rate,
        reporting_closing_fx_rate_date,
        open_reporting_amount,
        open_at_closing_rate_reporting_amount,
        {{ days_between('coalesce(due_date, invoice_date)', 'as_of_date') }}
            as days_overdue
    from receivables
),

disputed as (
    select
        receivables.system_name,
        receivables.invoice_id,
        receivables.period_code,
        sum(disputes.disputed_amount) as amount
    from receivables
    inner join disputes
        on
            receivables.system_name = disputes.system_name
            and receivables.invoice_id = disputes.invoice_id
            and receivables.as_of_date >= disputes.opened_date
            and receivables.as_of_date < coalesce(disputes.closed_date, cast('9999-12-31' as date))
    group by receivables.system_name, receivables.invoice_id, receivables.period_code
),

bucketed as (
    select
        aged.system_name,
        aged.invoice_id,
        aged.invoice_number,
        aged.invoice_type,
        aged.client_key,
        aged.contract_key,
        aged.entity_code,
        aged.period_code,
        aged.as_of_date,
        aged.is_running,
        aged.invoice_date,
        aged.due_date,
        aged.currency_code,
        aged.open_amount,
        aged.functional_currency_code,
        aged.functional_fx_rate_type,
        aged.functional_fx_rate,
        aged.functional_fx_rate_date,
        aged.functional_closing_fx_rate,
        aged.functional_closing_fx_rate_date,
        aged.open_functional_amount,
        aged.open_without_tax_functional_amount,
        aged.open_at_closing_rate_functional_amount,
        aged.reporting_currency_code,
        aged.reporting_fx_rate_type,
        aged.reporting_fx_rate,
        aged.reporting_fx_rate_date,
        aged.reporting_closing_fx_rate,
        aged.reporting_closing_fx_rate_date,
        aged.open_reporting_amount,
        aged.open_at_closing_rate_reporting_amount,
        aged.days_overdue,
        age_buckets.age_bucket,
        case
            when {{ has_disputes }}
                then least(coalesce(disputed.amount, 0), greatest(aged.open_amount, 0))
        end as disputed_amount
    from aged
    left join age_buckets
        on
            aged.days_overdue >= coalesce(age_buckets.days_from, aged.days_overdue)
            and aged.days_overdue < coalesce(age_buckets.days_before, aged.days_overdue + 1)
    left join disputed
        on
            aged.system_name = disputed.system_name
            and aged.invoice_id = disputed.invoice_id
            and aged.period_code = disputed.period_code
),

described as (
    select
        {{ surrogate_key(['system_name', 'invoice_id', 'period_code']) }} as ar_aging_key,
        system_name,
        invoice_id,
        invoice_number,
        invoice_type,
        client_key,
        contract_key,
        entity_code,
        period_code as accounting_period,
        as_of_date,
        is_running as is_running_period,
        invoice_date,
        due_date,
        days_overdue,
        age_bucket,
        currency_code as transaction_currency_code,
        open_amount as open_transaction_amount,
        cast(disputed_amount as decimal(18, 4)) as disputed_transaction_amount,
        functional_currency_code,
        functional_fx_rate_type,
        cast(functional_fx_rate as decimal(18, 9)) as functional_fx_rate,
        functional_fx_rate_date,
        cast(functional_closing_fx_rate as decimal(18, 9)) as functional_closing_fx_rate,
        functional_closing_fx_rate_date,
        open_functional_amount,
        open_without_tax_functional_amount,
        {{ posted_share('open_functional_amount', 'abs(disputed_amount)', 'abs(open_amount)') }}
            as disputed_functional_amount,
        open_at_closing_rate_functional_amount,
        cast(open_at_closing_rate_functional_amount - open_functional_amount as decimal(18, 2))
            as exchange_difference_functional_amount,
        reporting_currency_code,
        reporting_fx_rate_type,
        cast(reporting_fx_rate as decimal(18, 9)) as reporting_fx_rate,
        reporting_fx_rate_date,
        cast(reporting_closing_fx_rate as decimal(18, 9)) as reporting_closing_fx_rate,
        reporting_closing_fx_rate_date,
        open_reporting_amount,
        {{ posted_share('open_reporting_amount', 'abs(disputed_amount)', 'abs(open_amount)') }}
            as disputed_reporting_amount,
        open_at_closing_rate_reporting_amount
    from bucketed
)

select * from described
