with

gl_lines as (
    select * from {{ ref('int_gl_lines__unioned') }}
),

accounts as (
    select * from {{ ref('dim_gl_account') }}
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

placed as (
    select
        gl_lines.*,
        coalesce(gl_lines.entity_code, systems.entity_code) as ledger_entity_code
    from gl_lines
    left join systems on gl_lines.system_name = systems.system_name
),

described as (
    select
        {{ surrogate_key(['placed.system_name', 'placed.gl_line_id']) }} as gl_line_key,
        placed.system_name,
        placed.gl_line_id,
        placed.journal_id,
        placed.journal_number,
        placed.ledger_entity_code as entity_code,
        accounts.account_key,
        accounts.account_class,
        placed.posting_date,
        periods.period_code as accounting_period,
        entities.functional_currency_code,
        cast(placed.debit_amount as decimal(18, 4)) as debit_functional_amount,
        cast(placed.credit_amount as decimal(18, 4)) as credit_functional_amount,
        cast(placed.debit_amount - placed.credit_amount as decimal(18, 4)) as net_functional_amount,
        placed.transaction_currency_code,
        placed.transaction_amount,
        placed.source_type,
        placed.source_id,
        placed.description,
        placed.posted_at,
        placed.landed_at as known_at,
        placed.delivery_id
    from placed
    left join accounts
        on placed.system_name = accounts.system_name and placed.account_id = accounts.account_id
    left join entities on placed.ledger_entity_code = entities.entity_code
    left join periods
        on placed.posting_date between periods.period_start_date and periods.period_end_date
)

select * from described
