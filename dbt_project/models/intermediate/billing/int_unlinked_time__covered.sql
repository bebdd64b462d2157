{#- What was billed of approved time on projects whose time names no invoice line: all that their posted
    lines and credits come to, the oldest time first; what was paid of it likewise. What is billed in a currency
    that none of the time is in is converted at the spot rate of its day to that of the oldest; without a rate
    it covers nothing. What billing took off can not be told from what is still to be billed there. -#}
with

time_values as (
    select * from {{ ref('int_time_values__summed') }}
    where is_paid_by_time
),

rated as (
    select * from {{ ref('int_billable_time__rated') }}
),

invoice_lines as (
    select * from {{ ref('int_invoice_lines__converted') }}
    where invoice_state in ('posted', 'paid')
),

reductions as (
    select * from {{ ref('int_reductions__placed') }}
),

invoices as (
    select * from {{ ref('int_invoices__unioned') }}
),

payments as (
    select * from {{ ref('int_payments__unioned') }}
),

disputes as (
    select * from {{ ref('int_disputes__unioned') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

unlinked as (
    select project_key
    from rated
    where project_key is not null
    group by project_key
    having count(invoice_line_id) = 0
),

disputed as (
    {{ disputed_invoices() }}
),

paid as (
    select
        system_name,
        invoice_id,
        sum(amount) as paid_amount
    from payments
    group by system_name, invoice_id
),

-- What a project is charged, and what is taken off it by lines that name no project.
charging as (
    select
        system_name,
        invoice_id,
        invoice_date,
        project_key,
        currency_code,
        net_amount
    from invoice_lines
    union all
    select
        system_name,
        invoice_id,
        invoice_date,
        project_key,
        currency_code,
        net_amount
    from reductions
    where not has_project
),

billed_on_invoices as (
    select
        charging.system_name,
        charging.invoice_id,
        charging.invoice_date,
        charging.project_key,
        charging.currency_code,
        {{ posted_amount('sum(charging.net_amount)') }} as net_amount
    from charging
    inner join unlinked on charging.project_key = unlinked.project_key
    group by
        charging.system_name,
        charging.invoice_id,
        charging.invoice_date,
        charging.project_key,
        charging.currency_code
),

currencies as (
    select
        project_key,
        currency_code,
        row_number() over (
            partition by project_key
            order by min(period_code) asc nulls last, currency_code asc
        ) as place
    from time_values
    where currency_code is not null
    group by project_key, currency_code
),

in_currency_of_time as (
    select
        billed_on_invoices.*,
        coalesce(currencies.currency_code, first_currencies.currency_code) as time_currency_code,
        disputed.invoice_id is not null as is_disputed,
        case
            when coalesce(paid.paid_amount, 0) <= 0 or invoices.total_amount <= 0 then 0
            else {{ posted_share(
                'billed_on_invoices.net_amount',
                'least(paid.paid_amount, invoices.total_amount)',
                'invoices.total_amount',
            ) }}
        end as collected_amount
    from billed_on_invoices
    inner join currencies as first_currencies
        on
            billed_on_invoices.project_key = first_currencies.project_key
            and first_currencies.place = 1
    left join currencies
        on
            billed_on_invoices.project_key = currencies.project_key
            and billed_on_invoices.currency_code = currencies.currency_code
    left join invoices
        on
            billed_on_invoices.system_name = invoices.system_name
            and billed_on_invoices.invoice_id = invoices.invoice_id
    left join paid
        on
            billed_on_invoices.system_name = paid.system_name
            and billed_on_invoices.invoice_id = paid.invoice_id
    left join disputed
        on
            billed_on_invoices.system_name = disputed.system_name
            and billed_on_invoices.invoice_id = disputed.invoice_id
),

converted as (
    select
        in_currency_of_time.project_key,
        in_currency_of_time.time_currency_code,
        in_currency_of_time.is_disputed,
    {% for measure in ['net', 'collected'] %}
        {{ posted_amount(in_currency(
            'in_currency_of_time.' ~ measure ~ '_amount',
            'in_currency_of_time.currency_code',
            'in_currency_of_time.time_currency_code',
            'to_time',
        )) }} as {{ measure }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from in_currency_of_time
    {{ join_fx_rate(
        'to_time',
        'in_currency_of_time.currency_code',
        'in_currency_of_time.time_currency_code',
        'in_currency_of_time.invoice_date',
    ) }}
),

billed as (
    select
        project_key,
        time_currency_code as currency_code,
        sum(net_amount) as billed_amount,
        sum(case when is_disputed then 0 else net_amount end) as undisputed_amount,
        sum(collected_amount) as collected_amount
    from converted
    where net_amount is not null
    group by project_key, time_currency_code
),

cumulated as (
    select
        time_values.time_value_key,
        time_values.project_key,
        time_values.currency_code,
        time_values.period_code,
        time_values.approved_open_amount,
        billed.billed_amount,
        least(billed.undisputed_amount, billed.billed_amount) as undisputed_amount,
        billed.collected_amount,
        sum(time_values.approved_open_amount) over in_order as until_amount
    from time_values
    inner join billed
        on
            time_values.project_key = billed.project_key
            and time_values.currency_code = billed.currency_code
    window in_order as (
        partition by time_values.project_key, time_values.currency_code
        order by time_values.period_code, time_values.time_value_key
    )
),

consumed as (
    select
        time_value_key,
        project_key,
        currency_code,
        period_code,
        collected_amount,
        greatest(least(approved_open_amount, billed_amount - until_amount + approved_open_amount), 0)
            as covered_amount,
        greatest(least(approved_open_amount, undisputed_amount - until_amount + approved_open_amount), 0)
            as settled_amount
    from cumulated
),

until_covered as (
    select
        time_value_key,
        covered_amount,
        settled_amount,
        collected_amount,
        sum(covered_amount) over (
            partition by project_key, currency_code
            order by period_code, time_value_key
        ) as until_amount
    from consumed
),

covered as (
    select
        time_value_key,
        cast(covered_amount as decimal(18, 2)) as covered_amount,
        cast(settled_amount as decimal(18, 2)) as settled_amount,
        cast(
            greatest(least(covered_amount, collected_amount - until_amount + covered_amount), 0)
            as decimal(18, 2)
        ) as collected_amount
    from until_covered
)

select * from covered
