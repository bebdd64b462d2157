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

described as (
    select
        {{ surrogate_key(['gl_lines.system_name', 'gl_lines.gl_line_id']) }} as gl_line_key,
        gl_lines.system_name,
        gl_lines.gl_line_id,
        gl_lines.journal_id,
        gl_lines.journal_number,
        coalesce(gl_lines.entity_code, systems.entity_code) as entity_code,
        accounts.account_key,
        accounts.account_class,
        gl_lines.posting_date,
        periods.period_code as accounting_period,
        entities.functional_currency_code,
        cast(gl_lines.debit_amount as decimal(18, 4)) as debit_functional_amount,
        cast(gl_lines.credit_amount as decimal(18, 4)) as credit_functional_amount,
        cast(gl_lines.debit_amount - gl_lines.credit_amount as decimal(18, 4))
            as net_functional_amount,
        gl_lines.transaction_currency_code,
        gl_lines.transaction_amount,
        gl_lines.source_type,
        gl_lines.source_id,
        gl_lines.description,
        gl_lines.posted_at,
        gl_lines.landed_at as known_at,
        gl_lines.delivery_id
    from gl_lines
    left join systems on gl_lines.system_name = systems.system_name
    left join accounts
        on gl_lines.system_name = accounts.system_name and gl_lines.account_id = accounts.account_id
    left join entities
        on coalesce(gl_lines.entity_code, systems.entity_code) = entities.entity_code
    left join periods
        on gl_lines.posting_date between periods.period_start_date and periods.period_end_date
)

select * from described
