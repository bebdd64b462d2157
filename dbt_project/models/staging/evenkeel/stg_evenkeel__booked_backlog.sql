with

source as (
    select * from {{ source('evenkeel', 'booked_fct_bookings_backlog_month') }}
),

renamed as (
    select
        cast(entity_code as varchar) as entity_code,
        cast(accounting_period as varchar) as accounting_period,
        cast(revenue_stream as varchar) as revenue_stream,
        cast(closing_backlog_functional_amount as decimal(18, 2)) as closing_backlog_functional_amount,
        cast(closing_backlog_reporting_amount as decimal(18, 2)) as closing_backlog_reporting_amount
    from source
)

select * from renamed
