{#- What is with a project is with the project's customer. A transaction dated outside the period that
    it is posted to is posted on that period's nearest day. An account without OneWorld has one entity,
    one without several currencies has that entity's. -#}
with

transactions as (
    {{ current_rows(ref('stg_netsuite__transactions'), 'transaction_id') }}
),

lines as (
    {{ current_rows(ref('stg_netsuite__transaction_lines'), 'unique_line_id') }}
),

jobs as (
    {{ current_rows(ref('stg_netsuite__jobs'), 'job_id') }}
),

customers as (
    {{ current_rows(ref('stg_netsuite__customers'), 'customer_id') }}
),

periods as (
    {{ current_rows(ref('stg_netsuite__accounting_periods'), 'accounting_period_id') }}
),

currencies as (
    {{ current_rows(ref('stg_netsuite__currencies'), 'currency_id') }}
),

subsidiaries as (
    select * from {{ ref('int_netsuite_subsidiaries__mapped') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

main_lines as (
    select
        lines.system_name,
        lines.transaction_id,
        max(subsidiaries.entity_code) as entity_code
    from lines
    left join subsidiaries
        on
            lines.system_name = subsidiaries.system_name
            and lines.subsidiary_id = subsidiaries.subsidiary_id
    where lines.is_main_line
    group by lines.system_name, lines.transaction_id
),

headed as (
    select
        transactions.system_name,
        transactions.transaction_id,
        transactions.transaction_type,
        transactions.transaction_number,
        transactions.is_posting and not coalesce(transactions.is_voided, false) as is_in_the_books,
        case
            when coalesce(transactions.is_voided, false) then 'voided'
            when not transactions.is_posting then 'draft'
            -- The letter alone, or after the type as in `CustInvc:B`.
            when
                transactions.transaction_type in ('CustInvc', 'CustCred')
                and transactions.status like '%B'
                then 'paid'
            else 'posted'
        end as state,
        transactions.transaction_date,
        transactions.due_date,
        case
            when transactions.transaction_date < periods.start_date then periods.start_date
            when transactions.transaction_date > periods.end_date then periods.end_date
            else transactions.transaction_date
        end as posting_date,
        main_lines.entity_code,
        case when jobs.job_id is null then customers.customer_id else jobs.customer_id end as client_id,
        jobs.job_id as project_id,
        coalesce(currencies.currency_code, entities.functional_currency_code) as currency_code,
        transactions.foreign_total_amount,
        transactions.foreign_unpaid_amount,
        transactions.foreign_unused_amount,
        transactions.created_at,
        transactions.changed_at,
        transactions.delivery_id,
        transactions.landed_at,
        transactions.row_hash
    from transactions
    left join main_lines
        on
            transactions.system_name = main_lines.system_name
            and transactions.transaction_id = main_lines.transaction_id
    left join jobs
        on
            transactions.system_name = jobs.system_name
            and transactions.entity_id = jobs.job_id
    left join customers
        on
            transactions.system_name = customers.system_name
            and transactions.entity_id = customers.customer_id
    left join periods
        on
            transactions.system_name = periods.system_name
            and transactions.posting_period_id = periods.accounting_period_id
    left join currencies
        on
            transactions.system_name = currencies.system_name
            and transactions.currency_id = currencies.currency_id
    left join systems on transactions.system_name = systems.system_name
    left join entities
        on coalesce(main_lines.entity_code, systems.entity_code) = entities.entity_code
)

select * from headed
