with

opportunity_history as (
    {{ current_rows(ref('stg_salesforce__opportunity_history'), 'opportunity_history_id') }}
),

conformed as (
    select
        opportunity_history.system_name,
        opportunity_history.opportunity_history_id as opportunity_change_id,
        opportunity_history.opportunity_id,
        opportunity_history.changed_at,
        opportunity_history.stage,
        opportunity_history.amount,
        {{ exact_quotient('opportunity_history.probability_percent', '100', 6) }}
            as win_probability_share,
        opportunity_history.close_date,
        opportunity_history.delivery_id,
        opportunity_history.landed_at,
        opportunity_history.row_hash
    from opportunity_history
    where not opportunity_history.is_in_recycle_bin
)

select * from conformed
