{#- What lies behind the differences of controls, and what lay behind them: the next night reads the items
    back, so that one that is gone says which run cleared it, and what it was. -#}
{%- set said = [
    'reconciling_item_key',
    'reconciliation_key',
    'control_id',
    'check_name',
    'entity_code',
    'accounting_period',
    'subject',
    'cause_code',
    'document_type',
    'system_name',
    'table_name',
    'source_id',
    'journal_id',
    'document_date',
    'document_period',
    'counterpart_period',
    'age_days',
    'item_amount',
    'explained_amount',
    'explanation',
    'explained_by',
    'explained_date',
    'expires_date',
] -%}
with

items as (
    select * from {{ ref('int_reconciling_items__listed') }}
),

known as (
    select * from {{ ref('stg_evenkeel__known_reconciling_items') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

still_open as (
    select * from known
    where cleared_run_id is null
),

present as (
    select
        {%- for column in said %}
            items.{{ column }},
        {%- endfor %}
        coalesce(still_open.found_date, run.as_of_date) as found_date,
        coalesce(still_open.found_run_id, run.run_id) as found_run_id,
        cast(null as date) as cleared_date,
        cast(null as {{ dbt.type_string() }}) as cleared_run_id
    from items
    cross join run
    left join still_open on items.reconciling_item_key = still_open.reconciling_item_key
),

cleared as (
    select
        {%- for column in said %}
            known.{{ column }},
        {%- endfor %}
        known.found_date,
        known.found_run_id,
        coalesce(known.cleared_date, run.as_of_date) as cleared_date,
        coalesce(known.cleared_run_id, run.run_id) as cleared_run_id
    from known
    cross join run
    left join items on known.reconciling_item_key = items.reconciling_item_key
    where items.reconciling_item_key is null
),

all_items as (
    select * from present
    union all
    select * from cleared
),

described as (
    select
        {%- for column in said %}
            {{ column }},
        {%- endfor %}
        found_date,
        found_run_id,
        cleared_date,
        cleared_run_id
    from all_items
)

select * from described
