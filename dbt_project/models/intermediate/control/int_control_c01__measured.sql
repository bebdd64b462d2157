{#- C01: delivered = landed + quarantined in rows and in every control total, landed = appended +
    unchanged, and what was appended is what staging holds. -#}
with

completeness as (
    select * from {{ ref('int_deliveries__compared') }}
),

measured as (
    select
        'C01' as control_id,
        check_name,
        entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        delivery_id as subject,
        a_value,
        b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from completeness
)

select * from measured
