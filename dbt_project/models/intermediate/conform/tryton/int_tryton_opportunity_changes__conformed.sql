with

versions_of_opportunities as (
    {{ current_rows(ref('stg_tryton__opportunity_versions'), 'opportunity_version_id') }}
),

conformed as (
    select
        versions_of_opportunities.system_name,
        versions_of_opportunities.opportunity_version_id as opportunity_change_id,
        versions_of_opportunities.opportunity_id,
        versions_of_opportunities.changed_at,
        versions_of_opportunities.state as stage,
        versions_of_opportunities.opportunity_amount as amount,
        versions_of_opportunities.win_probability_share,
        versions_of_opportunities.end_date as close_date,
        versions_of_opportunities.delivery_id,
        versions_of_opportunities.landed_at,
        versions_of_opportunities.row_hash
    from versions_of_opportunities
    where versions_of_opportunities.state is not null
)

select * from conformed
