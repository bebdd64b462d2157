{#- C18: what is converted has a rate of the type and the day that it should have, converted rows are their
    total converted, and what periods that are over earned and cost is at no rate from after them. Spot rates
    are the latest until the day of the row (those of the books: one until that day), averages of days of
    the period, closing rates of its end or before it. Rows that were booked before books had
    the days of rates are not compared. -#}
{%- set postings = [
    ('fct_revenue_event', 'revenue', 'revenue_event_key'),
    ('fct_billing_event', 'billed', 'billing_event_key'),
    ('fct_project_cost', 'cost', 'project_cost_key'),
] -%}
{%- set balances = {
    'fct_contract_balance_rollforward': 'closing_position_amount',
    'fct_ar_aging': 'open_transaction_amount',
} -%}
with

{%- for table, measure, key in postings %}

    {{ table }} as (
        select * from {{ ref(table) }}
        where adjustment_type is null
    ),
{%- endfor %}
{%- for table in balances %}

    {{ table }} as (
        select * from {{ ref(table) }}
    ),
{%- endfor %}

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

booked_periods as (
    select distinct
        entity_code,
        period_code
    from {{ ref('int_period_locks__dated') }}
    where is_booked
),

period_ends as (
    select * from {{ ref('int_period_ends__listed') }}
),

converted as (
    {%- for table, measure, key in postings %}
        {%- for books in ['functional', 'reporting'] %}
            select
                '{{ table }}' as table_name,
                '{{ books }}' as books,
                entity_code,
                accounting_period,
                transaction_currency_code as from_currency_code,
                {{ books }}_currency_code as to_currency_code,
                {{ "case when source_table = 'performance_obligations' then 'average' else 'spot' end" if measure == 'revenue' else "'spot'" }}
                    as right_type,
                fx_rate_type as rate_type,
                {{ books }}_fx_rate as fx_rate,
                {{ books }}_fx_rate_date as rate_date,
                service_date,
                {{ measure }}_transaction_amount as amount,
                {{ measure }}_{{ books }}_amount as converted_amount
            from {{ table }}
            where
                {{ measure }}_transaction_amount <> 0
                and transaction_currency_code <> {{ books }}_currency_code
            union all
        {%- endfor %}
    {%- endfor %}
    {%- for books in ['functional', 'reporting'] %}
        select
            'fct_contract_balance_rollforward' as table_name,
            '{{ books }}' as books,
            entity_code,
            accounting_period,
            transaction_currency_code as from_currency_code,
            {{ books }}_currency_code as to_currency_code,
            'closing' as right_type,
            fx_rate_type as rate_type,
            {{ books }}_fx_rate as fx_rate,
            {{ books }}_fx_rate_date as rate_date,
            cast(null as date) as service_date,
            closing_position_amount as amount,
            closing_position_{{ books }}_amount as converted_amount
        from fct_contract_balance_rollforward
        where
            closing_position_amount > 0
            and transaction_currency_code <> {{ books }}_currency_code
        union all
        select
            'fct_ar_aging' as table_name,
            '{{ books }}' as books,
            entity_code,
            accounting_period,
            transaction_currency_code as from_currency_code,
            {{ books }}_currency_code as to_currency_code,
            'closing' as right_type,
            'closing' as rate_type,
            {{ books }}_closing_fx_rate as fx_rate,
            {{ books }}_closing_fx_rate_date as rate_date,
            cast(null as date) as service_date,
            open_transaction_amount as amount,
            open_at_closing_rate_{{ books }}_amount as converted_amount
        from fct_ar_aging
        where
            open_transaction_amount <> 0
            and transaction_currency_code <> {{ books }}_currency_code
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

dated as (
    select
        converted.*,
        period_ends.period_start_date,
        period_ends.as_of_date,
        period_ends.is_over,
        fx_rates.rate_date as latest_rate_date,
        booked_periods.period_code is not null as is_booked
    from converted
    left join period_ends on converted.accounting_period = period_ends.period_code
    left join booked_periods
        on
            converted.entity_code = booked_periods.entity_code
            and converted.accounting_period = booked_periods.period_code
    {{ join_fx_rate(
        'fx_rates', 'converted.from_currency_code', 'converted.to_currency_code', 'converted.service_date'
    ) }}
),

judged as (
    select
        dated.*,
        case
            when rate_type <> right_type or fx_rate is null or rate_date is null then false
            when rate_type = 'average' then rate_date between period_start_date and as_of_date
            when rate_type = 'closing' then rate_date <= as_of_date
            else rate_date <= service_date and (is_booked or rate_date = latest_rate_date)
        end as is_right,
        coalesce(rate_date <= greatest(as_of_date, coalesce(service_date, as_of_date)), false)
            as was_known
    from dated
    where not (is_booked and fx_rate is not null and rate_date is null)
),

totals as (
    select
        table_name,
        books,
        entity_code,
        accounting_period,
        from_currency_code,
        to_currency_code,
        fx_rate,
        count(*) as converted_rows,
        sum(converted_amount) as converted_amount,
        {{ converted_amount('sum(amount)', 'fx_rate') }} as converted_total
    from judged
    where converted_amount is not null and fx_rate is not null
    group by
        table_name, books, entity_code, accounting_period, from_currency_code, to_currency_code, fx_rate
),

compared as (
    select
        'foreign rows = rows with a rate of the right type and day' as check_name,
        entity_code,
        accounting_period,
        concat(table_name, ', ', books) as subject,
        count(*) as a_value,
        sum(case when is_right then 1 else 0 end) as b_value,
        0 as tolerance
    from judged
    group by entity_code, accounting_period, table_name, books
    union all
    select
        'rows converted = their total converted' as check_name,
        entity_code,
        accounting_period,
        concat(table_name, ', ', books, ', ', from_currency_code, ' to ', to_currency_code) as subject,
        sum(converted_amount) as a_value,
        sum(converted_total) as b_value,
        0.01 * sum(converted_rows) as tolerance
    from totals
    group by entity_code, accounting_period, table_name, books, from_currency_code, to_currency_code
    union all
    select
        'rows of periods that are over = rows at no rate from after them' as check_name,
        entity_code,
        accounting_period,
        concat(table_name, ', ', books) as subject,
        count(*) as a_value,
        sum(case when was_known then 1 else 0 end) as b_value,
        0 as tolerance
    from judged
    where is_over and fx_rate is not null
    group by entity_code, accounting_period, table_name, books
),

measured as (
    select
        'C18' as control_id,
        check_name,
        entity_code,
        accounting_period,
        subject,
        cast(a_value as decimal(38, 9)) as a_value,
        cast(b_value as decimal(38, 9)) as b_value,
        cast(tolerance as decimal(38, 9)) as tolerance
    from compared
)

select * from measured
