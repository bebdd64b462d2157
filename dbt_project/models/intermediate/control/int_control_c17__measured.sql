{#- C17: each hour has exactly one rate, without gap or overlap. -#}
with

bill_rates as (
    select * from {{ ref('int_bill_rates__counted') }}
),

measured as (
    select
        control_id,
        check_name,
        entity_code,
        accounting_period,
        subject,
        a_value,
        b_value,
        tolerance
    from bill_rates
)

select * from measured
