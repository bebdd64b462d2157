{#- C16: time and billing that came late for a period the books hold is posted once in an open period:
    the hours and amounts of rows that the books do not know are those of the late adjustments. -#}
with

{%- set sides = [
    ('cost', 'int_costs__incurred', 'stg_evenkeel__booked_costs', 'fct_project_cost', 'hours'),
    (
        'billing', 'int_billings__issued', 'stg_evenkeel__booked_billings', 'fct_billing_event',
        'billed_transaction_amount'
    ),
] %}
{%- for lock, computed, booked, posted, measure in sides %}
    {{ lock }}_computed as (
        select * from {{ ref(computed) }}
    ),

    {{ lock }}_booked as (
        select distinct
            system_name,
            source_id
        from {{ ref(booked) }}
    ),

    {{ lock }}_posted as (
        select * from {{ ref(posted) }}
        where origin_period is not null
    ),
{% endfor %}

locks as (
    select * from {{ ref('int_period_locks__dated') }}
),

{%- for lock, computed, booked, posted, measure in sides %}
    {{ lock }}_late as (
        select
            {{ lock }}_computed.system_name,
            {{ lock }}_computed.source_id,
            {{ lock }}_computed.entity_code,
            {{ lock }}_computed.service_period,
            sum({{ lock }}_computed.{{ measure }}) as late_value
        from {{ lock }}_computed
        inner join locks
            on
                {{ lock }}_computed.entity_code = locks.entity_code
                and {{ lock }}_computed.service_period = locks.period_code
                and locks.lock = '{{ lock }}'
                and locks.is_settled
        left join {{ lock }}_booked
            on
                {{ lock }}_computed.system_name = {{ lock }}_booked.system_name
                and {{ lock }}_computed.source_id = {{ lock }}_booked.source_id
        where {{ lock }}_booked.source_id is null
        group by
            {{ lock }}_computed.system_name,
            {{ lock }}_computed.source_id,
            {{ lock }}_computed.entity_code,
            {{ lock }}_computed.service_period
    ),

    {{ lock }}_adjusted as (
        select
            {{ lock }}_posted.system_name,
            {{ lock }}_posted.source_id,
            {{ lock }}_posted.origin_period,
            sum({{ lock }}_posted.{{ measure }}) as posted_value
        from {{ lock }}_posted
        inner join locks
            on
                {{ lock }}_posted.entity_code = locks.entity_code
                and {{ lock }}_posted.accounting_period = locks.period_code
                and locks.lock = '{{ lock }}'
                and not locks.is_settled
        group by {{ lock }}_posted.system_name, {{ lock }}_posted.source_id, {{ lock }}_posted.origin_period
    ),

    {{ lock }}_compared as (
        select
            {{ lock }}_late.entity_code,
            {{ lock }}_late.service_period,
            sum({{ lock }}_late.late_value) as late_value,
            sum(postings.posted_value) as posted_value
        from {{ lock }}_late
        left join {{ lock }}_adjusted as postings
            on
                {{ lock }}_late.system_name = postings.system_name
                and {{ lock }}_late.source_id = postings.source_id
                and {{ lock }}_late.service_period = postings.origin_period
        group by {{ lock }}_late.entity_code, {{ lock }}_late.service_period
    ),
{% endfor %}

measured as (
    {%- for lock, computed, booked, posted, measure in sides %}
        select
            'C16' as control_id,
            'late {{ 'hours' if lock == 'cost' else 'billing' }} = posted in open periods' as check_name,
            entity_code,
            service_period as accounting_period,
            concat('{{ lock }} of ', service_period) as subject,
            cast(late_value as decimal(38, 9)) as a_value,
            cast(posted_value as decimal(38, 9)) as b_value,
            cast(0 as decimal(38, 9)) as tolerance
        from {{ lock }}_compared
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
)

select * from measured
