{#- The value of billable time by the period it was worked in, in whole cents of the currency of its rates:
    what is agreed is told apart by where the time stands. The sums until each part are rounded, so that
    the parts add up to what is agreed. -#}
{%- set grain = ['entity_code', 'project_key', 'client_key', 'period_code', 'currency_code'] -%}
{%- set parts = ['invoiced', 'voided', 'rejected', 'expired', 'open'] -%}
with

rated as (
    select * from {{ ref('int_billable_time__rated') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

parted as (
    select
        rated.*,
        case
            when rated.billing_stage = 'invoiced' then 'invoiced'
            when rated.billing_stage = 'invoice_voided' then 'voided'
            when rated.billing_stage = 'rejected' then 'rejected'
            when {{ days_between('rated.work_date', 'run.as_of_date') }} > {{ var('unbilled_expires_after_days') }}
                then 'expired'
            else 'open'
        end as part
    from rated
    cross join run
),

summed as (
    select
        {{ grain | join(', ') }},
        is_paid_by_time,
        min(contract_key) as contract_key,
        min(functional_currency_code) as functional_currency_code,
        min(reporting_currency_code) as reporting_currency_code,
        sum(hours) as hours,
        sum(case when part = 'invoiced' then hours else 0 end) as invoiced_hours,
        sum(case when agreed_amount is null then hours else 0 end) as unpriced_hours,
        sum(case when agreed_amount is not null and list_rate is null then hours else 0 end)
            as unlisted_hours,
        coalesce(sum(standard_amount), 0) as standard_amount,
        {% for part in parts %}
            coalesce(sum(case when part = '{{ part }}' then agreed_amount end), 0) as {{ part }}_amount,
        {% endfor %}
        coalesce(sum(case when approval_state = 'approved' then agreed_amount end), 0)
            as approved_amount,
        coalesce(sum(case when billing_stage = 'approved' then agreed_amount end), 0)
            as approved_open_amount
    from parted
    group by {{ grain | join(', ') }}, is_paid_by_time
),

posted as (
    select
        {{ surrogate_key(grain) }} as time_value_key,
        {{ grain | join(', ') }},
        is_paid_by_time,
        contract_key,
        functional_currency_code,
        reporting_currency_code,
        cast(hours as decimal(18, 6)) as hours,
        cast(invoiced_hours as decimal(18, 6)) as invoiced_hours,
        cast(unpriced_hours as decimal(18, 6)) as unpriced_hours,
        cast(unlisted_hours as decimal(18, 6)) as unlisted_hours,
        {{ posted_amount('standard_amount') }} as standard_amount,
        {{ posted_amount(parts | join('_amount + ') ~ '_amount') }} as agreed_amount,
        {% for part in parts %}
            {%- set until = parts[:loop.index] | join('_amount + ') ~ '_amount' %}
            {{ posted_amount(until) }}
            {%- if not loop.first %}
                - {{ posted_amount(parts[:loop.index0] | join('_amount + ') ~ '_amount') }}
            {%- endif %} as {{ part }}_amount,
        {% endfor %}
        {{ posted_amount('approved_amount') }} as approved_amount,
        {{ posted_amount('approved_open_amount') }} as approved_open_amount
    from summed
)

select * from posted
