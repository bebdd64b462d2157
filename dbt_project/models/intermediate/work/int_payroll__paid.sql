{#- Whose time each row of payroll pays for, and from which day to which. -#}
with

payroll_costs as (
    select * from {{ ref('int_payroll_costs__unioned') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'person'
),

paid as (
    select
        payroll_costs.system_name as payroll_system_name,
        payroll_costs.payroll_cost_id,
        identities.crosswalk_key as person_key,
        payroll_costs.period_start_date,
        payroll_costs.period_end_date
    from payroll_costs
    inner join identities
        on
            payroll_costs.system_name = identities.system_name
            and payroll_costs.person_id = identities.source_id
)

select * from paid
