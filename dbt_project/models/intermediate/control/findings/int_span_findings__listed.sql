{#- Rows that can not be of any day, as they end before they start; rates of exchange that are of nothing; and versions
    of contracts that nobody delivers. -#}
{%- set spans = [
    ('projects', 'project', 'start_date', 'end_date'),
    ('employments', 'employment', 'valid_from', 'valid_to'),
    ('subscription_lines', 'subscription_line', 'start_date', 'end_date'),
    ('cost_rates', 'cost_rate', 'valid_from', 'valid_to'),
    ('bill_rates', 'bill_rate', 'valid_from', 'valid_to'),
    ('product_prices', 'product_price', 'valid_from', 'valid_to'),
    ('absences', 'absence', 'start_date', 'end_date'),
] -%}
with

{% for table, thing, first, last in spans %}
    {{ table }} as (
        select * from {{ ref('int_' ~ table ~ '__unioned') }}
    ),
{% endfor %}

fx_rates as (
    select * from {{ ref('int_fx_rates__unioned') }}
),

contracts as (
    select * from {{ ref('int_contracts__unioned') }}
),

contract_versions as (
    select * from {{ ref('int_contract_versions__unioned') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

found_all as (
    {% for table, thing, first, last in spans -%}
        select
            '{{ thing }}_ends_before_start' as finding_code,
            system_name,
            '{{ table }}' as table_name,
            {{ thing }}_id as source_id,
            concat('ends on ', {{ last }}) as found,
            concat('on or after its first day, ', {{ first }}) as expected
        from {{ table }}
        where {{ last }} < {{ first }}
        union all
    {% endfor -%}
    select
        'fx_rate_not_positive' as finding_code,
        system_name,
        'fx_rates' as table_name,
        fx_rate_id as source_id,
        concat('a rate of ', fx_rate) as found,
        'more than nothing' as expected
    from fx_rates
    where fx_rate <= 0
    union all
    select
        'version_of_no_contract' as finding_code,
        contract_versions.system_name,
        'contract_versions' as table_name,
        contract_versions.contract_version_id as source_id,
        concat('contract ', contract_versions.contract_id) as found,
        'a contract that is delivered' as expected
    from contract_versions
    left join contracts
        on
            contract_versions.system_name = contracts.system_name
            and contract_versions.contract_id = contracts.contract_id
    where contracts.contract_id is null
),

described as (
    select
        found_all.finding_code,
        found_all.system_name,
        found_all.table_name,
        found_all.source_id,
        systems.entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        found_all.found,
        found_all.expected,
        cast(null as decimal(38, 6)) as hours_at_stake,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from found_all
    left join systems on found_all.system_name = systems.system_name
)

select * from described
