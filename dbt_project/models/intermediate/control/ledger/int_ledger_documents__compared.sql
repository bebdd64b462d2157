{#- What the subledger and the ledger hold of each document, where they differ, for the controls of the
    ledger: recognised revenue (C05), contract balances (C06) and receivables (C08). C05 and C06 compare what
    moved in each period; accruals are not expected yet after the last period that is compared. The
    differences of all documents are the control's. -#}
{%- set c05, c06, c08 = ledger_check('C05'), ledger_check('C06'), ledger_check('C08') -%}
{%- set keys = [
    'control_id',
    'check_name',
    'entity_code',
    'period_start_date',
    'subject',
    'document_type',
    'document_key',
] -%}
{%- set line_columns = [
    'entity_code',
    'account_class',
    'document_type',
    'document_key',
    'system_name',
    'table_name',
    'source_id',
    'journal_id',
    'posting_date',
    'is_foreign',
] -%}
with

periods as (
    select * from {{ ref('int_ledger_periods__compared') }}
),

ledger_lines as (
    select * from {{ ref('int_ledger_lines__placed') }}
),

revenue_documents as (
    select * from {{ ref('int_revenue_documents__listed') }}
),

balances as (
    select * from {{ ref('fct_contract_balance_rollforward') }}
),

receivable_documents as (
    select * from {{ ref('int_receivable_documents__listed') }}
),

fiscal_periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type in ('client', 'contract', 'project')
),

ranked_identities as (
    select
        entity_type,
        crosswalk_key,
        system_name,
        source_id,
        row_number() over (
            partition by entity_type, crosswalk_key
            order by is_inferred, system_name, source_id
        ) as place
    from identities
),

accruing_entities as (
    select distinct
        entity_code,
        first_start_date
    from periods
),

{# What was there before the first period is compared with the first one's opening. #}
balances_by_class as (
    {%- for account_class in contract_balance_classes() %}
        select
            balances.contract_key,
            balances.transaction_currency_code,
            balances.entity_code,
            balances.functional_currency_code <> balances.transaction_currency_code as is_foreign,
            fiscal_periods.period_start_date,
            '{{ account_class }}' as subject,
            balances.closing_{{ account_class }}_functional_amount as amount
        from balances
        inner join fiscal_periods on balances.accounting_period = fiscal_periods.period_code
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

balance_moves as (
    select
        balances_by_class.*,
        amount - coalesce(
            lag(amount) over (
                partition by contract_key, transaction_currency_code, subject order by period_start_date
            ),
            0
        ) as moved_amount
    from balances_by_class
),

expected as (
    select
        {{ c05 }},
        revenue_documents.entity_code,
        periods.period_start_date,
        'revenue' as subject,
        revenue_documents.document_type,
        revenue_documents.document_key,
        revenue_documents.system_name,
        revenue_documents.table_name,
        revenue_documents.source_id,
        revenue_documents.document_date,
        revenue_documents.is_foreign,
        revenue_documents.posted_rows,
        revenue_documents.amount
    from revenue_documents
    inner join periods
        on
            revenue_documents.entity_code = periods.entity_code
            and revenue_documents.period_code = periods.period_code
    where
        revenue_documents.document_type = 'invoice'
        or periods.period_start_date <= periods.last_start_date
    union all
    select
        {{ c06 }},
        balance_moves.entity_code,
        greatest(balance_moves.period_start_date, periods.first_start_date) as period_start_date,
        balance_moves.subject,
        'contract' as document_type,
        balance_moves.contract_key as document_key,
        cast(null as {{ dbt.type_string() }}) as system_name,
        cast(null as {{ dbt.type_string() }}) as table_name,
        cast(null as {{ dbt.type_string() }}) as source_id,
        cast(null as date) as document_date,
        balance_moves.is_foreign,
        1 as posted_rows,
        balance_moves.moved_amount as amount
    from balance_moves
    inner join periods
        on
            balance_moves.entity_code = periods.entity_code
            and greatest(balance_moves.period_start_date, periods.first_start_date)
            = periods.period_start_date
    where
        periods.period_start_date <= periods.last_start_date
        and coalesce(balance_moves.moved_amount, 1) <> 0
    union all
    select
        {{ c08 }},
        entity_code,
        cast(null as date) as period_start_date,
        system_name as subject,
        document_type,
        document_key,
        system_name,
        table_name,
        source_id,
        document_date,
        is_foreign,
        1 as posted_rows,
        amount
    from receivable_documents
),

{# Lines before the first period are its opening. #}
dated_lines as (
    select
        ledger_lines.*,
        fiscal_periods.period_start_date as posted_start_date,
        greatest(fiscal_periods.period_start_date, accruing_entities.first_start_date)
            as balance_start_date
    from ledger_lines
    inner join accruing_entities on ledger_lines.entity_code = accruing_entities.entity_code
    inner join fiscal_periods
        on
            ledger_lines.posting_date
            between fiscal_periods.period_start_date and fiscal_periods.period_end_date
),

posted as (
    select
        {{ c05 }},
        'revenue' as subject,
        posted_start_date as period_start_date,
        -net_functional_amount as amount,
        {{ line_columns | join(', ') }}
    from dated_lines
    where account_class in ('revenue', 'unmapped') and posted_start_date = balance_start_date
    {%- for account_class, sign in contract_balance_classes().items() %}
        union all
        select
            {{ c06 }},
            '{{ account_class }}' as subject,
            balance_start_date as period_start_date,
            {{ sign }} * net_functional_amount as amount,
            {{ line_columns | join(', ') }}
        from dated_lines
        where account_class in ('{{ account_class }}', 'unmapped')
    {%- endfor %}
    union all
    select
        {{ c08 }},
        system_name as subject,
        cast(null as date) as period_start_date,
        net_functional_amount as amount,
        {{ line_columns | join(', ') }}
    from ledger_lines
    where account_class in ('receivable', 'unmapped')
),

both_sides as (
    select
        {{ keys | join(', ') }},
        system_name,
        table_name,
        source_id,
        cast(null as {{ dbt.type_string() }}) as journal_id,
        document_date,
        is_foreign,
        posted_rows,
        0 as ledger_rows,
        coalesce(amount, 0) as expected_amount,
        0 as ledger_amount,
        0 as unmapped_amount
    from expected
    union all
    select
        {{ keys | join(', ') }},
        system_name,
        table_name,
        source_id,
        journal_id,
        posting_date as document_date,
        is_foreign,
        0 as posted_rows,
        case when account_class <> 'unmapped' then 1 else 0 end as ledger_rows,
        0 as expected_amount,
        case when account_class <> 'unmapped' then amount else 0 end as ledger_amount,
        case when account_class = 'unmapped' then amount else 0 end as unmapped_amount
    from posted
),

summed as (
    select
        {{ keys | join(', ') }},
        {%- for column in ['system_name', 'table_name', 'source_id', 'document_date'] %}
            coalesce(min(case when posted_rows > 0 then {{ column }} end), min({{ column }}))
                as {{ column }},
        {%- endfor %}
        min(journal_id) as journal_id,
        max(case when is_foreign then 1 else 0 end) = 1 as is_foreign,
        sum(posted_rows) as posted_rows,
        sum(ledger_rows) as ledger_rows,
        cast(sum(expected_amount) as decimal(28, 4)) as expected_amount,
        cast(sum(ledger_amount) as decimal(28, 4)) as ledger_amount,
        cast(sum(unmapped_amount) as decimal(28, 4)) as unmapped_amount,
        cast(sum(expected_amount - ledger_amount) as decimal(28, 4)) as difference_amount
    from both_sides
    group by {{ keys | join(', ') }}
    having sum(expected_amount) <> sum(ledger_amount)
),

counterparts as (
    select
        summed.control_id,
        summed.subject,
        summed.entity_code,
        summed.document_type,
        summed.document_key,
        summed.period_start_date,
        other.period_start_date as counterpart_start_date,
        row_number() over (
            partition by
                summed.control_id,
                summed.subject,
                summed.entity_code,
                summed.document_type,
                summed.document_key,
                summed.period_start_date
            order by
                abs({{ days_between('summed.period_start_date', 'other.period_start_date') }}),
                other.period_start_date
        ) as place
    from summed
    inner join summed as other
        on
            summed.control_id = other.control_id
            and summed.subject = other.subject
            and summed.entity_code = other.entity_code
            and summed.document_type = other.document_type
            and summed.document_key = other.document_key
            and summed.period_start_date <> other.period_start_date
            and summed.difference_amount = -other.difference_amount
),

dated as (
    select
        summed.*,
        counterparts.counterpart_start_date,
        own.period_code,
        coalesce(summed.document_date, own.period_end_date) as dated_on,
        coalesce(ranked_identities.system_name, summed.system_name) as named_system,
        case
            when ranked_identities.source_id is not null
                then concat(ranked_identities.entity_type, 's')
            else summed.table_name
        end as named_table,
        coalesce(ranked_identities.source_id, summed.source_id) as named_id,
        opposite.period_code as counterpart_period,
        coalesce(own.fiscal_year = opposite.fiscal_year, false) as is_in_one_year
    from summed
    left join counterparts
        on
            summed.control_id = counterparts.control_id
            and summed.subject = counterparts.subject
            and summed.entity_code = counterparts.entity_code
            and summed.document_type = counterparts.document_type
            and summed.document_key = counterparts.document_key
            and summed.period_start_date = counterparts.period_start_date
            and counterparts.place = 1
    left join ranked_identities
        on
            summed.document_type = ranked_identities.entity_type
            and summed.document_key = ranked_identities.crosswalk_key
            and ranked_identities.place = 1
    left join fiscal_periods as own on summed.period_start_date = own.period_start_date
    left join fiscal_periods as opposite
        on counterparts.counterpart_start_date = opposite.period_start_date
),

judged as (
    select
        control_id,
        check_name,
        entity_code,
        subject,
        period_code,
        period_start_date,
        document_type,
        document_key,
        named_system as system_name,
        named_table as table_name,
        named_id as source_id,
        journal_id,
        dated_on as document_date,
        expected_amount,
        ledger_amount,
        difference_amount,
        {{ cause_of_difference() }} as cause_code,
        counterpart_period,
        counterpart_start_date,
        is_in_one_year
    from dated
)

select * from judged
