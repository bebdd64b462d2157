with

delivered as (
    select * from {{ ref('int_time_entries__delivered') }}
),

unioned as (
    {{ union_conformed('time_entries', changes='delivered') }}
)

select * from unioned
