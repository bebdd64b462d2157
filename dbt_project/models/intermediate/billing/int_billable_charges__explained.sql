{#- Every billable expense, and every period of a subscription that has begun, with what stands in the way of
    an invoice for it. A subscription's period is invoiced where a posted line bills the product under the
    contract for a day of it. -#}
with

expenses as (
    select * from {{ ref('int_expenses__unioned') }}
    where is_billable
),

subscription_lines as (
    select * from {{ ref('int_subscription_lines__unioned') }}
),

people as (
    select * from {{ ref('int_people__unioned') }}
),

projects as (
    select * from {{ ref('int_projects__unioned') }}
),

agreements as (
    select * from {{ ref('int_contracts__unioned') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

terms as (
    select * from {{ ref('int_project_terms__gathered') }}
),

invoice_lines as (
    select * from {{ ref('int_invoice_lines__converted') }}
    where invoice_state in ('posted', 'paid')
),

disputes as (
    select * from {{ ref('int_disputes__unioned') }}
),

fiscal_periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

disputed as (
    {{ disputed_invoices() }}
),

contracts as (
    select count(*) as contracts
    from agreements
),

spent as (
    select
        'expense' as item_type,
        expenses.system_name,
        expenses.expense_id as source_id,
        coalesce(projects.entity_code, people.entity_code, systems.entity_code) as entity_code,
        project_identities.crosswalk_key as project_key,
        client_identities.crosswalk_key as client_key,
        terms.contract_key,
        cast(null as {{ dbt.type_string() }}) as product_key,
        expenses.expense_date as service_date,
        case
            when invoice_lines.invoice_line_id is not null and disputed.invoice_id is not null
                then 'disputed'
            when invoice_lines.invoice_line_id is not null then 'already_invoiced'
            when expenses.approval_state = 'rejected' then 'rejected'
            when expenses.approval_state <> 'approved' then 'not_approved'
            when project_identities.crosswalk_key is null then 'contract_not_known'
            when terms.contract_key is null and contracts.contracts > 0 then 'contract_not_known'
            else 'ready'
        end as billing_reason,
        expenses.currency_code,
        expenses.amount as value_amount,
        expenses.landed_at as known_at,
        expenses.delivery_id,
        expenses.row_hash
    from expenses
    cross join contracts
    left join systems on expenses.system_name = systems.system_name
    left join people
        on
            expenses.system_name = people.system_name
            and expenses.person_id = people.person_id
    left join projects
        on
            expenses.system_name = projects.system_name
            and expenses.project_id = projects.project_id
    left join identities as project_identities
        on
            project_identities.entity_type = 'project'
            and expenses.system_name = project_identities.system_name
            and expenses.project_id = project_identities.source_id
    left join identities as client_identities
        on
            client_identities.entity_type = 'client'
            and projects.system_name = client_identities.system_name
            and projects.client_id = client_identities.source_id
    left join terms on project_identities.crosswalk_key = terms.project_key
    left join invoice_lines
        on
            expenses.system_name = invoice_lines.system_name
            and expenses.invoice_line_id = invoice_lines.invoice_line_id
    left join disputed
        on
            invoice_lines.system_name = disputed.system_name
            and invoice_lines.invoice_id = disputed.invoice_id
),

numbers as (
    select row_number() over (order by period_start_date) - 1 as number
    from fiscal_periods
),

numbered as (
    select
        subscription_lines.*,
        numbers.number,
        {{ plus_months('subscription_lines.start_date', 'numbers.number * subscription_lines.billing_months') }}
            as from_day,
        {{ plus_months(
            'subscription_lines.start_date', '(numbers.number + 1) * subscription_lines.billing_months'
        ) }} as full_before_day
    from subscription_lines
    cross join numbers
),

begun as (
    select numbered.*
    from numbered
    cross join run
    where
        numbered.from_day <= run.as_of_date
        and numbered.from_day < coalesce(numbered.end_date, cast('9999-12-31' as date))
),

promised as (
    select
        begun.*,
        least(begun.full_before_day, coalesce(begun.end_date, begun.full_before_day)) as before_day,
        coalesce(agreements.entity_code, systems.entity_code) as entity_code,
        contract_identities.crosswalk_key as contract_key,
        client_identities.crosswalk_key as client_key,
        {{ optional_key(['begun.system_name', 'begun.product_id']) }} as product_key
    from begun
    left join systems on begun.system_name = systems.system_name
    left join agreements
        on
            begun.system_name = agreements.system_name
            and begun.contract_id = agreements.contract_id
    left join identities as contract_identities
        on
            contract_identities.entity_type = 'contract'
            and begun.system_name = contract_identities.system_name
            and begun.contract_id = contract_identities.source_id
    left join identities as client_identities
        on
            client_identities.entity_type = 'client'
            and begun.system_name = client_identities.system_name
            and begun.client_id = client_identities.source_id
),

billed as (
    select
        promised.system_name,
        promised.subscription_line_id,
        promised.number,
        max(case when disputed.invoice_id is not null then 1 else 0 end) as disputed_lines
    from promised
    inner join invoice_lines
        on
            promised.contract_key = invoice_lines.contract_key
            and promised.product_key = invoice_lines.product_key
            and promised.before_day > coalesce(invoice_lines.service_start_date, invoice_lines.invoice_date)
            and promised.from_day < coalesce(
                invoice_lines.service_end_date, {{ plus_days('invoice_lines.invoice_date', 1) }}
            )
            and invoice_lines.net_amount > 0
    left join disputed
        on
            invoice_lines.system_name = disputed.system_name
            and invoice_lines.invoice_id = disputed.invoice_id
    group by promised.system_name, promised.subscription_line_id, promised.number
),

subscribed as (
    select
        'subscription_period' as item_type,
        promised.system_name,
        concat(promised.subscription_line_id, ' from ', promised.from_day) as source_id,
        promised.entity_code,
        cast(null as {{ dbt.type_string() }}) as project_key,
        promised.client_key,
        promised.contract_key,
        promised.product_key,
        promised.from_day as service_date,
        case
            when billed.disputed_lines = 1 then 'disputed'
            when billed.system_name is not null then 'already_invoiced'
            when promised.contract_key is null then 'contract_not_known'
            else 'ready'
        end as billing_reason,
        promised.currency_code,
        promised.line_amount as value_amount,
        promised.landed_at as known_at,
        promised.delivery_id,
        promised.row_hash
    from promised
    left join billed
        on
            promised.system_name = billed.system_name
            and promised.subscription_line_id = billed.subscription_line_id
            and promised.number = billed.number
),

both_kinds as (
    select * from spent
    union all
    select * from subscribed
),

explained as (
    select
        item_type,
        system_name,
        source_id,
        entity_code,
        project_key,
        client_key,
        contract_key,
        product_key,
        service_date,
        billing_reason,
        cast(0 as decimal(18, 6)) as hours,
        currency_code,
        cast(value_amount as decimal(28, 6)) as value_amount,
        known_at,
        delivery_id,
        row_hash
    from both_kinds
)

select * from explained
