{#- NetSuite says how a project is billed: by time, at a fixed price by interval or by milestone. One
    billed by charges may mix them; one without a customer is internal. -#}
with

jobs as (
    {{ current_rows(ref('stg_netsuite__jobs'), 'job_id') }}
),

currencies as (
    {{ current_rows(ref('stg_netsuite__currencies'), 'currency_id') }}
),

subsidiaries as (
    select * from {{ ref('int_netsuite_subsidiaries__mapped') }}
),

conformed as (
    select
        jobs.system_name,
        jobs.job_id as project_id,
        jobs.job_code as project_code,
        coalesce(jobs.company_name, jobs.alternative_name, jobs.job_code) as project_name,
        jobs.external_id as shared_id,
        jobs.customer_id as client_id,
        cast(null as {{ dbt.type_string() }}) as contract_id,
        subsidiaries.entity_code,
        case
            when jobs.customer_id is null then 'internal'
            when jobs.billing_type = 'TM' then 'time_and_materials'
            when jobs.billing_type = 'FBM' then 'milestone'
            when jobs.billing_type = 'FBI' then 'fixed_fee'
        end as project_type,
        cast(null as {{ dbt.type_string() }}) as practice,
        currencies.currency_code,
        jobs.estimated_hours as budget_hours,
        coalesce(jobs.job_price_amount, jobs.estimated_revenue_amount) as budget_amount,
        jobs.start_date,
        coalesce(jobs.projected_end_date, jobs.calculated_end_date, jobs.end_date) as end_date,
        case
            when coalesce(jobs.is_inactive, false) or jobs.end_date is not null then 'closed'
            else 'open'
        end as state,
        jobs.delivery_id,
        jobs.landed_at,
        jobs.row_hash
    from jobs
    left join currencies
        on
            jobs.system_name = currencies.system_name
            and jobs.currency_id = currencies.currency_id
    left join subsidiaries
        on
            jobs.system_name = subsidiaries.system_name
            and jobs.subsidiary_id = subsidiaries.subsidiary_id
)

select * from conformed
