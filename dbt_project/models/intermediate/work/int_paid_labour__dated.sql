{#- What was paid for people's work, by the period of the work and in the books that it is for (decision 22). A part
    of a row of payroll that pays for work of several periods is shared by their hours, in whole cents by largest
    remainder. -#}
with

allocated as (
    select * from {{ ref('int_payroll__allocated') }}
),

labour as (
    select * from {{ ref('int_labour__grouped') }}
    where payroll_cost_id is not null
),

fx_rates as (
    select * from {{ ref('int_fx_rates__averaged') }}
),

keyed as (
    select
        {{ surrogate_key([
            'payroll_system_name',
            'payroll_cost_id',
            'entity_code',
            'project_key',
            'role',
            'labour_kind',
        ]) }} as labour_cost_allocation_key,
        labour.*
    from labour
),

worked as (
    select
        labour_cost_allocation_key,
        period_code,
        functional_currency_code,
        cast(sum(hours) as decimal(18, 6)) as hours,
        cast(sum(greatest(hours, 0)) as decimal(18, 6)) as hours_to_pay,
        cast(sum(uncosted_hours) as decimal(18, 6)) as uncosted_hours,
        sum({{ posted_amount('cost_functional_amount') }}) as costed_functional_amount,
        sum({{ posted_amount('cost_reporting_amount') }}) as costed_reporting_amount
    from keyed
    group by labour_cost_allocation_key, period_code, functional_currency_code
),

in_books_of_work as (
    select
        worked.*,
        allocated.work_entity_code as entity_code,
        allocated.project_key,
        allocated.role,
        allocated.labour_kind,
        allocated.reporting_currency_code,
        {{ posted_amount(known_in_currency(
            [
                ('allocated.labour_cost_actual_transaction_amount', 'allocated.transaction_currency_code'),
                ('allocated.labour_cost_actual_functional_amount', 'allocated.functional_currency_code'),
                ('allocated.labour_cost_actual_reporting_amount', 'allocated.reporting_currency_code'),
            ],
            'worked.functional_currency_code',
            'to_books_of_work',
        )) }} as paid_functional_amount,
        allocated.labour_cost_actual_reporting_amount as paid_reporting_amount
    from worked
    inner join allocated on worked.labour_cost_allocation_key = allocated.labour_cost_allocation_key
    {{ join_average_rate(
        'to_books_of_work',
        'allocated.transaction_currency_code',
        'worked.functional_currency_code',
        'allocated.period_code',
    ) }}
),

{{ share_among(
    'shared',
    'in_books_of_work',
    ['labour_cost_allocation_key'],
    'period_code asc nulls last',
    'hours_to_pay',
    {
        'labour_cost_actual_functional_amount': ('paid_functional_amount', 2),
        'labour_cost_actual_reporting_amount': ('paid_reporting_amount', 2),
    },
) }},

dated as (
    select
        labour_cost_allocation_key,
        entity_code,
        period_code,
        project_key,
        role,
        labour_kind,
        hours,
        uncosted_hours,
    {%- for books in ['functional', 'reporting'] %}
        {{ books }}_currency_code,
        labour_cost_actual_{{ books }}_amount,
        cast(case when uncosted_hours = 0 then costed_{{ books }}_amount end as decimal(18, 2))
            as labour_cost_std_{{ books }}_amount{{ ',' if not loop.last }}
    {%- endfor %}
    from shared
)

select * from dated
