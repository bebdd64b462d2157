{#- Which time entries may be worth something else than in the last build: those that were delivered, and
    those for which something that int_time_entries__valued looks up has changed. Entries that are gone
    are among them. No rows where every entry is rebuilt. -#}
{%- set looked_up = [
    ref('int_time_entries__unioned'),
    ref('int_projects__unioned'),
    ref('int_people__unioned'),
    ref('int_identities__matched'),
    ref('int_cost_rates__assigned'),
    ref('int_fx_rates__dated'),
    ref('stg_evenkeel__entities'),
    ref('stg_evenkeel__fiscal_periods'),
    ref('stg_evenkeel__systems'),
] -%}
with

delivered as (
    select * from {{ ref('int_time_entries__delivered') }}
),

{%- if follows_last_build() %}

    time_entries as (
        select * from {{ ref('int_time_entries__unioned') }}
    ),

    projects as (
        select * from {{ ref('int_projects__unioned') }}
    ),

    changed_projects as (
        {{ changed_rows_of('int_projects__unioned', ['system_name', 'project_id', 'client_id', 'entity_code']) }}
    ),

    changed_people as (
        {{ changed_rows_of('int_people__unioned', ['system_name', 'person_id', 'entity_code']) }}
    ),

    changed_systems as (
        {{ changed_rows_of('stg_evenkeel__systems', ['system_name', 'entity_code']) }}
    ),

    changed_entities as (
        {{ changed_rows_of('stg_evenkeel__entities', ['entity_code', 'functional_currency_code']) }}
    ),

    changed_periods as (
    {{ changed_rows_of(
        'stg_evenkeel__fiscal_periods', ['period_code', 'period_start_date', 'period_end_date']
    ) }}
    ),

    changed_identities as (
    {{ changed_rows_of(
        'int_identities__matched', ['entity_type', 'system_name', 'source_id', 'crosswalk_key']
    ) }}
    ),

    changed_cost_rates as (
    {{ changed_rows_of(
        'int_cost_rates__assigned',
        ['system_name', 'person_id', 'valid_from', 'valid_before', 'rate_system_name', 'cost_rate_id', 'cost_rate', 'currency_code'],
    ) }}
    ),

    changed_fx_rates as (
        {{ changed_rows_of('int_fx_rates__dated', ['from_currency_code', 'to_currency_code', 'valid_from', 'fx_rate']) }}
    ),

    -- A rate that follows another ends it: days before it keep the rate they had.
    fx_rates as (
        select
            from_currency_code,
            to_currency_code,
            valid_from,
            valid_before
        from {{ ref('int_fx_rates__dated') }}
        union
        select
            from_currency_code,
            to_currency_code,
            valid_from,
            valid_before
        from {{ as_built('int_fx_rates__dated') }}
    ),

    fx_days as (
        select
            min(changed_fx_rates.valid_from) as first_day,
            max(fx_rates.valid_before) as day_after
        from changed_fx_rates
        inner join fx_rates
            on
                changed_fx_rates.from_currency_code = fx_rates.from_currency_code
                and changed_fx_rates.to_currency_code = fx_rates.to_currency_code
                and changed_fx_rates.valid_from = fx_rates.valid_from
        group by changed_fx_rates.valid_from
    ),

    projects_of_change as (
        select
            system_name,
            project_id
        from changed_projects
        union
        select
            system_name,
            source_id as project_id
        from changed_identities
        where entity_type = 'project'
        union
        select
            projects.system_name,
            projects.project_id
        from projects
        inner join changed_identities
            on
                changed_identities.entity_type = 'client'
                and projects.system_name = changed_identities.system_name
                and projects.client_id = changed_identities.source_id
    ),

    people_of_change as (
        select
            system_name,
            person_id
        from changed_people
        union
        select
            system_name,
            source_id as person_id
        from changed_identities
        where entity_type = 'person'
    ),

    days_of_change as (
        select
            period_start_date as first_day,
            {{ plus_days('period_end_date', 1) }} as day_after
        from changed_periods
        union
        select
            first_day,
            day_after
        from fx_days
        union
        select
            cast('0001-01-01' as date) as first_day,
            cast('9999-12-31' as date) as day_after
        from changed_entities
        union
        select
            cast('0001-01-01' as date) as first_day,
            cast('9999-12-31' as date) as day_after
        from changed_systems
    ),

    affected as (
        select
            system_name,
            time_entry_id
        from delivered
        union
        select
            time_entries.system_name,
            time_entries.time_entry_id
        from time_entries
        inner join projects_of_change
            on
                time_entries.system_name = projects_of_change.system_name
                and time_entries.project_id = projects_of_change.project_id
        union
        select
            time_entries.system_name,
            time_entries.time_entry_id
        from time_entries
        inner join people_of_change
            on
                time_entries.system_name = people_of_change.system_name
                and time_entries.person_id = people_of_change.person_id
        union
        select
            time_entries.system_name,
            time_entries.time_entry_id
        from time_entries
        inner join changed_cost_rates
            on
                time_entries.system_name = changed_cost_rates.system_name
                and time_entries.person_id = changed_cost_rates.person_id
                and time_entries.work_date >= changed_cost_rates.valid_from
                and time_entries.work_date < changed_cost_rates.valid_before
        union
        select
            time_entries.system_name,
            time_entries.time_entry_id
        from time_entries
        inner join days_of_change
            on
                time_entries.work_date >= days_of_change.first_day
                and time_entries.work_date < days_of_change.day_after
    ),

    valued_before as (
        select * from {{ as_left('int_time_entries__valued') }}
    ),

    placed as (
        select
            affected.system_name,
            affected.time_entry_id,
            valued_before.person_key as former_person_key,
            valued_before.project_key as former_project_key,
            valued_before.work_date as former_work_date,
            valued_before.period_code as former_period_code
        from affected
        left join valued_before
            on
                affected.system_name = valued_before.system_name
                and affected.time_entry_id = valued_before.time_entry_id
    )
{%- else %}

    placed as (
        select
            system_name,
            time_entry_id,
            cast(null as {{ dbt.type_string() }}) as former_person_key,
            cast(null as {{ dbt.type_string() }}) as former_project_key,
            cast(null as date) as former_work_date,
            cast(null as {{ dbt.type_string() }}) as former_period_code
        from delivered
        where 1 = 0
    )
{%- endif %}

select * from placed
