{#- Whose weeks may be otherwise than in the last build: those of time that may be; those of other terms, holidays,
    absences or a first day on which an entity records; those until which the as-of day moved; and those of periods
    whose locks changed. An absence is spread by what its other days have room for: its weeks are among them as
    soon as one is. No rows where every week is rebuilt. -#}
{%- set looked_up = [
    ref('int_person_terms__dated'),
    ref('int_holidays__placed'),
    ref('int_absences__unioned'),
    ref('int_identities__matched'),
    ref('int_recording__started'),
    ref('int_period_locks__dated'),
    ref('stg_evenkeel__fiscal_periods'),
    ref('stg_evenkeel__run'),
] -%}
with

work as (
    select * from {{ ref('int_work__changed') }}
),

{%- if follows_last_build() %}

    terms as (
        select * from {{ ref('int_person_terms__dated') }}
    ),

    weeks_before as (
        select * from {{ as_left('int_person_weeks__summed') }}
    ),

    changed_terms as (
        {{ changed_rows_of(
            'int_person_terms__dated',
            ['person_key', 'valid_from', 'valid_before', 'entity_code', 'role', 'practice', 'region', 'weekly_hours'],
        ) }}
    ),

    changed_holidays as (
        {{ changed_rows_of('int_holidays__placed', ['entity_code', 'region', 'holiday_date', 'day_share']) }}
    ),

    absences as (
        select * from {{ ref('int_absences__unioned') }}
    ),

    identities as (
        select * from {{ ref('int_identities__matched') }}
        where entity_type = 'person'
    ),

    changed_identities as (
    {{ changed_rows_of(
        'int_identities__matched', ['entity_type', 'system_name', 'source_id', 'crosswalk_key']
    ) }}
    ),

    changed_absences as (
    {{ changed_rows_of(
        'int_absences__unioned', ['system_name', 'absence_id', 'person_id', 'start_date', 'end_date', 'hours']
    ) }}
    ),

    {%- for relation in ['absences', 'changed_absences'] %}

        people_of_{{ relation }} as (
            select
                {{ relation }}.start_date,
                {{ relation }}.end_date,
                identities.crosswalk_key as person_key
            from {{ relation }}
            inner join identities
                on
                    {{ relation }}.system_name = identities.system_name
                    and {{ relation }}.person_id = identities.source_id
        ),
    {%- endfor %}

    changed_starts as (
        {{ changed_rows_of('int_recording__started', ['entity_code', 'first_date']) }}
    ),

    changed_locks as (
    {{ changed_rows_of(
        'int_period_locks__dated', ['lock', 'entity_code', 'period_code', 'is_closed', 'closed_at', 'is_booked', 'booked_at']
    ) }}
    ),

    changed_periods as (
    {{ changed_rows_of(
        'stg_evenkeel__fiscal_periods', ['period_code', 'period_start_date', 'period_end_date']
    ) }}
    ),

    {{ as_of_span() }},

    days as (
        {{ all_days('2015-01-01', '2036-12-31') }}
    ),

    weeks as (
        select distinct {{ week_of('days.calendar_date') }} as week_start_date
        from days
        inner join as_of_span on days.calendar_date <= as_of_span.last_date
    ),

    days_of_change as (
        select
            holiday_date as first_date,
            holiday_date as last_date
        from changed_holidays
        union
        select
            period_start_date as first_date,
            period_end_date as last_date
        from changed_periods
        union
        select
            {{ plus_days('first_date', 1) }} as first_date,
            last_date
        from as_of_span
        where first_date < last_date
    ),

    people_of_change as (
        select person_key
        from changed_terms
        union
        select crosswalk_key as person_key
        from changed_identities
        where entity_type = 'person'
        union
        select terms.person_key
        from terms
        inner join changed_starts on terms.entity_code = changed_starts.entity_code
    ),

    everybody as (
        select distinct person_key
        from terms
    ),

    reasons as (
        select
            person_key,
            week_start_date
        from work
        union
        select
            people_of_change.person_key,
            weeks.week_start_date
        from people_of_change
        cross join weeks
        union
        select
            weeks_before.person_key,
            weeks_before.week_start_date
        from weeks_before
        inner join people_of_change on weeks_before.person_key = people_of_change.person_key
        union
        select
            people_of_changed_absences.person_key,
            weeks.week_start_date
        from people_of_changed_absences
        inner join weeks
            on
                people_of_changed_absences.end_date >= weeks.week_start_date
                and {{ week_of('people_of_changed_absences.start_date') }} <= weeks.week_start_date
        union
        select
            everybody.person_key,
            weeks.week_start_date
        from days_of_change
        inner join weeks
            on
                days_of_change.last_date >= weeks.week_start_date
                and {{ week_of('days_of_change.first_date') }} <= weeks.week_start_date
        cross join everybody
        union
        select
            weeks_before.person_key,
            weeks_before.week_start_date
        from weeks_before
        inner join changed_locks
            on
                changed_locks.lock = 'cost'
                and weeks_before.entity_code = changed_locks.entity_code
                and weeks_before.period_code = changed_locks.period_code
    ),

    changed as (
        select
            person_key,
            week_start_date
        from reasons
        union
        select
            absent.person_key,
            weeks.week_start_date
        from people_of_absences as absent
        inner join reasons
            on
                absent.person_key = reasons.person_key
                and absent.end_date >= reasons.week_start_date
                and {{ week_of('absent.start_date') }} <= reasons.week_start_date
        inner join weeks
            on
                absent.end_date >= weeks.week_start_date
                and {{ week_of('absent.start_date') }} <= weeks.week_start_date
    )
{%- else %}

    changed as (
        select
            person_key,
            week_start_date
        from work
        where 1 = 0
    )
{%- endif %},

keyed as (
    select
        person_key,
        week_start_date,
        {{ surrogate_key(["'portfolio'", 'person_key']) }} as person_pseudonym_key
    from changed
)

select * from keyed
