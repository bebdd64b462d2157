{#- Every billable time entry that is paid by the hour and not invoiced, or whose invoice is disputed, with what
    stands in the way of an invoice for it, the first reason that holds. Of an entry that crosses its contract's
    maximum the part beyond it is a row of its own; approved time counts towards the maximum by the period of its
    work, that which is invoiced first. Of time that names no invoice line, what invoices cover
    (int_unlinked_time__covered) is invoiced already, or disputed where only disputed ones do, the oldest of each
    period first. -#}
{%- set grain = ['entity_code', 'project_key', 'client_key', 'period_code', 'currency_code'] -%}
with

rated as (
    select * from {{ ref('int_billable_time__rated') }}
),

terms as (
    select * from {{ ref('int_project_terms__gathered') }}
),

unlinked as (
    select * from {{ ref('int_unlinked_time__covered') }}
    where covered_amount > 0
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

keyed as (
    select
        {{ surrogate_key(grain) }} as time_value_key,
        rated.*
    from rated
    where billing_stage = 'approved' and is_paid_by_time and agreed_amount is not null
),

-- What corrections take back comes first, so that the sums until each entry of a period do not fall.
unlinked_entries as (
    select
        keyed.system_name,
        keyed.time_entry_id,
        keyed.agreed_amount,
        unlinked.covered_amount as all_covered_amount,
        unlinked.settled_amount as all_settled_amount,
        {{ posted_amount('sum(keyed.agreed_amount) over (partition by keyed.time_value_key)') }} as open_amount,
        sum(keyed.agreed_amount) over (
            partition by keyed.time_value_key
            order by
                case when keyed.agreed_amount < 0 then 1 else 2 end,
                keyed.work_date,
                keyed.system_name,
                keyed.time_entry_id
            rows between unbounded preceding and current row
        ) as until_amount
    from keyed
    inner join unlinked on keyed.time_value_key = unlinked.time_value_key
),

covered_entries as (
    select
        system_name,
        time_entry_id,
    {%- for part in ['covered', 'settled'] %}
        case
            when all_{{ part }}_amount <= 0 then null
            when all_{{ part }}_amount >= open_amount or agreed_amount <= 0 then agreed_amount
            else greatest(least(agreed_amount, all_{{ part }}_amount - until_amount + agreed_amount), 0)
        end as {{ part }}_amount{{ ',' if not loop.last }}
    {%- endfor %}
    from unlinked_entries
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
        case when rated.billing_stage <> 'invoiced' then exceeding.excess_amount end as excess_amount,
        covered_entries.covered_amount,
        covered_entries.settled_amount
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
    left join covered_entries
        on
            rated.system_name = covered_entries.system_name
            and rated.time_entry_id = covered_entries.time_entry_id
    where
        (rated.billing_stage = 'invoiced' and disputed.invoice_id is not null)
        or (rated.billing_stage <> 'invoiced' and rated.is_paid_by_time)
),

divided as (
    select
        reasoned.*,
        case
            when reason = 'ready' and excess_amount is not null
                then least(excess_amount, agreed_amount - coalesce(covered_amount, 0))
        end as capped_amount
    from reasoned
),

-- Null is no such part.
measured as (
    select
        divided.*,
    {%- for part in ['covered', 'settled', 'capped'] %}
        case
            when {{ part }}_amount is null then 0
            when {{ part }}_amount = agreed_amount then hours
            else cast({{ exact_quotient('hours * ' ~ part ~ '_amount', 'agreed_amount') }} as decimal(18, 6))
        end as {{ part }}_hours{{ ',' if not loop.last }}
    {%- endfor %}
    from divided
),

parts as (
    select
        measured.*,
        'already_invoiced' as part_reason,
        settled_hours as part_hours,
        settled_amount as part_amount
    from measured
    where settled_amount <> 0 or settled_amount = agreed_amount
    union all
    select
        measured.*,
        'disputed' as part_reason,
        covered_hours - settled_hours as part_hours,
        covered_amount - coalesce(settled_amount, 0) as part_amount
    from measured
    where covered_amount <> settled_amount or (covered_amount is not null and settled_amount is null)
    union all
    select
        measured.*,
        'capped' as part_reason,
        capped_hours as part_hours,
        capped_amount as part_amount
    from measured
    where capped_amount <> 0
    union all
    select
        measured.*,
        reason as part_reason,
        hours - covered_hours - capped_hours as part_hours,
        agreed_amount - coalesce(covered_amount, 0) - coalesce(capped_amount, 0) as part_amount
    from measured
    where
        (covered_amount is null and capped_amount is null)
        or agreed_amount <> coalesce(covered_amount, 0) + coalesce(capped_amount, 0)
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
        part_reason as billing_reason,
        cast(part_hours as decimal(18, 6)) as hours,
        currency_code,
        cast(part_amount as decimal(28, 6)) as value_amount,
        landed_at as known_at,
        delivery_id,
        row_hash
    from parts
)

select * from explained
