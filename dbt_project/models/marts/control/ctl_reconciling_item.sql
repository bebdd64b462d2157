with

items as (
    select * from {{ ref('int_reconciling_items__listed') }}
),

described as (
    select
        reconciling_item_key,
        reconciliation_key,
        control_id,
        check_name,
        entity_code,
        accounting_period,
        subject,
        cause_code,
        document_type,
        system_name,
        table_name,
        source_id,
        journal_id,
        document_date,
        document_period,
        counterpart_period,
        age_days,
        item_amount,
        explained_amount,
        explanation,
        explained_by,
        explained_date,
        expires_date
    from items
)

select * from described
