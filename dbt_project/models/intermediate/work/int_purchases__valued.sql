{#- What people spent and suppliers billed, with its keys, period and cost in all currencies: the one
    valuation of it, for what projects cost and for what progress is measured by. Service is the last day
    that a bill pays for, or its date where that is earlier. What was rejected is no cost. -#}
with

expenses as (
    select * from {{ ref('int_expenses__unioned') }}
    where approval_state <> 'rejected'
),

vendor_bills as (
    select * from {{ ref('int_vendor_bills__unioned') }}
),

cost_categories as (
    select * from {{ ref('cost_categories') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
),

projects as (
    select * from {{ ref('int_projects__unioned') }}
),

people as (
    select * from {{ ref('int_people__unioned') }}
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
    select * from {{ ref('int_fx_rates__dated') }}
),

purchases as (
    select
        system_name,
        'expenses' as source_table,
        expense_id as source_id,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        person_id,
        project_id,
        cast(null as {{ dbt.type_string() }}) as product_id,
        cast(null as {{ dbt.type_string() }}) as cost_pool,
        category,
        expense_date as service_date,
        amount,
        currency_code,
        false as is_uninstalled,
        coalesce(is_wasted, false) as is_wasted,
        delivery_id,
        landed_at,
        row_hash
    from expenses
    union all
    select
        system_name,
        'vendor_bills' as source_table,
        vendor_bill_id as source_id,
        entity_code,
        cast(null as {{ dbt.type_string() }}) as person_id,
        project_id,
        product_id,
        cost_pool,
        category,
        least(bill_date, coalesce(service_end_date, bill_date)) as service_date,
        net_amount as amount,
        currency_code,
        coalesce(is_uninstalled, false) as is_uninstalled,
        coalesce(is_wasted, false) as is_wasted,
        delivery_id,
        landed_at,
        row_hash
    from vendor_bills
),

placed as (
    select
        purchases.*,
        projects.client_id,
        coalesce(
            purchases.entity_code, projects.entity_code, people.entity_code, systems.entity_code
        ) as paying_entity_code
    from purchases
    left join systems on purchases.system_name = systems.system_name
    left join projects
        on
            purchases.system_name = projects.system_name
            and purchases.project_id = projects.project_id
    left join people
        on
            purchases.system_name = people.system_name
            and purchases.person_id = people.person_id
),

keyed as (
    select
        placed.system_name,
        placed.source_table,
        placed.source_id,
        placed.paying_entity_code as entity_code,
        placed.service_date,
        periods.period_code,
        project_identities.crosswalk_key as project_key,
        client_identities.crosswalk_key as client_key,
        {{ optional_key(['placed.system_name', 'placed.product_id']) }} as product_key,
        placed.cost_pool,
        coalesce(cost_categories.cost_class, 'other') as cost_class,
        placed.is_uninstalled,
        placed.is_wasted,
        placed.currency_code,
        entities.functional_currency_code,
        {{ reporting_currency() }} as reporting_currency_code,
        cast(placed.amount as decimal(28, 6)) as cost_transaction_amount,
        placed.delivery_id,
        placed.landed_at,
        placed.row_hash
    from placed
    left join entities on placed.paying_entity_code = entities.entity_code
    left join periods
        on placed.service_date between periods.period_start_date and periods.period_end_date
    left join cost_categories
        on
            placed.source_table = cost_categories.source_table
            and placed.category = cost_categories.category
    left join identities as project_identities
        on
            project_identities.entity_type = 'project'
            and placed.system_name = project_identities.system_name
            and placed.project_id = project_identities.source_id
    left join identities as client_identities
        on
            client_identities.entity_type = 'client'
            and placed.system_name = client_identities.system_name
            and placed.client_id = client_identities.source_id
),

valued as (
    select
        keyed.*,
    {% for books in ['functional', 'reporting'] %}
        {{ in_currency(
            'keyed.cost_transaction_amount',
            'keyed.currency_code',
            'keyed.' ~ books ~ '_currency_code',
            'to_' ~ books,
        ) }} as cost_{{ books }}_amount,
        {{ rate_used('keyed.currency_code', 'keyed.' ~ books ~ '_currency_code', 'to_' ~ books) }}
            as {{ books }}_fx_rate,
        {{ rate_date_used('keyed.currency_code', 'keyed.' ~ books ~ '_currency_code', 'to_' ~ books) }}
            as {{ books }}_fx_rate_date{{ ',' if not loop.last }}
    {% endfor %}
    from keyed
    {% for books in ['functional', 'reporting'] %}
        {{ join_fx_rate(
            'to_' ~ books,
            'keyed.currency_code',
            'keyed.' ~ books ~ '_currency_code',
            'keyed.service_date',
        ) }}
    {% endfor %}
)

select * from valued
