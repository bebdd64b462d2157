with

measured as (
    {%- for control in [
        'c01', 'c02', 'c03', 'c04', 'c05', 'c06', 'c07', 'c08', 'c09', 'c10', 'c11', 'c12', 'c13', 'c14', 'c15',
        'c16', 'c17', 'c18', 'c19', 'c20', 'c21', 'c22', 'c23', 'c24'
    ] %}
        select * from {{ ref('int_control_' ~ control ~ '__measured') }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

control_settings as (
    select * from {{ ref('stg_evenkeel__control_settings') }}
),

tolerated as (
    select
        {{ surrogate_key([
            'measured.control_id',
            'measured.check_name',
            'measured.entity_code',
            'measured.accounting_period',
            'measured.subject',
        ]) }} as reconciliation_key,
        measured.control_id,
        measured.check_name,
        measured.entity_code,
        measured.accounting_period,
        measured.subject,
        measured.a_value,
        measured.b_value,
        cast(measured.a_value - measured.b_value as decimal(38, 9)) as difference,
        coalesce(control_settings.tolerance, measured.tolerance) as tolerance,
        control_settings.owner_name
    from measured
    left join control_settings on measured.control_id = control_settings.control_id
)

select * from tolerated
