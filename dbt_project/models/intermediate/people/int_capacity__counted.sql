{#- What a person is there for on each working day, Monday to Friday: a fifth of the weekly hours, and how
    much of it is a holiday. From the first day on which somebody of the entity recorded time while
    employed, until the as-of day: before that nobody could record any. -#}
{%- set changes = ref('int_person_weeks__changed') -%}
with

terms as (
    select * from {{ ref('int_person_terms__dated') }}
    where weekly_hours is not null
),

holidays as (
    select * from {{ ref('int_holidays__placed') }}
),

started as (
    select * from {{ ref('int_recording__started') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

days as (
    {{ all_days('2015-01-01', '2036-12-31') }}
),

working_days as (
    select
        calendar_date,
        {{ week_of('calendar_date') }} as week_start_date
    from days
    where {{ iso_weekday('calendar_date') }} <= 5
),

there as (
    select
        terms.person_key,
        working_days.calendar_date,
        working_days.week_start_date,
        terms.entity_code,
        terms.region,
        cast(terms.weekly_hours * cast(0.2 as decimal(2, 1)) as decimal(18, 6)) as capacity_gross_hours
    from terms
    cross join run
    inner join started on terms.entity_code = started.entity_code
    inner join working_days
        on
            working_days.calendar_date >= greatest(terms.valid_from, started.first_date)
            and terms.valid_before > working_days.calendar_date
            and run.as_of_date >= working_days.calendar_date
    {%- if follows_last_build() %}
        inner join {{ changes }} as changed_weeks
            on
                terms.person_key = changed_weeks.person_key
                and working_days.week_start_date = changed_weeks.week_start_date
    {%- endif %}
),

counted as (
    select
        there.person_key,
        there.calendar_date,
        there.week_start_date,
        there.entity_code,
        there.capacity_gross_hours,
        cast(
            coalesce({{ exact_product('there.capacity_gross_hours', 'holidays.day_share') }}, 0)
            as decimal(18, 6)
        ) as holiday_hours
    from there
    left join holidays
        on
            {{ same('there', 'holidays', ['entity_code', 'region']) }}
            and there.calendar_date = holidays.holiday_date
)

select * from counted
