{#- What was promised to clients to come of the work, beside what was measured. An outcome is reached where what
    was measured is not below what was promised. A product lives on where the client's subscription goes on: the
    first line that starts after the outcome was measured, and later than the contract it is of began. -#}
with

outcomes as (
    select * from {{ ref('int_outcomes__unioned') }}
),

subscription_lines as (
    select * from {{ ref('int_subscription_lines__unioned') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
),

products as (
    select * from {{ ref('dim_product') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

keyed as (
    select
        outcomes.system_name,
        outcomes.outcome_id,
        outcomes.outcome_type,
        outcomes.outcome_name,
        outcomes.unit,
        outcomes.promised_value,
        outcomes.promised_date,
        case when outcomes.measured_on <= run.as_of_date then outcomes.measured_value end as measured_value,
        case when outcomes.measured_on <= run.as_of_date then outcomes.measured_on end as measured_on,
        projects.crosswalk_key as project_key,
        clients.crosswalk_key as client_key,
        products.product_key,
        run.as_of_date
    from outcomes
    cross join run
    left join identities as projects
        on
            projects.entity_type = 'project'
            and outcomes.system_name = projects.system_name
            and outcomes.project_id = projects.source_id
    left join identities as clients
        on
            clients.entity_type = 'client'
            and outcomes.system_name = clients.system_name
            and outcomes.client_id = clients.source_id
    left join products
        on
            outcomes.system_name = products.system_name
            and outcomes.product_id = products.product_id
),

lines_of_contracts as (
    select
        clients.crosswalk_key as client_key,
        subscription_lines.start_date,
        min(subscription_lines.start_date) over (
            partition by subscription_lines.system_name, subscription_lines.contract_id
        ) as contract_start_date
    from subscription_lines
    inner join identities as clients
        on
            clients.entity_type = 'client'
            and subscription_lines.system_name = clients.system_name
            and subscription_lines.client_id = clients.source_id
    where subscription_lines.contract_id is not null
),

renewed as (
    select
        keyed.system_name,
        keyed.outcome_id,
        min(lines_of_contracts.start_date) as renewed_date
    from keyed
    inner join lines_of_contracts
        on
            keyed.client_key = lines_of_contracts.client_key
            and keyed.measured_on < lines_of_contracts.start_date
            and keyed.as_of_date >= lines_of_contracts.start_date
    where lines_of_contracts.start_date > lines_of_contracts.contract_start_date
    group by keyed.system_name, keyed.outcome_id
),

described as (
    select
        {{ surrogate_key(['keyed.system_name', 'keyed.outcome_id']) }} as outcome_key,
        keyed.system_name,
        keyed.outcome_id,
        keyed.project_key,
        keyed.client_key,
        keyed.product_key,
        keyed.outcome_type,
        keyed.outcome_name,
        keyed.unit as outcome_unit,
        keyed.promised_value,
        keyed.promised_date,
        due_periods.period_code as due_period,
        keyed.promised_date <= keyed.as_of_date as is_due,
        keyed.measured_value,
        keyed.measured_on,
        case when keyed.measured_value >= keyed.promised_value then keyed.measured_on end as outcome_reached_date,
        case
            when keyed.measured_value >= keyed.promised_value and keyed.measured_on <= keyed.promised_date
                then 'reached'
            when keyed.measured_value >= keyed.promised_value then 'reached_late'
            when keyed.measured_on is not null then 'missed'
            when keyed.promised_date <= keyed.as_of_date then 'due_not_measured'
            else 'promised'
        end as outcome_state,
        case
            when keyed.promised_date <= keyed.as_of_date
                then {{ days_between('keyed.promised_date', 'coalesce(keyed.measured_on, keyed.as_of_date)') }}
        end as outcome_slip_days,
        renewed.renewed_date as client_renewed_date
    from keyed
    left join periods as due_periods
        on keyed.promised_date between due_periods.period_start_date and due_periods.period_end_date
    left join renewed
        on
            keyed.system_name = renewed.system_name
            and keyed.outcome_id = renewed.outcome_id
)

select * from described
