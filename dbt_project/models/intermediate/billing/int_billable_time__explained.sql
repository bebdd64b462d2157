{#- Every billable time entry that is paid by the hour and not invoiced, or whose invoice is disputed, with what
    stands in the way of an invoice for it, the first reason that holds. Of an entry that crosses its contract's
    maximum the part beyond it is a row of its own; approved time counts towards the maximum by the period of its
    work, that which is invoiced first. -#}
with

rated as (
    select * from {{ ref('int_billable_time__rated') }}
),

terms as (
    select * from {{ ref('int_project_terms__gathered') }}
),

disputes as (
    select * from {{ ref('int_disputes__unioned') }}
),

contracts as (
    select count(*) as contracts
    from {{ ref('int_contracts__unioned') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

disputed as (
    {{ disputed_invoices() }}
),

cumulated as (
    select
        rated.system_name,
        rated.time_entry_id,
        rated.agreed_amount,
        terms.not_to_exceed_amount,
        sum(rated.agreed_amount) over (
            partition by rated.project_key
            order by
                rated.period_code,
                case when rated.billing_stage = 'invoiced' then 1 else 2 end,
                rated.work_date,
                rated.system_name,
                rated.time_entry_id
            rows between unbounded preceding and current row
        ) as until_amount
    from rated
    inner join terms
        on
            rated.project_key = terms.project_key
            and rated.currency_code = terms.cap_currency_code
    where
        rated.is_paid_by_time
        and rated.approval_state = 'approved'
        and rated.agreed_amount is not null
),

exceeding as (
    select
        system_name,
        time_entry_id,
        least(agreed_amount, until_amount - not_to_exceed_amount) as excess_amount
    from cumulated
    where until_amount > not_to_exceed_amount and agreed_amount > 0
),

reasoned as (
    select
        rated.*,
        case
            when rated.billing_stage = 'invoiced' then 'disputed'
            when rated.approval_state = 'rejected' then 'rejected'
            when rated.approval_state <> 'approved' then 'not_approved'
            when rated.project_key is null then 'contract_not_known'
            when rated.contract_key is null and contracts.contracts > 0 then 'contract_not_known'
            when rated.agreed_amount is null then 'bill_rate_missing'
            else 'ready'
        end as reason,
        case when rated.billing_stage <> 'invoiced' then exceeding.excess_amount end as excess_amount
    from rated
    cross join contracts
    left join disputed
        on
            rated.system_name = disputed.system_name
            and rated.invoice_id = disputed.invoice_id
    left join exceeding
        on
            rated.system_name = exceeding.system_name
            and rated.time_entry_id = exceeding.time_entry_id
    where
        (rated.billing_stage = 'invoiced' and disputed.invoice_id is not null)
        or (rated.billing_stage <> 'invoiced' and rated.is_paid_by_time)
),

divided as (
    select
        reasoned.*,
        case
            when reason = 'ready' then coalesce(excess_amount, 0)
            else 0
        end as capped_amount
    from reasoned
),

measured as (
    select
        divided.*,
        case
            when capped_amount = 0 then 0
            when capped_amount = agreed_amount then hours
            else cast({{ exact_quotient('hours * capped_amount', 'agreed_amount') }} as decimal(18, 6))
        end as capped_hours
    from divided
),

explained as (
    select
        'time_entry' as item_type,
        system_name,
        time_entry_id as source_id,
        entity_code,
        project_key,
        client_key,
        contract_key,
        cast(null as {{ dbt.type_string() }}) as product_key,
        work_date as service_date,
        reason as billing_reason,
        cast(hours - capped_hours as decimal(18, 6)) as hours,
        currency_code,
        cast(agreed_amount - capped_amount as decimal(28, 6)) as value_amount,
        landed_at as known_at,
        delivery_id,
        row_hash
    from measured
    where capped_amount = 0 or capped_amount <> agreed_amount
    union all
    select
        'time_entry' as item_type,
        system_name,
        time_entry_id as source_id,
        entity_code,
        project_key,
        client_key,
        contract_key,
        cast(null as {{ dbt.type_string() }}) as product_key,
        work_date as service_date,
        'capped' as billing_reason,
        cast(capped_hours as decimal(18, 6)) as hours,
        currency_code,
        cast(capped_amount as decimal(28, 6)) as value_amount,
        landed_at as known_at,
        delivery_id,
        row_hash
    from measured
    where capped_amount <> 0
)

select * from explained
