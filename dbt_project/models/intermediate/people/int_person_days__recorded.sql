{%- set classes = [
    'billable', 'client_nonbillable', 'product', 'governance', 'presales', 'internal', 'bench'
] -%}
with

time_entries as (
    {{ rows_to_rebuild(
        ref('int_time_entries__classed'), ref('int_person_weeks__changed'), ['person_key', 'week_start_date']
    ) }}
),

recorded as (
    select
        person_key,
        work_date,
        week_start_date,
        min(entity_code) as entity_code,
        {%- for class in classes %}
            cast(sum(case when hours_class = '{{ class }}' then hours else 0 end) as decimal(18, 6))
                as {{ class }}_hours,
        {%- endfor %}
        cast(sum(case when hours_class <> 'leave' then hours else 0 end) as decimal(18, 6))
            as recorded_hours,
        cast(sum(case when hours_class = 'leave' then hours else 0 end) as decimal(18, 6))
            as recorded_leave_hours,
        cast(sum(case when is_unmapped then hours else 0 end) as decimal(18, 6)) as unmapped_hours
    from time_entries
    where not is_ahead
    group by person_key, work_date, week_start_date
)

select * from recorded
