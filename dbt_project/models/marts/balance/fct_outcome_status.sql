{#- What was promised to clients to come of the work, beside what was measured. An outcome is reached where what
    was measured is not below what was promised, or not above it where less is better. A product lives on where the
    client's subscription goes on: the first line that starts after the outcome was measured, and later than the
    contract it is of began. -#}
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
        coalesce(outcomes.is_less_better, false) as is_less_better,
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

judged as (
    select
        *,
        case when is_less_better then measured_value <= promised_value else measured_value >= promised_value end
            as is_reached
    from keyed
),

described as (
    select
        {{ surrogate_key(['judged.system_name', 'judged.outcome_id']) }} as outcome_key,
        judged.system_name,
        judged.outcome_id,
        judged.project_key,
        judged.client_key,
        judged.product_key,
        judged.outcome_type,
        judged.outcome_name,
        judged.unit as outcome_unit,
        judged.is_less_better,
        judged.promised_value,
        judged.promised_date,
        due_periods.period_code as due_period,
        judged.promised_date <= judged.as_of_date as is_due,
        judged.measured_value,
        judged.measured_on,
        case when judged.is_reached then judged.measured_on end as outcome_reached_date,
        case
            when judged.is_reached and judged.measured_on <= judged.promised_date then 'reached'
            when judged.is_reached then 'reached_late'
            when judged.measured_on is not null then 'missed'
            when judged.promised_date <= judged.as_of_date then 'due_not_measured'
            else 'promised'
        end as outcome_state,
        case
            when judged.promised_date <= judged.as_of_date
                then {{ days_between('judged.promised_date', 'coalesce(judged.measured_on, judged.as_of_date)') }}
        end as outcome_slip_days,
        renewed.renewed_date as client_renewed_date
    from judged
    left join periods as due_periods
        on judged.promised_date between due_periods.period_start_date and due_periods.period_end_date
    left join renewed
        on
            judged.system_name = renewed.system_name
            and judged.outcome_id = renewed.outcome_id
)

select * from described
