with

controls as (
    select * from {{ ref('int_controls__measured') }}
),

items as (
    select * from {{ ref('int_reconciling_items__listed') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

item_sums as (
    select
        reconciliation_key,
        sum(explained_amount) as explained,
        {{ hash_of_rows(surrogate_key(['reconciling_item_key', 'item_amount', 'explained_amount'])) }}
            as items_hash
    from items
    where reconciliation_key is not null
    group by reconciliation_key
),

explained as (
    select
        controls.reconciliation_key,
        controls.control_id,
        controls.check_name,
        controls.entity_code,
        controls.accounting_period,
        controls.subject,
        controls.a_value,
        controls.b_value,
        controls.difference,
        controls.tolerance,
        controls.owner_name,
        cast(coalesce(item_sums.explained, 0) as decimal(38, 9)) as explained,
        cast(controls.difference - coalesce(item_sums.explained, 0) as decimal(38, 9))
            as unexplained,
        item_sums.items_hash,
        run.run_id
    from controls
    cross join run
    left join item_sums on controls.reconciliation_key = item_sums.reconciliation_key
),

judged as (
    select
        reconciliation_key,
        control_id,
        check_name,
        entity_code,
        accounting_period,
        subject,
        a_value,
        b_value,
        difference,
        explained,
        unexplained,
        tolerance,
        case
            when abs(unexplained) <= tolerance then 'reconciled'
            else 'unexplained'
        end as status,
        owner_name,
        run_id,
        {{ surrogate_key([
            'control_id',
            'check_name',
            'entity_code',
            'accounting_period',
            'subject',
            'a_value',
            'b_value',
            'tolerance',
            'items_hash',
        ]) }} as evidence_hash
    from explained
)

select * from judged
