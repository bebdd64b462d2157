with

periods as (
    {{ current_rows(ref('stg_tryton__periods'), 'period_id') }}
),

conformed as (
    select
        periods.system_name,
        periods.period_id as accounting_period_id,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        periods.start_date,
        periods.end_date,
        case periods.state when 'locked' then 'permanently_closed' else periods.state end as state,
        case when periods.state <> 'open' then periods.changed_at end as closed_at,
        periods.delivery_id,
        periods.landed_at,
        periods.row_hash
    from periods
    where periods.period_type = 'standard'
)

select * from conformed
