with

source as (
    select * from {{ source('canonical', 'invoices') }}
),

renamed as (
    select
        -- ids
        _system as system_name,
        cast(invoice_id as varchar) as invoice_id,
        cast(client_id as varchar) as client_id,
        cast(contract_id as varchar) as contract_id,
        -- attributes
        cast(invoice_number as varchar) as invoice_number,
        cast(invoice_type as varchar) as invoice_type,
        cast(state as varchar) as state,
        cast(entity_code as varchar) as entity_code,
        cast(currency_code as varchar) as currency_code,
        -- dates
        cast(invoice_date as date) as invoice_date,
        cast(due_date as date) as due_date,
        cast(updated_at as timestamp) as updated_at,
        -- measures
        cast(net_amount as decimal(18, 4)) as net_amount,
        cast(tax_amount as decimal(18, 4)) as tax_amount,
        cast(total_amount as decimal(18, 4)) as total_amount,
        cast(open_amount as decimal(18, 4)) as open_amount,
        cast(open_functional_amount as decimal(18, 4)) as open_functional_amount,
        -- lineage
        _delivery_id as delivery_id,
        _delivery_number as delivery_number,
        _landed_at as landed_at,
        _row_hash as row_hash,
        _is_deleted as is_deleted
    from source
)

select * from renamed
