{#- Which time entries were delivered, changed or deleted since the last build. What a canonical system
    delivered names them itself; the entries of other systems are compared, because their conformed
    rows say what other tables of the system say as well. No rows where every entry is rebuilt. -#}
with

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

delivered as (
    select
        system_name,
        cast(null as {{ dbt.type_string() }}) as time_entry_id
    from systems
    where 1 = 0
    {%- for system in providers_of('time_entries') %}
        union all
        select
            system_name,
            time_entry_id
        from {{ delivered_rows('time_entries', system) }}
    {%- endfor %}
),

keys as (
    select distinct
        system_name,
        time_entry_id
    from delivered
)

select * from keys
