{#- What was paid for people's work, by the projects they worked on (decision 22). -#}
with

allocated as (
    select * from {{ ref('int_payroll__allocated') }}
),

measured as (
    select
        labour_cost_allocation_key,
        system_name,
        payroll_cost_id,
        person_key,
        entity_code,
        period_code as accounting_period,
        project_key,
        role,
        labour_kind,
        hours,
        uncosted_hours,
        cast({{ exact_quotient('labour_cost_actual_functional_amount', 'hours') }} as decimal(18, 6))
            as labour_cost_actual_rate,
        cast({{ exact_quotient('labour_cost_std_functional_amount', 'hours') }} as decimal(18, 6))
            as labour_cost_std_rate,
        transaction_currency_code,
        payroll_transaction_amount,
        labour_cost_actual_transaction_amount,
        functional_currency_code,
        labour_cost_actual_functional_amount,
        labour_cost_std_functional_amount,
        cast(
            case when hours <> 0 then labour_cost_actual_functional_amount - labour_cost_std_functional_amount end
            as decimal(18, 2)
        ) as rate_variance_functional_amount,
        reporting_currency_code,
        labour_cost_actual_reporting_amount,
        labour_cost_std_reporting_amount,
        cast(
            case when hours <> 0 then labour_cost_actual_reporting_amount - labour_cost_std_reporting_amount end
            as decimal(18, 2)
        ) as rate_variance_reporting_amount,
        known_at,
        delivery_id,
        row_hash
    from allocated
)

select * from measured
