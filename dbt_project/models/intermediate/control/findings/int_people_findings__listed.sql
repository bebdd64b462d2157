{#- People whose hours nobody knows, and terms and absences that are there twice. -#}
with

entries as (
    select * from {{ ref('int_time_entries__valued') }}
),

terms as (
    select * from {{ ref('int_person_terms__dated') }}
    where weekly_hours is not null
),

employments as (
    select * from {{ ref('int_employments__unioned') }}
),

absences as (
    select * from {{ ref('int_absences__spread') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

known_people as (
    select distinct person_key
    from terms
),

without_capacity as (
    select
        'person_without_capacity' as finding_code,
        entries.system_name,
        'people' as table_name,
        entries.person_id as source_id,
        min(entries.entity_code) as entity_code,
        min(entries.period_code) as accounting_period,
        concat('no weekly hours, and time from ', min(entries.work_date), ' to ', max(entries.work_date))
            as found,
        'an employment, or the weekly hours of the person' as expected,
        sum(entries.hours) as hours_at_stake
    from entries
    left join known_people on entries.person_key = known_people.person_key
    where known_people.person_key is null
    group by entries.system_name, entries.person_id
),

followed as (
    select
        system_name,
        employment_id,
        entity_code,
        valid_from,
        max(coalesce(valid_to, cast('9999-12-31' as date))) over (
            partition by system_name, person_id
            order by valid_from, employment_id
            rows between unbounded preceding and 1 preceding
        ) as valid_to_before
    from employments
    where valid_to is null or valid_from <= valid_to
),

employed_twice as (
    select
        'employments_overlap' as finding_code,
        followed.system_name,
        'employments' as table_name,
        followed.employment_id as source_id,
        coalesce(followed.entity_code, systems.entity_code) as entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat('begins on ', followed.valid_from) as found,
        case
            when followed.valid_to_before < cast('9999-12-31' as date)
                then concat('after ', followed.valid_to_before, ', when the one before ends')
            else 'after an end of the one before, which has none'
        end as expected,
        cast(null as decimal(18, 6)) as hours_at_stake
    from followed
    left join systems on followed.system_name = systems.system_name
    where followed.valid_from <= followed.valid_to_before
),

absent as (
    select
        absences.*,
        count(*) over (partition by person_key, calendar_date) as absences_there,
        sum(stated_hours) over (partition by person_key, calendar_date)
        - greatest(
            capacity_gross_hours, max(stated_hours) over (partition by person_key, calendar_date)
        ) as hours_too_many,
        row_number() over (
            partition by person_key, calendar_date
            order by start_date desc, system_name desc, absence_id desc
        ) as recency
    from absences
),

absent_twice as (
    select
        'absences_overlap' as finding_code,
        absent.system_name,
        'absences' as table_name,
        absent.absence_id as source_id,
        min(systems.entity_code) as entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat('away a second time from ', min(absent.calendar_date), ' to ', max(absent.calendar_date))
            as found,
        'one absence of a person at a time' as expected,
        cast(sum(absent.hours_too_many) as decimal(18, 6)) as hours_at_stake
    from absent
    left join systems on absent.system_name = systems.system_name
    where absent.absences_there > 1 and absent.recency = 1 and absent.hours_too_many > 0
    group by absent.system_name, absent.absence_id
),

found_rows as (
    select * from without_capacity
    union all
    select * from employed_twice
    union all
    select * from absent_twice
),

listed as (
    select
        finding_code,
        system_name,
        table_name,
        source_id,
        entity_code,
        accounting_period,
        found,
        expected,
        hours_at_stake,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from found_rows
)

select * from listed
