{#- NetSuite's periods are all subsidiaries' own; years and quarters are sums of them, and periods for
    adjustments lie within others. A period that is locked for all is closed to whoever posts. -#}
with

periods as (
    {{ current_rows(ref('stg_netsuite__accounting_periods'), 'accounting_period_id') }}
),

subsidiaries as (
    select * from {{ ref('int_netsuite_subsidiaries__mapped') }}
),

-- What no subsidiary's name maps counts to the system's own entity, which has periods too.
legal_entities as (
    select distinct
        system_name,
        entity_code
    from subsidiaries
),

conformed as (
    select
        periods.system_name,
        case
            when legal_entities.entity_code is null then periods.accounting_period_id
            else concat(periods.accounting_period_id, '-', legal_entities.entity_code)
        end as accounting_period_id,
        legal_entities.entity_code,
        periods.start_date,
        periods.end_date,
        case
            when periods.is_closed or coalesce(periods.is_all_locked, false) then 'closed'
            else 'open'
        end as state,
        case when periods.is_closed then cast(periods.closed_date as timestamp) end as closed_at,
        periods.delivery_id,
        periods.landed_at,
        periods.row_hash
    from periods
    left join legal_entities on periods.system_name = legal_entities.system_name
    where not periods.is_year and not periods.is_quarter and not periods.is_adjustment
)

select * from conformed
