with

source as (
    select * from {{ source('evenkeel', 'known_reconciling_items') }}
),

renamed as (
    select
        cast(reconciling_item_key as varchar) as reconciling_item_key,
        cast(reconciliation_key as varchar) as reconciliation_key,
        cast(control_id as varchar) as control_id,
        cast(check_name as varchar) as check_name,
        cast(entity_code as varchar) as entity_code,
        cast(accounting_period as varchar) as accounting_period,
        cast(subject as varchar) as subject,
        cast(cause_code as varchar) as cause_code,
        cast(document_type as varchar) as document_type,
        cast(system_name as varchar) as system_name,
        cast(table_name as varchar) as table_name,
        cast(source_id as varchar) as source_id,
        cast(journal_id as varchar) as journal_id,
        cast(document_date as date) as document_date,
        cast(document_period as varchar) as document_period,
        cast(counterpart_period as varchar) as counterpart_period,
        cast(age_days as integer) as age_days,
        cast(item_amount as decimal(38, 9)) as item_amount,
        cast(explained_amount as decimal(38, 9)) as explained_amount,
        cast(explanation as varchar) as explanation,
        cast(explained_by as varchar) as explained_by,
        cast(explained_date as date) as explained_date,
        cast(expires_date as date) as expires_date,
        cast(found_date as date) as found_date,
        cast(found_run_id as varchar) as found_run_id,
        cast(cleared_date as date) as cleared_date,
        cast(cleared_run_id as varchar) as cleared_run_id
    from source
)

select * from renamed
