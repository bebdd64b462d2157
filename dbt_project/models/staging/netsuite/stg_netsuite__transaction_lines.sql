with

source as (
    select * from {{ source('netsuite', 'transaction_lines') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(transaction_id as varchar) as transaction_id,
        cast(transaction_line_id as varchar) as transaction_line_id,
        cast(unique_line_id as varchar) as unique_line_id,
        cast(item_id as varchar) as item_id,
        cast(entity_id as varchar) as entity_id,
        cast(subsidiary_id as varchar) as subsidiary_id,
        cast(department_id as varchar) as department_id,
        cast(class_id as varchar) as class_id,
        cast(location_id as varchar) as location_id,
        cast(expense_account_id as varchar) as expense_account_id,
        cast(created_from_id as varchar) as created_from_id,
        cast(units_id as varchar) as units_id,
        -- attributes
        cast(is_main_line as boolean) as is_main_line,
        cast(is_tax_line as boolean) as is_tax_line,
        cast(is_cost_of_sales as boolean) as is_cost_of_sales,
        cast(item_type as varchar) as item_type,
        cast(memo as varchar) as memo,
        -- dates
        cast(service_start_date as date) as service_start_date,
        cast(service_end_date as date) as service_end_date,
        cast(changed_at as timestamp) as changed_at,
        -- measures
        cast(line_sequence_number as bigint) as line_sequence_number,
        cast(quantity as decimal(24, 8)) as quantity,
        cast(rate as decimal(24, 12)) as rate,
        cast(foreign_amount as decimal(18, 6)) as foreign_amount,
        cast(net_amount as decimal(18, 6)) as net_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
