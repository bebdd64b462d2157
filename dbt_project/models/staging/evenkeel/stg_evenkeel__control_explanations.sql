with

source as (
    select * from {{ source('evenkeel', 'control_explanations') }}
),

renamed as (
    select
        cast(control_id as varchar) as control_id,
        cast(check_name as varchar) as check_name,
        cast(entity as varchar) as entity_code,
        cast(period as varchar) as accounting_period,
        cast(subject as varchar) as subject,

        -- measures
        cast(amount as decimal(38, 9)) as explained_amount,

        cast(explanation as varchar) as explanation,
        cast(explained_by as varchar) as explained_by,

        -- dates
        cast(explained_on as date) as explained_date,
        cast(expires_on as date) as expires_date
    from source
)

select * from renamed
