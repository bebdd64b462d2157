{#- The versions of each performance obligation's schedule: the ends of accounting periods (the as-of day in
    the running one) until which its contract, its part of the price, its method, its estimate or its plan
    had changed, with what was recognised by then and what was known of when the rest is to come. -#}
with

accumulated as (
    select * from {{ ref('int_revenue__accumulated') }}
    where
        measured_on = known_on
        and allocated_amount is not null
        and revenue_to_date_amount is not null
),

obligations as (
    select * from {{ ref('int_obligations__dated') }}
),

estimates as (
    select * from {{ ref('int_estimates__dated') }}
),

baselines as (
    select * from {{ ref('int_baselines__unioned') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'project'
),

period_ends as (
    select * from {{ ref('int_period_ends__listed') }}
),

left_out as (
    select distinct
        system_name,
        contract_id
    from {{ ref('int_contract_problems__listed') }}
),

approved_plans as (
    select
        identities.crosswalk_key as project_key,
        baselines.system_name,
        baselines.baseline_id,
        baselines.approved_date,
        row_number() over (
            partition by identities.crosswalk_key, baselines.approved_date
            order by baselines.system_name desc, baselines.version_number desc, baselines.baseline_id desc
        ) as recency
    from baselines
    inner join identities
        on
            baselines.system_name = identities.system_name
            and baselines.project_id = identities.source_id
    where baselines.approved_date is not null
),

plans as (
    select
        project_key,
        system_name,
        baseline_id,
        approved_date as valid_from,
        lead(approved_date, 1, cast('9999-12-31' as date)) over (
            partition by project_key
            order by approved_date
        ) as valid_before
    from approved_plans
    where recency = 1
),

placed as (
    select
        accumulated.*,
        period_ends.period_code,
        obligations.obligation_name,
        obligations.contract_key,
        obligations.client_key,
        obligations.project_key,
        obligations.project_id,
        obligations.entity_code,
        obligations.start_date,
        obligations.end_date,
        case
            when accumulated.applied_method in ('cost_to_cost', 'hours', 'zero_margin')
                then obligations.project_key
        end as estimated_project_key
    from accumulated
    inner join period_ends on accumulated.known_on = period_ends.as_of_date
    inner join obligations
        on
            accumulated.system_name = obligations.system_name
            and accumulated.contract_version_id = obligations.contract_version_id
            and accumulated.performance_obligation_id = obligations.performance_obligation_id
),

standing as (
    select
        {{ surrogate_key([
            'placed.system_name',
            'placed.contract_id',
            'placed.performance_obligation_id',
        ]) }} as performance_obligation_key,
        placed.system_name,
        placed.contract_id,
        placed.contract_version_id,
        placed.performance_obligation_id,
        placed.applied_method,
        placed.currency_code,
        placed.allocated_amount,
        placed.revenue_to_date_amount,
        placed.known_on,
        placed.period_code,
        placed.obligation_name,
        placed.contract_key,
        placed.client_key,
        placed.project_key,
        placed.project_id,
        placed.entity_code,
        placed.start_date,
        placed.end_date,
        estimates.forecast_end_date,
        case
            when placed.applied_method in ('cost_to_cost', 'hours', 'zero_margin')
                then concat(estimates.system_name, ':', estimates.source_id)
        end as estimate_key,
        plans.system_name as plan_system_name,
        plans.baseline_id
    from placed
    left join estimates
        on
            placed.estimated_project_key = estimates.project_key
            and placed.known_on >= estimates.valid_from
            and placed.known_on < estimates.valid_before
    left join plans
        on
            placed.estimated_project_key = plans.project_key
            and placed.known_on >= plans.valid_from
            and placed.known_on < plans.valid_before
    left join left_out
        on
            placed.system_name = left_out.system_name
            and placed.contract_id = left_out.contract_id
    where left_out.contract_id is null
),

fingerprinted as (
    select
        *,
        {{ surrogate_key([
            'contract_version_id',
            'applied_method',
            'allocated_amount',
            'start_date',
            'end_date',
            'estimate_key',
            'plan_system_name',
            'baseline_id',
        ]) }} as terms
    from standing
),

compared as (
    select
        *,
        lag(terms) over (
            partition by performance_obligation_key
            order by known_on
        ) as terms_before
    from fingerprinted
),

listed as (
    select
        performance_obligation_key,
        row_number() over (
            partition by performance_obligation_key
            order by known_on
        ) as schedule_version,
        system_name,
        contract_id,
        contract_version_id,
        performance_obligation_id,
        obligation_name,
        contract_key,
        client_key,
        project_key,
        project_id,
        entity_code,
        applied_method,
        start_date,
        end_date,
        forecast_end_date,
        plan_system_name,
        baseline_id,
        period_code,
        known_on as made_on,
        currency_code,
        allocated_amount,
        revenue_to_date_amount,
        cast(allocated_amount - revenue_to_date_amount as decimal(18, 2)) as remaining_amount
    from compared
    where terms_before is null or terms <> terms_before
)

select * from listed
