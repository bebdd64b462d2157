{#- A stage is called by its label. A portal of one currency delivers none: its amounts are in the
    currency of the entity. A value that was cleared is an empty text. -#}
with

deals as (
    {{ current_rows(ref('stg_hubspot__deals'), 'deal_id') }}
),

stages as (
    {{ current_rows(ref('stg_hubspot__pipeline_stages'), 'stage_id') }}
),

merged as (
    select * from {{ ref('int_hubspot_companies__merged') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

staged as (
    select
        deals.*,
        coalesce(deals.associated_company_id, nullif(deals.primary_company_id, ''))
            as company_id,
        coalesce(stages.stage_label, deals.stage_id) as stage,
        coalesce(deals.is_closed, stages.is_closed, false) as is_decided,
        cast(
            coalesce(nullif(deals.stage_probability, ''), nullif(stages.stage_probability, ''))
            as decimal(9, 6)
        ) as win_probability_share
    from deals
    left join stages
        on deals.system_name = stages.system_name and deals.stage_id = stages.stage_id
),

conformed as (
    select
        staged.system_name,
        staged.deal_id as opportunity_id,
        nullif(staged.deal_name, '') as opportunity_name,
        coalesce(merged.surviving_company_id, staged.company_id) as client_id,
        staged.stage,
        staged.amount,
        coalesce(nullif(staged.currency_code, ''), entities.functional_currency_code)
            as currency_code,
        staged.win_probability_share,
        nullif(staged.deal_type, '') as opportunity_type,
        cast(coalesce(staged.opened_at, staged.created_at) as date) as created_date,
        cast(staged.closes_at as date) as close_date,
        staged.is_decided as is_closed,
        coalesce(
            staged.is_closed_won,
            staged.is_decided and staged.win_probability_share = 1,
            false
        ) as is_won,
        nullif(staged.project_code, '') as project_id,
        cast(null as {{ dbt.type_string() }}) as contract_id,
        staged.updated_at,
        staged.delivery_id,
        staged.landed_at,
        staged.row_hash
    from staged
    left join merged
        on staged.system_name = merged.system_name and staged.company_id = merged.company_id
    left join systems on staged.system_name = systems.system_name
    left join entities on systems.entity_code = entities.entity_code
    where not staged.is_archived
)

select * from conformed
