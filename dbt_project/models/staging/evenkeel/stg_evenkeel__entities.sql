with

source as (
    select * from {{ source('evenkeel', 'entities') }}
),

renamed as (
    select
        cast(entity_code as varchar) as entity_code,
        cast(entity_name as varchar) as entity_name,
        cast(functional_currency_code as varchar) as functional_currency_code
    from source
)

select * from renamed
