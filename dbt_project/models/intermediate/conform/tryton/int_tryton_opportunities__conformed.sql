{#- Converted to a quotation is not yet won. -#}
with

opportunities as (
    {{ current_rows(ref('stg_tryton__opportunities'), 'opportunity_id') }}
),

currencies as (
    {{ current_rows(ref('stg_tryton__currencies'), 'currency_id') }}
),

conformed as (
    select
        opportunities.system_name,
        opportunities.opportunity_id,
        opportunities.description as opportunity_name,
        opportunities.party_id as client_id,
        opportunities.state as stage,
        opportunities.opportunity_amount as amount,
        currencies.currency_code,
        opportunities.win_probability_share,
        cast(null as {{ dbt.type_string() }}) as opportunity_type,
        coalesce(opportunities.start_date, cast(opportunities.opened_at as date)) as created_date,
        opportunities.end_date as close_date,
        opportunities.state in ('won', 'lost', 'cancelled') as is_closed,
        opportunities.state = 'won' as is_won,
        cast(null as {{ dbt.type_string() }}) as project_id,
        cast(null as {{ dbt.type_string() }}) as contract_id,
        opportunities.changed_at as updated_at,
        opportunities.delivery_id,
        opportunities.landed_at,
        opportunities.row_hash
    from opportunities
    left join currencies
        on
            opportunities.system_name = currencies.system_name
            and opportunities.currency_id = currencies.currency_id
)

select * from conformed
