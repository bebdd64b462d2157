{#- Where time may be otherwise than in the last build: whose, on which project, on which day and in which period,
    of entries that may be worth something else, as they were and as they are; of those that are no longer, or
    again, ahead of the as-of day; and of projects that a system describes now, or no longer does. No rows where
    every entry is rebuilt. -#}
{%- set looked_up = [
    ref('int_time_entries__valued'), ref('int_identities__matched'), ref('stg_evenkeel__run')
] -%}
with

affected as (
    select * from {{ ref('int_time_entries__affected') }}
),

{%- if follows_last_build() %}

    time_entries as (
        select * from {{ ref('int_time_entries__valued') }}
    ),

    {{ as_of_span() }},

    changed_identities as (
        {{ changed_rows_of('int_identities__matched', ['entity_type', 'crosswalk_key', 'is_inferred']) }}
    ),

    described_projects as (
        select distinct crosswalk_key as project_key
        from changed_identities
        where entity_type = 'project'
    ),

    changed as (
        select
            former_person_key as person_key,
            former_project_key as project_key,
            former_work_date as work_date,
            former_period_code as period_code
        from affected
        where former_work_date is not null
        union
        select
            time_entries.person_key,
            time_entries.project_key,
            time_entries.work_date,
            time_entries.period_code
        from time_entries
        cross join as_of_span
        left join affected
            on
                time_entries.system_name = affected.system_name
                and time_entries.time_entry_id = affected.time_entry_id
        left join described_projects on time_entries.project_key = described_projects.project_key
        where
            affected.time_entry_id is not null
            or described_projects.project_key is not null
            or (
                time_entries.work_date > as_of_span.first_date
                and time_entries.work_date <= as_of_span.last_date
            )
    )
{%- else %}

    changed as (
        select
            former_person_key as person_key,
            former_project_key as project_key,
            former_work_date as work_date,
            former_period_code as period_code
        from affected
        where 1 = 0
    )
{%- endif %},

placed as (
    select
        *,
        {{ week_of('work_date') }} as week_start_date
    from changed
)

select * from placed
