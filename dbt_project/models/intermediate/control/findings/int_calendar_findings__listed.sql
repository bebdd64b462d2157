{#- What is dated on a day of no accounting period: the gate refuses figures that are of none, and this names their rows. -#}
{%- set dated = [
    ('time_entries', 'time_entry_id', 'work_date', 'hours'),
    ('expenses', 'expense_id', 'expense_date', none),
    ('invoices', 'invoice_id', 'invoice_date', none),
    ('payments', 'payment_id', 'payment_date', none),
    ('vendor_bills', 'vendor_bill_id', 'bill_date', none),
    ('usage_records', 'usage_record_id', 'usage_date', none),
    ('gl_lines', 'gl_line_id', 'posting_date', none),
] -%}
with

{% for table, id, day, hours in dated %}
    {{ table }} as (
        select * from {{ ref('int_' ~ table ~ '__unioned') }}
    ),
{% endfor %}

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

calendar as (
    select
        min(period_start_date) as first_day,
        max(period_end_date) as last_day
    from {{ ref('stg_evenkeel__fiscal_periods') }}
),

found_all as (
    {% for table, id, day, hours in dated -%}
        select
            {{ table }}.system_name,
            '{{ table }}' as table_name,
            {{ table }}.{{ id }} as source_id,
            {{ table }}.{{ day }} as dated_on,
            cast({{ table ~ '.' ~ hours if hours else 'null' }} as decimal(38, 6)) as hours_at_stake
        from {{ table }}
        cross join calendar
        where {{ table }}.{{ day }} < calendar.first_day or {{ table }}.{{ day }} > calendar.last_day
        {{ 'union all' if not loop.last }}
    {% endfor -%}
),

described as (
    select
        'outside_fiscal_calendar' as finding_code,
        found_all.system_name,
        found_all.table_name,
        found_all.source_id,
        systems.entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat('dated ', found_all.dated_on) as found,
        concat('from ', calendar.first_day, ' to ', calendar.last_day, ', the fiscal calendar') as expected,
        found_all.hours_at_stake,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from found_all
    cross join calendar
    left join systems on found_all.system_name = systems.system_name
)

select * from described
