{#- How the company's people are used, without who they are: the key is a pseudonym that joins with no other
    table, holidays and leave are one with net capacity, and nothing tells cost (decision 21). -#}
with

weeks as (
    {{ rows_to_rebuild(
        ref('fct_resource_utilization_week'),
        ref('int_person_weeks__changed'),
        ['person_key', 'week_start_date'],
    ) }}
),

described as (
    select
        {{ surrogate_key(["'portfolio'", 'person_week_key']) }} as portfolio_person_week_key,
        {{ surrogate_key(["'portfolio'", 'person_key']) }} as person_pseudonym_key,
        week_start_date,
        entity_code,
        accounting_period,
        practice,
        role,
        region,
        capacity_gross_hours,
        capacity_net_hours,
        billable_hours,
        client_nonbillable_hours,
        product_hours,
        governance_hours,
        presales_hours,
        internal_hours,
        bench_hours,
        recorded_hours,
        productive_hours,
        unrecorded_hours,
        overtime_hours,
        utilization_gross,
        utilization_net,
        utilization_paid_mix,
        productive_utilization,
        time_capture_rate,
        utilization_net_target
    from weeks
)

select * from described
