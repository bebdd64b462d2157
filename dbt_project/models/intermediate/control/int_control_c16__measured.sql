{#- C16: time, purchases and billing that came late for a period the books hold is posted once in an open period:
    the hours and amounts of rows that the books do not know are those of the late adjustments. -#}
with

{%- set cost = ['int_costs__incurred', 'stg_evenkeel__booked_costs', 'fct_project_cost'] %}
{%- set billing = ['int_billings__issued', 'stg_evenkeel__booked_billings', 'fct_billing_event'] %}
{%- set sides = [
    ('hours', 'cost', cost, 'hours', "source_table = 'time_entries'"),
    ('purchases', 'cost', cost, 'cost_transaction_amount', "source_table <> 'time_entries'"),
    ('billing', 'billing', billing, 'billed_transaction_amount', 'true'),
] %}
{%- for side, lock, models, measure, counted in sides %}
    {{ side }}_computed as (
        select * from {{ ref(models[0]) }}
        where {{ counted }}
    ),

    {{ side }}_booked as (
        select distinct
            system_name,
            source_id
        from {{ ref(models[1]) }}
        where {{ counted }}
    ),

    {{ side }}_posted as (
        select * from {{ ref(models[2]) }}
        where origin_period is not null and {{ counted }}
    ),
{% endfor %}

locks as (
    select * from {{ ref('int_period_locks__dated') }}
),

{%- for side, lock, models, measure, counted in sides %}
    {{ side }}_late as (
        select
            {{ side }}_computed.system_name,
            {{ side }}_computed.source_id,
            {{ side }}_computed.entity_code,
            {{ side }}_computed.service_period,
            sum({{ side }}_computed.{{ measure }}) as late_value
        from {{ side }}_computed
        inner join locks
            on
                {{ side }}_computed.entity_code = locks.entity_code
                and {{ side }}_computed.service_period = locks.period_code
                and locks.lock = '{{ lock }}'
                and locks.is_settled
        left join {{ side }}_booked
            on
                {{ side }}_computed.system_name = {{ side }}_booked.system_name
                and {{ side }}_computed.source_id = {{ side }}_booked.source_id
        where {{ side }}_booked.source_id is null
        group by
            {{ side }}_computed.system_name,
            {{ side }}_computed.source_id,
            {{ side }}_computed.entity_code,
            {{ side }}_computed.service_period
    ),

    {{ side }}_adjusted as (
        select
            {{ side }}_posted.system_name,
            {{ side }}_posted.source_id,
            {{ side }}_posted.origin_period,
            sum({{ side }}_posted.{{ measure }}) as posted_value
        from {{ side }}_posted
        inner join locks
            on
                {{ side }}_posted.entity_code = locks.entity_code
                and {{ side }}_posted.accounting_period = locks.period_code
                and locks.lock = '{{ lock }}'
                and not locks.is_settled
        group by {{ side }}_posted.system_name, {{ side }}_posted.source_id, {{ side }}_posted.origin_period
    ),

    {{ side }}_compared as (
        select
            {{ side }}_late.entity_code,
            {{ side }}_late.service_period,
            sum({{ side }}_late.late_value) as late_value,
            sum(postings.posted_value) as posted_value
        from {{ side }}_late
        left join {{ side }}_adjusted as postings
            on
                {{ side }}_late.system_name = postings.system_name
                and {{ side }}_late.source_id = postings.source_id
                and {{ side }}_late.service_period = postings.origin_period
        group by {{ side }}_late.entity_code, {{ side }}_late.service_period
    ),
{% endfor %}

measured as (
    {%- for side, lock, models, measure, counted in sides %}
        select
            'C16' as control_id,
            'late {{ side }} = posted in open periods' as check_name,
            entity_code,
            service_period as accounting_period,
            concat('{{ side }} of ', service_period) as subject,
            cast(late_value as decimal(38, 9)) as a_value,
            cast(posted_value as decimal(38, 9)) as b_value,
            cast(0 as decimal(38, 9)) as tolerance
        from {{ side }}_compared
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
)

select * from measured
