with

measured as (
    {%- for control in ['c01', 'c02', 'c03', 'c07', 'c08', 'c10', 'c11', 'c15', 'c16', 'c22', 'c24'] %}
        select * from {{ ref('int_control_' ~ control ~ '__measured') }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

judged as (
    select
        {{ surrogate_key(
            ['control_id', 'check_name', 'entity_code', 'accounting_period', 'subject']
        ) }} as reconciliation_key,
        control_id,
        check_name,
        entity_code,
        accounting_period,
        subject,
        a_value,
        b_value,
        cast(a_value - b_value as decimal(38, 9)) as difference,
        tolerance,
        case
            when abs(a_value - b_value) <= tolerance then 'reconciled'
            else 'unexplained'
        end as status
    from measured
)

select * from judged
