{#- Which source rows may cost something else than in the last build, or be posted elsewhere, and where they were
    posted: time that is affected, rows of periods that were booked since, rows that are adjusted, and all other
    source rows. No rows where every posting is rebuilt. -#}
{%- set looked_up = [
    ref('int_time_entries__affected'), ref('stg_evenkeel__booked_costs'), ref('int_period_locks__dated')
] -%}
with

computed as (
    select * from {{ ref('int_costs__incurred') }}
),

{%- if follows_last_build() %}

    affected as (
        select * from {{ ref('int_time_entries__affected') }}
    ),

    booked as (
        select * from {{ ref('stg_evenkeel__booked_costs') }}
    ),

    changed_locks as (
    {{ changed_rows_of(
        'int_period_locks__dated', ['lock', 'entity_code', 'period_code', 'is_booked', 'booked_at']
    ) }}
    ),

    changed_periods as (
        select distinct
            entity_code,
            period_code
        from changed_locks
        where lock = 'cost'
    ),

    changed as (
        select
            system_name,
            'time_entries' as source_table,
            time_entry_id as source_id
        from affected
        union
        select
            system_name,
            source_table,
            source_id
        from {{ as_left('int_costs__adjusted') }}
    {%- for rows, period in [
        ('computed', 'service_period'),
        ('booked', 'service_period'),
        (as_left('fct_project_cost'), 'accounting_period'),
    ] %}
            union
            select
                costs.system_name,
                costs.source_table,
                costs.source_id
            from {{ rows }} as costs
            inner join changed_periods
                on
                    costs.entity_code = changed_periods.entity_code
                    and costs.{{ period }} = changed_periods.period_code
        {%- endfor %}
        {#- Read anew, not from the CTEs above: what is read twice is kept as a whole before it is filtered. -#}
        {%- for rows in [
            ref('int_costs__incurred'), ref('stg_evenkeel__booked_costs'), as_left('fct_project_cost')
        ] %}
            union
            select
                system_name,
                source_table,
                source_id
            from {{ rows }}
            where source_table <> 'time_entries'
        {%- endfor %}
    ),

    placed as (
        select distinct
            changed.system_name,
            changed.source_table,
            changed.source_id,
            posted_before.entity_code as former_entity_code,
            posted_before.accounting_period as former_accounting_period,
            posted_before.project_key as former_project_key
        from changed
        left join {{ as_left('fct_project_cost') }} as posted_before
            on {{ same_columns('changed', 'posted_before', ['system_name', 'source_table', 'source_id']) }}
    )
{%- else %}

    placed as (
        select
            system_name,
            source_table,
            source_id,
            cast(null as {{ dbt.type_string() }}) as former_entity_code,
            cast(null as {{ dbt.type_string() }}) as former_accounting_period,
            cast(null as {{ dbt.type_string() }}) as former_project_key
        from computed
        where 1 = 0
    )
{%- endif %}

select * from placed
