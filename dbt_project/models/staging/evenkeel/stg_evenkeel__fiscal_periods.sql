with

source as (
    select * from {{ source('evenkeel', 'fiscal_periods') }}
),

renamed as (
    select
        cast(period_code as varchar) as period_code,
        cast(period_start_date as date) as period_start_date,
        cast(period_end_date as date) as period_end_date,
        cast(fiscal_year as integer) as fiscal_year,
        cast(fiscal_quarter as integer) as fiscal_quarter,
        cast(period_number as integer) as period_number
    from source
)

select * from renamed
