{#- An organisation of one currency delivers none: its amounts are in the currency of the entity. -#}
with

opportunities as (
    {{ current_rows(ref('stg_salesforce__opportunities'), 'opportunity_id') }}
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

conformed as (
    select
        opportunities.system_name,
        opportunities.opportunity_id,
        opportunities.opportunity_name,
        coalesce(merged.surviving_account_id, opportunities.account_id) as client_id,
        opportunities.stage,
        opportunities.amount,
        coalesce(opportunities.currency_code, entities.functional_currency_code) as currency_code,
        {{ exact_quotient('opportunities.probability_percent', '100', 6) }} as win_probability_share,
        opportunities.opportunity_type,
        cast(opportunities.created_at as date) as created_date,
        opportunities.close_date,
        opportunities.is_closed,
        opportunities.is_won,
        opportunities.project_code as project_id,
        opportunities.contract_id,
        opportunities.last_modified_at as updated_at,
        opportunities.delivery_id,
        opportunities.landed_at,
        opportunities.row_hash
    from opportunities
    left join merged
        on
            opportunities.system_name = merged.system_name
            and opportunities.account_id = merged.account_id
    left join systems on opportunities.system_name = systems.system_name
    left join entities on systems.entity_code = entities.entity_code
    where not opportunities.is_in_recycle_bin
)

select * from conformed
