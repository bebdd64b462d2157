with

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

described as (
    select
        {{ surrogate_key(['entity_code']) }} as entity_key,
        entity_code,
        entity_name,
        functional_currency_code,
        {{ reporting_currency() }} as reporting_currency_code
    from entities
)

select * from described
