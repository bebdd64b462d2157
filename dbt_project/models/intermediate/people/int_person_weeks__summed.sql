{#- What a person was there for and what they recorded, by week and accounting period: a week that straddles
    two periods has a row in each. Leave is what was recorded as leave and what absences add to it; several
    absences on one day add no more than the day has room for, or than the longest of them. Of everybody
    whose hours nobody knows, capacity and all that follows from it is empty. -#}
{%- set classes = [
    'billable', 'client_nonbillable', 'product', 'governance', 'presales', 'internal', 'bench',
    'recorded', 'recorded_leave', 'unmapped',
] -%}
{%- set class_of = {'delivery': 'client_nonbillable'} -%}
with

capacity as (
    {{ rows_to_rebuild(
        ref('int_capacity__counted'), ref('int_person_weeks__changed'), ['person_key', 'week_start_date']
    ) }}
),

recorded as (
    {{ rows_to_rebuild(
        ref('int_person_days__recorded'), ref('int_person_weeks__changed'), ['person_key', 'week_start_date']
    ) }}
),

absences as (
    select * from {{ ref('int_absences__spread') }}
),

terms as (
    select * from {{ ref('int_person_terms__dated') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

{{ period_days() }},

absent as (
    select
        person_key,
        calendar_date,
        sum(absence_hours) as absence_hours,
        max(absence_hours) as longest_absence_hours
    from absences
    group by person_key, calendar_date
),

known_people as (
    select distinct person_key
    from terms
    where weekly_hours is not null
),

days as (
    select
        coalesce(capacity.person_key, recorded.person_key) as person_key,
        coalesce(capacity.calendar_date, recorded.work_date) as calendar_date,
        coalesce(capacity.week_start_date, recorded.week_start_date) as week_start_date,
        capacity.calendar_date as capacity_date,
        recorded.entity_code as recorded_entity_code,
        coalesce(capacity.capacity_gross_hours, 0) as gross_hours,
        coalesce(capacity.holiday_hours, 0) as off_hours,
    {%- for class in classes %}
        coalesce(recorded.{{ class }}_hours, 0) as {{ class }}_hours{{ ',' if not loop.last }}
    {%- endfor %}
    from capacity
    full outer join recorded
        on
            capacity.person_key = recorded.person_key
            and capacity.calendar_date = recorded.work_date
),

left_over as (
    select
        days.*,
        absent.absence_hours,
        absent.longest_absence_hours,
        case
            when days.off_hours > 0
                then least(days.recorded_leave_hours, days.gross_hours - days.off_hours)
            else days.recorded_leave_hours
        end as counted_leave_hours
    from days
    left join absent
        on days.person_key = absent.person_key and days.calendar_date = absent.calendar_date
),

measured as (
    select
        left_over.*,
        period_days.period_code,
        left_over.counted_leave_hours
        + least(
            coalesce(left_over.absence_hours, 0),
            greatest(
                left_over.gross_hours - left_over.off_hours - left_over.counted_leave_hours,
                coalesce(left_over.longest_absence_hours, 0)
            )
        ) as leave_hours
    from left_over
    left join period_days on left_over.calendar_date = period_days.calendar_date
),

summed as (
    select
        person_key,
        week_start_date,
        period_code,
        max(recorded_entity_code) as recorded_entity_code,
        coalesce(max(capacity_date), max(calendar_date)) as last_date,
        sum(gross_hours) as gross_hours,
        sum(off_hours) as off_hours,
        sum(leave_hours) as leave_hours,
    {%- for class in classes %}
        sum({{ class }}_hours) as {{ class }}_hours{{ ',' if not loop.last }}
    {%- endfor %}
    from measured
    group by person_key, week_start_date, period_code
),

latest_terms as (
    select
        person_key,
        entity_code,
        row_number() over (partition by person_key order by valid_from desc) as recency
    from terms
),

balanced as (
    select
        summed.person_key,
        summed.week_start_date,
        summed.period_code,
        summed.last_date,
        coalesce(terms.entity_code, latest_terms.entity_code, summed.recorded_entity_code)
            as entity_code,
        terms.role,
        terms.practice,
        terms.region,
        cast(case when known_people.person_key is not null then summed.gross_hours end as decimal(18, 6))
            as capacity_gross_hours,
        cast(case when known_people.person_key is not null then summed.off_hours end as decimal(18, 6))
            as holiday_hours,
        cast(summed.leave_hours as decimal(18, 6)) as leave_hours,
        {%- for class in classes %}
            cast(summed.{{ class }}_hours as decimal(18, 6)) as {{ class }}_hours,
        {%- endfor %}
        cast(
            case
                when known_people.person_key is not null
                    then summed.gross_hours - summed.off_hours - summed.leave_hours - summed.recorded_hours
            end as decimal(18, 6)
        ) as hours_left
    from summed
    left join known_people on summed.person_key = known_people.person_key
    left join terms
        on
            summed.person_key = terms.person_key
            and summed.last_date >= terms.valid_from
            and summed.last_date < terms.valid_before
    left join latest_terms
        on summed.person_key = latest_terms.person_key and latest_terms.recency = 1
),

footed as (
    select
        person_key,
        week_start_date,
        period_code,
        last_date,
        entity_code,
        role,
        practice,
        region,
        capacity_gross_hours,
        cast(
            case
                when capacity_gross_hours is not null
                    then greatest(capacity_gross_hours - holiday_hours - leave_hours, 0)
            end as decimal(18, 6)
        ) as capacity_net_hours,
        holiday_hours,
        leave_hours,
        {%- for class in classes %}
            {{ class }}_hours,
        {%- endfor %}
        cast(
            {%- for category in var('productive_categories') %}
                {{ class_of.get(category, category) }}_hours +
            {%- endfor %} 0 as decimal(18, 6)
        ) as productive_hours,
        cast(case when hours_left > 0 then hours_left when hours_left <= 0 then 0 end as decimal(18, 6))
            as unrecorded_hours,
        cast(case when hours_left < 0 then -hours_left when hours_left >= 0 then 0 end as decimal(18, 6))
            as overtime_hours
    from balanced
)

select * from footed
