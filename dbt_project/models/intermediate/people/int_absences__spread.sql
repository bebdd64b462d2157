{#- The hours of each absence on its working days, beside what the person recorded as leave on them: what
    was recorded is not leave a second time, and the rest is spread by what a day still has room for.
    Hours that only fit if the holidays among its days were leave too are taken to have counted them, and
    those days' parts are left out. Each day is the cumulative amount less the one before, so that the
    days sum to the whole. -#}
{%- set absence = 'partition by system_name, absence_id' -%}
with

absences as (
    select * from {{ ref('int_absences__unioned') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'person'
),

terms as (
    select * from {{ ref('int_person_terms__dated') }}
),

holidays as (
    select * from {{ ref('int_holidays__placed') }}
),

recorded as (
    select * from {{ ref('int_person_days__recorded') }}
),

-- Who is absent and on which terms first: the days of an absence are few.
employed_absences as (
    select
        absences.system_name,
        absences.absence_id,
        absences.start_date,
        absences.hours,
        terms.person_key,
        terms.entity_code,
        terms.region,
        greatest(absences.start_date, terms.valid_from, cast('2015-01-01' as date)) as first_date,
        least(absences.end_date, {{ plus_days('terms.valid_before', -1) }}, cast('2036-12-31' as date))
            as last_date,
        cast(coalesce(terms.weekly_hours, 0) * cast(0.2 as decimal(2, 1)) as decimal(18, 6))
            as capacity_gross_hours
    from absences
    inner join identities
        on
            absences.system_name = identities.system_name
            and absences.person_id = identities.source_id
    inner join terms
        on
            identities.crosswalk_key = terms.person_key
            and absences.end_date >= terms.valid_from
            and absences.start_date < terms.valid_before
),

absent_days as (
    {{ rows_by_day('employed_absences', 'first_date', 'last_date') }}
),

spanned as (
    select * from absent_days
    where {{ iso_weekday('calendar_date') }} <= 5
),

opened as (
    select
        spanned.*,
        1 - coalesce(holidays.day_share, 0) as open_share,
        cast(
            {{ exact_product('spanned.capacity_gross_hours', '1 - coalesce(holidays.day_share, 0)') }}
            as decimal(18, 6)
        ) as open_hours,
        coalesce(recorded.recorded_leave_hours, 0) as recorded_leave_hours
    from spanned
    left join holidays
        on
            {{ same('spanned', 'holidays', ['entity_code', 'region']) }}
            and spanned.calendar_date = holidays.holiday_date
    left join recorded
        on
            spanned.person_key = recorded.person_key
            and spanned.calendar_date = recorded.work_date
),

{#- Leave that was recorded on a holiday is the holiday. -#}
recorded_once as (
    select
        opened.*,
        case
            when capacity_gross_hours > 0 and open_share < 1 then least(recorded_leave_hours, open_hours)
            else recorded_leave_hours
        end as recorded_hours
    from opened
),

summed as (
    select
        recorded_once.*,
        sum(open_hours) over ({{ absence }}) as all_open_hours,
        sum(recorded_hours) over ({{ absence }}) as all_recorded_hours,
        sum(greatest(open_hours - recorded_hours, 0)) over ({{ absence }}) as room,
        count(*) over ({{ absence }}) as all_days,
        {{ exact_product('hours', 'sum(open_share) over (' ~ absence ~ ')') }} as hours_by_open_share
    from recorded_once
),

counted as (
    select
        summed.*,
        {{ exact_quotient('hours', 'all_days') }} as stated_hours,
        greatest(
            least(
                hours,
                greatest(all_open_hours, {{ exact_quotient('hours_by_open_share', 'all_days') }})
            )
            - all_recorded_hours,
            0
        ) as hours_left,
        case when room > 0 then greatest(open_hours - recorded_hours, 0) else open_share end as weight
    from summed
),

weighed as (
    select
        counted.*,
        sum(weight) over ({{ absence }}) as all_weights,
        {{ exact_product(
            'hours_left',
            'sum(weight) over (' ~ absence ~ ' order by calendar_date'
            ~ ' rows between unbounded preceding and current row)',
        ) }} as hours_by_weight
    from counted
),

cumulated as (
    select
        system_name,
        absence_id,
        start_date,
        person_key,
        calendar_date,
        capacity_gross_hours,
        stated_hours,
        coalesce({{ exact_quotient('hours_by_weight', 'all_weights') }}, 0) as hours_until
    from weighed
),

spread as (
    select
        system_name,
        absence_id,
        start_date,
        person_key,
        calendar_date,
        capacity_gross_hours,
        cast(stated_hours as decimal(18, 6)) as stated_hours,
        cast(
            hours_until - lag(hours_until, 1, cast(0 as decimal(28, 6))) over (
                {{ absence }} order by calendar_date
            ) as decimal(18, 6)
        ) as absence_hours
    from cumulated
)

select * from spread
