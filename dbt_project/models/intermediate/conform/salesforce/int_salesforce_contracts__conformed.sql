{#- A contract came of the first won opportunity that names it. Salesforce expires a contract only where
    the company has told it to, so the day of the run decides whether an activated one ran to its end. -#}
with

contracts as (
    {{ current_rows(ref('stg_salesforce__contracts'), 'contract_id') }}
),

opportunities as (
    select * from {{ ref('int_salesforce_opportunities__conformed') }}
),

merged as (
    select * from {{ ref('int_salesforce_accounts__merged') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

runs as (
    select * from {{ ref('stg_evenkeel__run') }}
),

ranked_sales as (
    select
        system_name,
        contract_id,
        opportunity_id,
        row_number() over (
            partition by system_name, contract_id
            order by close_date, opportunity_id
        ) as place
    from opportunities
    where contract_id is not null and is_won
),

conformed as (
    select
        contracts.system_name,
        contracts.contract_id,
        contracts.contract_number as contract_code,
        contracts.contract_name,
        cast(null as {{ dbt.type_string() }}) as shared_id,
        coalesce(merged.surviving_account_id, contracts.account_id) as client_id,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        coalesce(contracts.currency_code, entities.functional_currency_code) as currency_code,
        contracts.agreed_amount,
        case
            when
                contracts.company_signed_date > contracts.customer_signed_date
                or contracts.customer_signed_date is null
                then contracts.company_signed_date
            else contracts.customer_signed_date
        end as signed_date,
        contracts.start_date,
        contracts.end_date,
        case
            when contracts.status_code = 'Terminated' then 'terminated'
            when contracts.status_code = 'Expired' then 'completed'
            when contracts.status_code <> 'Activated' then 'draft'
            when contracts.end_date < runs.as_of_date then 'completed'
            else 'active'
        end as state,
        ranked_sales.opportunity_id,
        contracts.delivery_id,
        contracts.landed_at,
        contracts.row_hash
    from contracts
    cross join runs
    left join ranked_sales
        on
            contracts.system_name = ranked_sales.system_name
            and contracts.contract_id = ranked_sales.contract_id
            and ranked_sales.place = 1
    left join merged
        on
            contracts.system_name = merged.system_name
            and contracts.account_id = merged.account_id
    left join systems on contracts.system_name = systems.system_name
    left join entities on systems.entity_code = entities.entity_code
    where not contracts.is_in_recycle_bin
)

select * from conformed
