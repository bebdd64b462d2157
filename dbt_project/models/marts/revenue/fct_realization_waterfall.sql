{#- Where the standard value of billable time went, by the period it was worked in, as it stands on the as-of
    day (metrics standard_value, rate_realization ...; decision 24). Time of projects that are not paid by the
    hour has a value beside it: their price pays for it, not the hour. All parts are converted at the
    average rate of the period, one sum after the other, so that no exchange rate is a leak and they add
    up to the cent in every currency. The discount comes last: what is before it is the agreed value. -#}
{%- set parts = {
    'billed_value': 'billed',
    'billed_unknown': 'unknown',
    'wip_open': 'wip_open',
    'write_down': 'write_down',
    'write_off': 'write_off',
    'over_cap_unbillable': 'over_cap',
    'reclass_nonbillable': 'reclass',
    'expired_unbilled': 'expired',
    'rate_discount': 'rate_discount',
} -%}
{%- set beside = {
    'released_value': 'released', 'cash_collected': 'collected', 'priced_value': 'priced',
} -%}
{%- set carried = [
    'time_value_key', 'entity_code', 'project_key', 'client_key', 'contract_key', 'period_code',
    'is_paid_by_time', 'is_billing_assumed', 'currency_code', 'functional_currency_code',
    'reporting_currency_code', 'hours', 'unpriced_hours', 'unlisted_hours', 'billed_hours',
    'standard_amount', 'agreed_amount', 'released_amount', 'collected_amount', 'priced_amount',
] -%}
{%- set leaked = 'write_down_amount + write_off_amount + over_cap_amount + expired_amount' -%}
{%- set rate_realization -%}
    case
        when unlisted_hours < hours - unpriced_hours
            then {{ exact_quotient('agreed_amount', 'standard_amount') }}
    end
{%- endset -%}
{%- set billing_realization = exact_quotient('billed_amount', '(released_amount - unknown_amount)') -%}
{%- set collection_realization = exact_quotient('collected_amount', 'billed_amount') -%}
with

time_values as (
    select * from {{ ref('int_time_values__summed') }}
),

parted as (
    select * from {{ ref('int_time_values__parted') }}
),

project_months as (
    select * from {{ ref('fct_project_month') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__averaged') }}
),

measured as (
    select
        time_values.time_value_key,
        time_values.entity_code,
        time_values.project_key,
        time_values.client_key,
        time_values.contract_key,
        time_values.period_code,
        time_values.is_paid_by_time,
        coalesce(parted.is_billing_assumed, false) as is_billing_assumed,
        time_values.currency_code,
        time_values.functional_currency_code,
        time_values.reporting_currency_code,
        time_values.hours,
        time_values.unpriced_hours,
        time_values.unlisted_hours,
        parted.billed_hours,
        coalesce(parted.standard_amount, 0) as standard_amount,
        coalesce(parted.agreed_amount, 0) as agreed_amount,
        coalesce(parted.released_amount, 0) as released_amount,
        coalesce(parted.collected_amount, 0) as collected_amount,
        case when time_values.is_paid_by_time then 0 else time_values.standard_amount end
            as priced_amount,
    {% for amount in parts.values() %}
        coalesce(parted.{{ amount }}_amount, 0) as {{ amount }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from time_values
    left join parted on time_values.time_value_key = parted.time_value_key
),

converted as (
    select
        {% for column in carried %}
            measured.{{ column }},
        {% endfor %}
        {% for amount in parts.values() %}
            measured.{{ amount }}_amount,
        {% endfor %}
    {% for books in ['functional', 'reporting'] %}
        {% for measure, amount in beside.items() %}
        {{ posted_amount(in_currency(
            'measured.' ~ amount ~ '_amount',
            'measured.currency_code',
            'measured.' ~ books ~ '_currency_code',
            'to_' ~ books,
        )) }} as {{ measure }}_{{ books }}_amount,
        {% endfor %}
    {% for measure in parts %}
        {%- set until = 'measured.' ~ (parts.values() | list)[:loop.index] | join('_amount + measured.') ~ '_amount' %}
        {{ posted_amount(in_currency(
            '(' ~ until ~ ')',
            'measured.currency_code',
            'measured.' ~ books ~ '_currency_code',
            'to_' ~ books,
        )) }} as until_{{ measure }}_{{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
        {{- ',' if not loop.last }}
    {% endfor %}
    from measured
    {% for books in ['functional', 'reporting'] %}
        {{ join_average_rate(
            'to_' ~ books,
            'measured.currency_code',
            'measured.' ~ books ~ '_currency_code',
            'measured.period_code',
        ) }}
    {% endfor %}
),

related as (
    select
        {% for column in carried %}
            converted.{{ column }},
        {% endfor %}
        {% for amount in parts.values() %}
            converted.{{ amount }}_amount,
        {% endfor %}
        {% for books in ['functional', 'reporting'] %}
            {% for measure in beside %}
                converted.{{ measure }}_{{ books }}_amount,
            {% endfor %}
            {% for measure in parts %}
                converted.until_{{ measure }}_{{ books }}_amount,
            {% endfor %}
        {% endfor %}
        project_months.hours as worked_hours,
        project_months.revenue_functional_amount
    from converted
    left join project_months
        on
            coalesce(converted.entity_code, '~') = coalesce(project_months.entity_code, '~')
            and coalesce(converted.period_code, '~') = coalesce(project_months.accounting_period, '~')
            and coalesce(converted.project_key, '~') = coalesce(project_months.project_key, '~')
),

described as (
    select
        time_value_key as realization_key,
        entity_code,
        period_code as service_period,
        project_key,
        client_key,
        contract_key,
        is_paid_by_time,
        is_billing_assumed,
        hours as billable_hours,
        cast(billed_hours as decimal(18, 6)) as billed_hours,
        unpriced_hours,
        unlisted_hours,
        currency_code as transaction_currency_code,
        standard_amount as standard_value_transaction_amount,
        cast(agreed_amount as decimal(18, 2)) as agreed_value_transaction_amount,
        {% for measure, amount in (parts.items() | list) + (beside.items() | list) %}
            cast({{ amount }}_amount as decimal(18, 2)) as {{ measure }}_transaction_amount,
        {% endfor %}
        {% for books in ['functional', 'reporting'] %}
            {{ books }}_currency_code,
            until_{{ parts | list | last }}_{{ books }}_amount as standard_value_{{ books }}_amount,
            until_{{ (parts | list)[-2] }}_{{ books }}_amount as agreed_value_{{ books }}_amount,
            {% for measure in parts %}
                cast(
                    until_{{ measure }}_{{ books }}_amount
                    {%- if not loop.first %} - until_{{ loop.previtem }}_{{ books }}_amount{% endif %} as decimal(18, 2))
                    as {{ measure }}_{{ books }}_amount,
            {% endfor %}
            {% for measure in beside %}
                {{ measure }}_{{ books }}_amount,
            {% endfor %}
        {% endfor %}
        {{ rate_realization }} as rate_realization,
        {{ billing_realization }} as billing_realization,
        {{ collection_realization }} as collection_realization,
        {{ exact_quotient('billed_hours', 'hours') }} as hours_realization,
        {{ exact_quotient('revenue_functional_amount', 'worked_hours') }} as effective_bill_rate,
        {{ exact_quotient(leaked, 'standard_amount') }} as revenue_leakage_pct,
        cast(
            {{ exact_product(exact_product(rate_realization, billing_realization), collection_realization) }}
            as decimal(18, 6)
        ) as overall_realization
    from related
)

select * from described
