{#- What each estimate says that an obligation takes in all: what was worked until its day, and what it
    says remains. Cost is in the currency of the contract's entity. -#}
with

obligations as (
    select
        system_name,
        contract_id,
        performance_obligation_id,
        min(project_key) as project_key,
        min(functional_currency_code) as functional_currency_code
    from {{ ref('int_obligations__dated') }}
    where project_key is not null and recognition_method in ('cost_to_cost', 'hours', 'zero_margin')
    group by system_name, contract_id, performance_obligation_id
),

estimates as (
    select * from {{ ref('int_estimates__dated') }}
),

work as (
    select * from {{ ref('int_obligation_work__cumulated') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

totalled as (
    select
        obligations.system_name,
        obligations.contract_id,
        obligations.performance_obligation_id,
        estimates.system_name as estimate_system_name,
        estimates.source_id,
        estimates.estimate_source,
        estimates.valid_from,
        estimates.valid_before,
        estimates.remaining_hours,
        {{ in_currency(
            'estimates.remaining_cost_amount',
            'estimates.currency_code',
            'obligations.functional_currency_code',
            'to_functional',
        ) }} as remaining_cost_functional_amount,
        coalesce(work.cumulative_hours, 0) as cumulative_hours,
        coalesce(work.cumulative_cost_functional_amount, 0) as cumulative_cost_functional_amount
    from obligations
    inner join estimates on obligations.project_key = estimates.project_key
    left join work
        on
            obligations.system_name = work.system_name
            and obligations.contract_id = work.contract_id
            and obligations.performance_obligation_id = work.performance_obligation_id
            and estimates.worked_until >= work.valid_from
            and estimates.worked_until < work.valid_before
    {{ join_fx_rate(
        'to_functional',
        'estimates.currency_code',
        'obligations.functional_currency_code',
        'estimates.valid_from',
    ) }}
),

dated as (
    select
        system_name,
        contract_id,
        performance_obligation_id,
        estimate_system_name,
        source_id,
        estimate_source,
        valid_from,
        valid_before,
        remaining_hours,
        remaining_cost_functional_amount,
        cast(cumulative_hours + remaining_hours as decimal(18, 6)) as total_hours,
        cast(cumulative_cost_functional_amount + remaining_cost_functional_amount as decimal(28, 6))
            as total_cost_functional_amount
    from totalled
)

select * from dated
