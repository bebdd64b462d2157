{#- The working days, Monday to Friday, of the next 26 weeks, from the day after the as-of day on. -#}
with

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

days as (
    {{ all_days('2015-01-01', '2037-12-31') }}
),

listed as (
    select
        days.calendar_date,
        {{ plus_days('days.calendar_date', '1 - ' ~ iso_weekday('days.calendar_date')) }} as week_start_date
    from days
    inner join run
        on
            days.calendar_date > run.as_of_date
            and {{ plus_days('run.as_of_date', 182) }} >= days.calendar_date
    where {{ iso_weekday('days.calendar_date') }} <= 5
)

select * from listed
