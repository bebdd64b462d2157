with

found as (
    {%- for topic in [
        'time', 'rate', 'payroll', 'billing', 'ledger', 'client', 'contract', 'people', 'project', 'span',
        'calendar', 'identity', 'reference'
    ] %}
        select * from {{ ref('int_' ~ topic ~ '_findings__listed') }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

rules as (
    select * from {{ ref('finding_rules') }}
),

described as (
    select
        {{ surrogate_key(
            ['found.finding_code', 'found.system_name', 'found.table_name', 'found.source_id']
        ) }} as finding_key,
        found.finding_code,
        rules.severity,
        rules.what,
        found.system_name,
        found.table_name,
        found.source_id,
        found.entity_code,
        found.accounting_period,
        found.found,
        found.expected,
        found.hours_at_stake,
        {{ posted_amount('found.reporting_amount_at_stake') }} as reporting_amount_at_stake
    from found
    left join rules on found.finding_code = rules.finding_code
)

select * from described
