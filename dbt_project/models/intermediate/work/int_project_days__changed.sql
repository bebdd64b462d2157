{#- Which days of projects may be otherwise than in the last build: those of time that may be, and of purchases that
    are. No rows where every day is rebuilt. -#}
{%- set looked_up = [ref('int_purchases__valued')] -%}
with

work as (
    select * from {{ ref('int_work__changed') }}
),

{%- if follows_last_build() %}

    changed_purchases as (
    {{ changed_rows_of(
        'int_purchases__valued',
        [
            'system_name', 'source_table', 'source_id', 'project_key', 'service_date', 'currency_code',
            'cost_transaction_amount', 'is_wasted', 'is_uninstalled',
        ],
    ) }}
    ),

    changed as (
        select
            project_key,
            work_date
        from work
        where project_key is not null
        union
        select
            project_key,
            service_date as work_date
        from changed_purchases
        where project_key is not null
    )
{%- else %}

    changed as (
        select
            project_key,
            work_date
        from work
        where 1 = 0
    )
{%- endif %}

select * from changed
