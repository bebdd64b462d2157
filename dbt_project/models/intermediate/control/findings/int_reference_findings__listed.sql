{#- Rows that name another row which no delivery has: what hangs on it, such as the day and the currency of an invoice's
    line, is nowhere, so that they are in no figure. -#}
{%- set references = [
    ('invoice_lines', 'invoice_line_id', 'invoices', 'invoice_id', 'invoice_id'),
    ('payments', 'payment_id', 'invoices', 'invoice_id', 'invoice_id'),
    ('credit_allocations', 'credit_allocation_id', 'invoices', 'invoice_id', 'invoice_id'),
    ('credit_allocations', 'credit_allocation_id', 'invoices', 'credit_id', 'invoice_id'),
    ('disputes', 'dispute_id', 'invoices', 'invoice_id', 'invoice_id'),
    ('performance_obligations', 'performance_obligation_id', 'contract_versions', 'contract_version_id',
        'contract_version_id'),
    ('price_components', 'price_component_id', 'contract_versions', 'contract_version_id', 'contract_version_id'),
    ('planned_periods', 'baseline_id', 'baselines', 'baseline_id', 'baseline_id'),
] -%}
with

{% for table in [
    'invoices', 'contract_versions', 'baselines', 'invoice_lines', 'payments', 'credit_allocations', 'disputes',
    'performance_obligations', 'price_components', 'planned_periods',
] -%}
    {{ table }} as (
        select * from {{ ref('int_' ~ table ~ '__unioned') }}
    ),

{% endfor -%}
headless as (
    select * from {{ ref('int_vendor_lines__headless') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

naming as (
    {% for table, key, named, column, named_key in references -%}
        select
            {{ table }}.system_name,
            '{{ table }}' as table_name,
            {{ table }}.{{ key }} as source_id,
            '{{ named }}' as named_table_name,
            {{ table }}.{{ column }} as named_id
        from {{ table }}
        left join {{ named }}
            on
                {{ table }}.system_name = {{ named }}.system_name
                and {{ table }}.{{ column }} = {{ named }}.{{ named_key }}
        where {{ table }}.{{ column }} is not null and {{ named }}.{{ named_key }} is null
        union all
    {% endfor -%}
    select * from headless
),

-- A row that names two such rows is one finding.
found_all as (
    select
        system_name,
        table_name,
        source_id,
        min(concat(named_table_name, ' ', named_id)) as named
    from naming
    group by system_name, table_name, source_id
),

described as (
    select
        'named_row_missing' as finding_code,
        found_all.system_name,
        found_all.table_name,
        found_all.source_id,
        systems.entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat('it names ', found_all.named) as found,
        'a row that is delivered' as expected,
        cast(null as decimal(38, 6)) as hours_at_stake,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from found_all
    left join systems on found_all.system_name = systems.system_name
)

select * from described
