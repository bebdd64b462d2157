{#- Which sums of postings of cost may be others than in the last build: those that changed source rows were posted
    in, and those that they are posted in now. No rows where all are made anew. -#}
{%- set looked_up = [ref('int_costs__changed')] -%}
with

postings as (
    select * from {{ ref('fct_project_cost') }}
),

{%- if follows_last_build() %}

    changed as (
        select * from {{ ref('int_costs__changed') }}
    ),

    groups_of_changed as (
        select
            source_table,
            former_entity_code as entity_code,
            former_accounting_period as accounting_period,
            former_project_key as project_key
        from changed
        union
        select
            postings.source_table,
            postings.entity_code,
            postings.accounting_period,
            postings.project_key
        from postings
        inner join changed
            on {{ same_columns('postings', 'changed', ['system_name', 'source_table', 'source_id']) }}
    )
{%- else %}

    groups_of_changed as (
        select
            source_table,
            entity_code,
            accounting_period,
            project_key
        from postings
        where 1 = 0
    )
{%- endif %}

select * from groups_of_changed
