{#- What the company paid for a person's work, shared by the hours it pays for, in whole cents by largest
    remainder (decision 22). Pay for nobody's hours is unrecorded. Converted at the average rate of the
    period that it ends in; the parts are shared in each currency, so they are the whole in each. -#}
with

payroll_costs as (
    select * from {{ ref('int_payroll_costs__unioned') }}
),

labour as (
    select * from {{ ref('int_labour__grouped') }}
    where payroll_cost_id is not null
),

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'person'
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__averaged') }}
),

placed as (
    select
        payroll_costs.system_name,
        payroll_costs.payroll_cost_id,
        identities.crosswalk_key as person_key,
        coalesce(payroll_costs.entity_code, systems.entity_code) as entity_code,
        periods.period_code,
        payroll_costs.currency_code as transaction_currency_code,
        {{ posted_amount('payroll_costs.gross_amount') }} as payroll_transaction_amount,
        {{ reporting_currency() }} as reporting_currency_code,
        payroll_costs.landed_at as known_at,
        payroll_costs.delivery_id,
        payroll_costs.row_hash
    from payroll_costs
    left join systems on payroll_costs.system_name = systems.system_name
    left join periods
        on payroll_costs.period_end_date between periods.period_start_date and periods.period_end_date
    left join identities
        on
            payroll_costs.system_name = identities.system_name
            and payroll_costs.person_id = identities.source_id
),

valued as (
    select
        placed.*,
        entities.functional_currency_code,
    {% for books in ['functional', 'reporting'] %}
        {%- set currency = ('entities.' if books == 'functional' else 'placed.') ~ books ~ '_currency_code' %}
        {{ posted_amount(in_currency(
            'placed.payroll_transaction_amount',
            'placed.transaction_currency_code',
            currency,
            'to_' ~ books,
        )) }} as payroll_{{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from placed
    left join entities on placed.entity_code = entities.entity_code
    {% for books in ['functional', 'reporting'] %}
        {%- set currency = ('entities.' if books == 'functional' else 'placed.') ~ books ~ '_currency_code' %}
        {{ join_average_rate(
            'to_' ~ books, 'placed.transaction_currency_code', currency, 'placed.period_code'
        ) }}
    {% endfor %}
),

-- What the hours cost at their rates, in the currency of the books that pay: as it is in the currency of the rates,
-- of the books of the work or of reports where that is theirs, else converted once.
to_share as (
    select
        valued.*,
        labour.entity_code as work_entity_code,
        labour.project_key,
        labour.role,
        coalesce(labour.labour_kind, 'unrecorded') as labour_kind,
        coalesce(labour.hours, 0) as hours,
        case when coalesce(labour.hours, 0) > 0 then labour.hours else 0 end as hours_to_pay,
        coalesce(labour.uncosted_hours, 0) as uncosted_hours,
        {{ posted_amount(known_in_currency(
            [
                ('labour.cost_transaction_amount', 'labour.cost_currency_code'),
                ('labour.cost_functional_amount', 'labour.functional_currency_code'),
                ('labour.cost_reporting_amount', 'labour.reporting_currency_code'),
            ],
            'valued.functional_currency_code',
            'to_functional',
        )) }} as costed_functional_amount,
        {{ posted_amount('labour.cost_reporting_amount') }} as costed_reporting_amount
    from valued
    left join labour
        on
            valued.system_name = labour.payroll_system_name
            and valued.payroll_cost_id = labour.payroll_cost_id
    {{ join_average_rate(
        'to_functional',
        'labour.cost_currency_code',
        'valued.functional_currency_code',
        'valued.period_code',
    ) }}
),

keyed as (
    select
        {{ surrogate_key([
            'system_name',
            'payroll_cost_id',
            'work_entity_code',
            'project_key',
            'role',
            'labour_kind',
        ]) }} as labour_cost_allocation_key,
        to_share.*
    from to_share
),

regrouped as (
    select
        labour_cost_allocation_key,
        system_name,
        payroll_cost_id,
        person_key,
        entity_code,
        period_code,
        transaction_currency_code,
        functional_currency_code,
        reporting_currency_code,
        payroll_transaction_amount,
        payroll_functional_amount,
        payroll_reporting_amount,
        work_entity_code,
        project_key,
        role,
        labour_kind,
        known_at,
        delivery_id,
        row_hash,
        cast(sum(hours) as decimal(18, 6)) as hours,
        cast(sum(hours_to_pay) as decimal(18, 6)) as hours_to_pay,
        cast(sum(uncosted_hours) as decimal(18, 6)) as uncosted_hours,
        cast(sum(costed_functional_amount) as decimal(18, 2)) as costed_functional_amount,
        cast(sum(costed_reporting_amount) as decimal(18, 2)) as costed_reporting_amount
    from keyed
    group by
        labour_cost_allocation_key,
        system_name,
        payroll_cost_id,
        person_key,
        entity_code,
        period_code,
        transaction_currency_code,
        functional_currency_code,
        reporting_currency_code,
        payroll_transaction_amount,
        payroll_functional_amount,
        payroll_reporting_amount,
        work_entity_code,
        project_key,
        role,
        labour_kind,
        known_at,
        delivery_id,
        row_hash
),

{{ share_among(
    'shared',
    'regrouped',
    ['system_name', 'payroll_cost_id'],
    'labour_kind asc, labour_cost_allocation_key asc',
    'hours_to_pay',
    {
        'labour_cost_actual_transaction_amount': ('payroll_transaction_amount', 2),
        'labour_cost_actual_functional_amount': ('payroll_functional_amount', 2),
        'labour_cost_actual_reporting_amount': ('payroll_reporting_amount', 2),
    },
) }},

allocated as (
    select
        labour_cost_allocation_key,
        system_name,
        payroll_cost_id,
        person_key,
        entity_code,
        period_code,
        work_entity_code,
        project_key,
        role,
        labour_kind,
        hours,
        uncosted_hours,
        transaction_currency_code,
        payroll_transaction_amount,
        labour_cost_actual_transaction_amount,
        functional_currency_code,
        labour_cost_actual_functional_amount,
        reporting_currency_code,
        labour_cost_actual_reporting_amount,
        {%- for books in ['functional', 'reporting'] %}
            case
                when labour_kind = 'unrecorded' then cast(0 as decimal(18, 2))
                when uncosted_hours = 0 then costed_{{ books }}_amount
            end as labour_cost_std_{{ books }}_amount,
        {%- endfor %}
        known_at,
        delivery_id,
        row_hash
    from shared
)

select * from allocated
