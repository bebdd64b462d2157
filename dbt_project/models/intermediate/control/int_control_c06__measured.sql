{#- C06: contract assets, unbilled receivables and contract liabilities are what the ledger's accounts for
    them hold, by entity and period end, in the entity's currency (decision 17). -#}
with

periods as (
    select * from {{ ref('int_ledger_periods__compared') }}
    where is_compared
),

balances as (
    select * from {{ ref('fct_contract_balance_rollforward') }}
),

gl_lines as (
    select * from {{ ref('fct_gl_line') }}
    where {{ is_contract_balance('account_class') }}
),

{%- for account_class, sign in contract_balance_classes().items() %}

    {{ account_class }}_worth as (
        select
            entity_code,
            accounting_period,
            sum(closing_{{ account_class }}_functional_amount) as amount,
            count(*) - count(closing_{{ account_class }}_functional_amount) as unknown_amounts
        from balances
        group by entity_code, accounting_period
    ),

    {{ account_class }}_booked as (
        select
            periods.entity_code,
            periods.period_code,
            {{ sign }} * sum(gl_lines.net_functional_amount) as amount
        from periods
        inner join gl_lines
            on
                periods.entity_code = gl_lines.entity_code
                and periods.period_end_date >= gl_lines.posting_date
        where gl_lines.account_class = '{{ account_class }}'
        group by periods.entity_code, periods.period_code
    ),
{%- endfor %}

compared as (
    {%- for account_class in contract_balance_classes() %}
        select
            periods.entity_code,
            periods.period_code,
            '{{ account_class }}' as subject,
            case
                when coalesce({{ account_class }}_worth.unknown_amounts, 0) = 0
                    then coalesce({{ account_class }}_worth.amount, 0)
            end as a_value,
            coalesce({{ account_class }}_booked.amount, 0) as b_value
        from periods
        left join {{ account_class }}_worth
            on
                periods.entity_code = {{ account_class }}_worth.entity_code
                and periods.period_code = {{ account_class }}_worth.accounting_period
        left join {{ account_class }}_booked
            on
                periods.entity_code = {{ account_class }}_booked.entity_code
                and periods.period_code = {{ account_class }}_booked.period_code
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

measured as (
    select
        {{ ledger_check('C06') }},
        entity_code,
        period_code as accounting_period,
        subject,
        cast(a_value as decimal(38, 9)) as a_value,
        cast(b_value as decimal(38, 9)) as b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from compared
)

select * from measured
