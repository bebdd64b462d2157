{#- Which time entries were delivered, changed or deleted since the last build. What a canonical system
    delivered names them itself; the entries of other systems are compared, because their conformed
    rows say what other tables of the system say as well. No rows where every entry is rebuilt. -#}
with

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

delivered as (
    {%- for system in providers_of('time_entries') %}
        {%- if system == 'canonical' %}
            select
                system_name,
                time_entry_id
            from {{ ref('stg_canonical__time_entries') }}
            {%- if follows_last_build() %}
                where delivery_id not in (select delivery_id from built.loads)
            {%- else %}
                where 1 = 0
            {%- endif %}
        {%- else %}
            select
                system_name,
                time_entry_id
            from (
                {%- if follows_last_build() %}
                    {{ difference_of(
                        conformed_rows('time_entries', system),
                        'select ' ~ conformed_columns('time_entries') | join(', ')
                        ~ ' from ' ~ as_left('int_time_entries__unioned')
                        ~ ' where system_name in (select system_name from systems where system_kind = \'' ~ system ~ '\')',
                    ) }}
                {%- else %}
                    {{ conformed_rows('time_entries', system) }}
                    where 1 = 0
                {%- endif %}
            ) as compared
        {%- endif %}
        union all
    {%- endfor %}
    select
        system_name,
        cast(null as {{ dbt.type_string() }}) as time_entry_id
    from systems
    where 1 = 0
),

keys as (
    select distinct
        system_name,
        time_entry_id
    from delivered
)

select * from keys
