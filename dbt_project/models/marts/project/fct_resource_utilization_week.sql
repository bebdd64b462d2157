{%- set ratios = {
    'utilization_gross': ('billable_hours', 'capacity_gross_hours'),
    'utilization_net': ('billable_hours', 'capacity_net_hours'),
    'utilization_of_recorded': ('billable_hours', 'recorded_hours + recorded_leave_hours'),
    'utilization_paid_mix': ('billable_hours', 'recorded_hours'),
    'productive_utilization': ('billable_hours + productive_hours', 'capacity_net_hours'),
    'time_capture_rate': ('recorded_hours', 'capacity_net_hours'),
} -%}
with

weeks as (
    {{ rows_to_rebuild(
        ref('int_person_weeks__summed'), ref('int_person_weeks__changed'), ['person_key', 'week_start_date']
    ) }}
),

measured as (
    select
        {{ surrogate_key(['person_key', 'week_start_date', 'period_code']) }} as person_week_key,
        person_key,
        week_start_date,
        entity_code,
        period_code as accounting_period,
        practice,
        role,
        region,
        capacity_gross_hours,
        holiday_hours,
        leave_hours,
        capacity_net_hours,
        billable_hours,
        client_nonbillable_hours,
        product_hours,
        governance_hours,
        presales_hours,
        internal_hours,
        bench_hours,
        recorded_hours,
        recorded_leave_hours,
        productive_hours,
        unrecorded_hours,
        overtime_hours,
        {% for ratio, (part, whole) in ratios.items() %}
            cast({{ exact_quotient(part, whole) }} as decimal(18, 6)) as {{ ratio }},
        {% endfor %}
        {{ utilization_target('role') }} as utilization_net_target
    from weeks
)

select * from measured
