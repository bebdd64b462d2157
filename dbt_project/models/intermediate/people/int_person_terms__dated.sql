{#- On which terms a person is employed from which day on. Employments count where any system delivers
    some of the person: those of the first system that does, and of two on one day the later one. Of everybody
    else the rows of people tell one span, from the first day of employment or, where no system knows it,
    from the first day they recorded time; where neither is known, the hours they are there are not. -#}
with

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'person' and source_id is not null
),

people as (
    select * from {{ ref('int_people__unioned') }}
),

employments as (
    select * from {{ ref('int_employments__unioned') }}
),

time_entries as (
    select * from {{ ref('int_time_entries__unioned') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

first_days as (
    select
        identities.crosswalk_key as person_key,
        min(time_entries.work_date) as first_worked_date
    from time_entries
    inner join identities
        on
            time_entries.system_name = identities.system_name
            and time_entries.person_id = identities.source_id
    group by identities.crosswalk_key
),

{#- Attributes that one system does not know are those of any other. -#}
told as (
    select
        identities.crosswalk_key,
        coalesce(people.entity_code, systems.entity_code) as entity_code,
        people.role,
        people.practice,
        people.region,
        people.weekly_capacity_hours,
        people.start_date,
        people.end_date,
        max(people.role) over (partition by identities.crosswalk_key) as any_role,
        max(people.practice) over (partition by identities.crosswalk_key) as any_practice,
        max(people.region) over (partition by identities.crosswalk_key) as any_region,
        min(people.start_date) over (partition by identities.crosswalk_key) as any_start_date,
        max(people.end_date) over (partition by identities.crosswalk_key) as any_end_date,
        {{ attribute_precedence(last_where='people.weekly_capacity_hours is null') }} as precedence
    from identities
    left join people
        on
            identities.system_name = people.system_name
            and identities.source_id = people.person_id
    left join systems on identities.system_name = systems.system_name
),

described as (
    select
        told.crosswalk_key as person_key,
        told.entity_code,
        coalesce(told.role, told.any_role) as role,
        coalesce(told.practice, told.any_practice) as practice,
        coalesce(told.region, told.any_region) as region,
        told.weekly_capacity_hours,
        coalesce(told.start_date, told.any_start_date, first_days.first_worked_date) as valid_from,
        {{ plus_days('coalesce(told.end_date, told.any_end_date)', 1) }} as valid_before
    from told
    left join first_days on told.crosswalk_key = first_days.person_key
    where told.precedence = 1
),

employed as (
    select
        identities.crosswalk_key as person_key,
        employments.employment_id,
        coalesce(employments.entity_code, systems.entity_code) as entity_code,
        employments.role,
        employments.practice,
        employments.weekly_hours,
        employments.valid_from,
        coalesce({{ plus_days('employments.valid_to', 1) }}, cast('9999-12-31' as date)) as valid_before,
        rank() over (
            partition by identities.crosswalk_key
            order by
                case
                    when systems.domains like '%finance%' then 1
                    when systems.domains like '%crm%' then 2
                    else 3
                end,
                employments.system_name
        ) as system_rank
    from employments
    inner join identities
        on
            employments.system_name = identities.system_name
            and employments.person_id = identities.source_id
    left join systems on employments.system_name = systems.system_name
    where employments.valid_to is null or employments.valid_from <= employments.valid_to
),

edges as (
    select
        person_key,
        valid_from as edge_date
    from employed
    where system_rank = 1
    union
    select
        person_key,
        valid_before as edge_date
    from employed
    where system_rank = 1
),

stretches as (
    select
        person_key,
        edge_date as valid_from,
        lead(edge_date) over (partition by person_key order by edge_date) as valid_before
    from edges
),

candidates as (
    select
        stretches.person_key,
        stretches.valid_from,
        stretches.valid_before,
        employed.entity_code,
        employed.role,
        employed.practice,
        employed.weekly_hours,
        row_number() over (
            partition by stretches.person_key, stretches.valid_from
            order by employed.valid_from desc, {{ issue_order('employed.employment_id', 'desc') }}
        ) as place
    from stretches
    inner join employed
        on
            stretches.person_key = employed.person_key
            and stretches.valid_from >= employed.valid_from
            and stretches.valid_from < employed.valid_before
            and employed.system_rank = 1
),

held as (
    select * from candidates
    where place = 1
),

employed_people as (
    select distinct person_key from employed
),

spans as (
    select
        held.person_key,
        held.valid_from,
        held.valid_before,
        held.entity_code,
        coalesce(held.role, described.role) as role,
        coalesce(held.practice, described.practice) as practice,
        described.region,
        held.weekly_hours,
        'employment' as terms_source
    from held
    inner join described on held.person_key = described.person_key
    union all
    select
        described.person_key,
        coalesce(described.valid_from, cast('1900-01-01' as date)) as valid_from,
        coalesce(described.valid_before, cast('9999-12-31' as date)) as valid_before,
        described.entity_code,
        described.role,
        described.practice,
        described.region,
        case when described.valid_from is not null then described.weekly_capacity_hours end
            as weekly_hours,
        'person' as terms_source
    from described
    left join employed_people on described.person_key = employed_people.person_key
    where employed_people.person_key is null
),

dated as (
    select
        person_key,
        valid_from,
        valid_before,
        entity_code,
        role,
        practice,
        region,
        cast(weekly_hours as decimal(18, 6)) as weekly_hours,
        terms_source
    from spans
)

select * from dated
