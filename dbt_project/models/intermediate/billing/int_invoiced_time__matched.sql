{#- What posted invoices charge for the time on their lines, by the period it was worked in. A line charges
    its net amount for its time. What else a project has below zero on the invoice (int_reductions__placed) is taken
    off all its time there; a credit note is taken off the invoice that most of it was applied to, or where nothing says,
    the latest before it. One that was applied to invoices without time, as when they are billed anew, is taken off none.
    What was paid of an invoice is collected from all of it alike. Amounts are in whole cents of the currency
    of the rates, invoices in another one at the spot rate of their day; without a rate, what is agreed for
    their time is all that is known. -#}
{%- set grain = ['entity_code', 'project_key', 'client_key', 'period_code', 'currency_code'] -%}
with

rated as (
    select * from {{ ref('int_billable_time__rated') }}
    where billing_stage = 'invoiced' and is_paid_by_time and agreed_amount is not null
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

credit_allocations as (
    select * from {{ ref('int_credit_allocations__unioned') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

time_of_lines as (
    select
        system_name,
        invoice_line_id,
        invoice_id,
        {{ surrogate_key(grain) }} as time_value_key,
        {{ grain | join(', ') }},
        {{ posted_amount('sum(agreed_amount)') }} as agreed_amount
    from rated
    group by system_name, invoice_line_id, invoice_id, {{ grain | join(', ') }}
),

charged as (
    select
        time_of_lines.*,
        {{ spread_amount(
            posted_amount('invoice_lines.net_amount'),
            'time_of_lines.agreed_amount',
            'partition by time_of_lines.system_name, time_of_lines.invoice_line_id',
            'time_of_lines.time_value_key',
        ) }} as charged_amount
    from time_of_lines
    inner join invoice_lines
        on
            time_of_lines.system_name = invoice_lines.system_name
            and time_of_lines.invoice_line_id = invoice_lines.invoice_line_id
),

time_of_invoices as (
    select
        system_name,
        invoice_id,
        time_value_key,
        {{ grain | join(', ') }},
        sum(agreed_amount) as agreed_amount,
        sum(charged_amount) as charged_amount
    from charged
    group by system_name, invoice_id, time_value_key, {{ grain | join(', ') }}
),

invoiced_projects as (
    select
        time_of_invoices.system_name,
        time_of_invoices.invoice_id,
        time_of_invoices.project_key,
        invoices.invoice_date,
        invoices.currency_code,
        sum(time_of_invoices.charged_amount) as charged_amount
    from time_of_invoices
    inner join invoices
        on
            time_of_invoices.system_name = invoices.system_name
            and time_of_invoices.invoice_id = invoices.invoice_id
    group by
        time_of_invoices.system_name,
        time_of_invoices.invoice_id,
        time_of_invoices.project_key,
        invoices.invoice_date,
        invoices.currency_code
),

other_lines as (
    select
        system_name,
        invoice_id,
        invoice_type,
        invoice_date,
        currency_code,
        project_key,
        {{ posted_amount('sum(net_amount)') }} as net_amount
    from reductions
    group by system_name, invoice_id, invoice_type, invoice_date, currency_code, project_key
),

applied_credits as (
    select distinct
        system_name,
        credit_id
    from credit_allocations
),

credits_ranked as (
    select
        other_lines.net_amount,
        invoiced_projects.system_name,
        invoiced_projects.invoice_id,
        invoiced_projects.project_key,
        row_number() over (
            partition by other_lines.system_name, other_lines.invoice_id, other_lines.project_key
            order by
                coalesce(credit_allocations.amount, 0) desc,
                case when invoiced_projects.invoice_date <= other_lines.invoice_date then 0 else 1 end asc,
                invoiced_projects.invoice_date desc,
                invoiced_projects.invoice_id asc,
                credit_allocations.credit_allocation_id asc
        ) as place
    from other_lines
    inner join invoiced_projects
        on
            other_lines.system_name = invoiced_projects.system_name
            and {{ same('other_lines', 'invoiced_projects', ['project_key']) }}
            and other_lines.currency_code = invoiced_projects.currency_code
    left join credit_allocations
        on
            other_lines.system_name = credit_allocations.system_name
            and other_lines.invoice_id = credit_allocations.credit_id
            and invoiced_projects.invoice_id = credit_allocations.invoice_id
    left join applied_credits
        on
            other_lines.system_name = applied_credits.system_name
            and other_lines.invoice_id = applied_credits.credit_id
    where
        other_lines.invoice_type = 'credit_note'
        and (applied_credits.credit_id is null or credit_allocations.credit_id is not null)
),

credited as (
    select
        system_name,
        invoice_id,
        project_key,
        sum(net_amount) as credited_amount
    from credits_ranked
    where place = 1
    group by system_name, invoice_id, project_key
),

paid as (
    select
        system_name,
        invoice_id,
        sum(amount) as paid_amount
    from payments
    group by system_name, invoice_id
),

settled as (
    select
        invoiced_projects.system_name,
        invoiced_projects.invoice_id,
        invoiced_projects.project_key,
        invoiced_projects.invoice_date,
        invoiced_projects.currency_code as invoice_currency_code,
        coalesce(other_lines.net_amount, 0) as reduced_amount,
        coalesce(credited.credited_amount, 0) as credited_amount,
        case
            when coalesce(paid.paid_amount, 0) <= 0 or invoices.total_amount <= 0 then 0
            else {{ posted_share(
                'invoiced_projects.charged_amount + coalesce(other_lines.net_amount, 0)',
                'least(paid.paid_amount, invoices.total_amount)',
                'invoices.total_amount',
            ) }}
        end as collected_amount
    from invoiced_projects
    inner join invoices
        on
            invoiced_projects.system_name = invoices.system_name
            and invoiced_projects.invoice_id = invoices.invoice_id
    left join other_lines
        on
            invoiced_projects.system_name = other_lines.system_name
            and invoiced_projects.invoice_id = other_lines.invoice_id
            and {{ same('invoiced_projects', 'other_lines', ['project_key']) }}
            and other_lines.invoice_type <> 'credit_note'
    left join credited
        on
            invoiced_projects.system_name = credited.system_name
            and invoiced_projects.invoice_id = credited.invoice_id
            and {{ same('invoiced_projects', 'credited', ['project_key']) }}
    left join paid
        on
            invoiced_projects.system_name = paid.system_name
            and invoiced_projects.invoice_id = paid.invoice_id
),

reduced as (
    select
        time_of_invoices.system_name,
        time_of_invoices.invoice_id,
        time_of_invoices.project_key,
        time_of_invoices.time_value_key,
        time_of_invoices.currency_code,
        time_of_invoices.agreed_amount,
        settled.invoice_date,
        settled.invoice_currency_code,
        settled.collected_amount,
        {% for measure in ['reduced', 'credited'] %}
        {{ spread_amount(
            'settled.' ~ measure ~ '_amount',
            'time_of_invoices.agreed_amount',
            'partition by time_of_invoices.system_name, time_of_invoices.invoice_id, '
            ~ 'time_of_invoices.project_key',
            'time_of_invoices.time_value_key',
        ) }}
            {%- if measure == 'reduced' %} + time_of_invoices.charged_amount as charged_amount,
            {%- else %} as credited_amount
            {%- endif %}
        {% endfor %}
    from time_of_invoices
    inner join settled
        on
            time_of_invoices.system_name = settled.system_name
            and time_of_invoices.invoice_id = settled.invoice_id
            and {{ same('time_of_invoices', 'settled', ['project_key']) }}
),

collected as (
    select
        time_value_key,
        currency_code,
        invoice_date,
        invoice_currency_code,
        agreed_amount,
        charged_amount,
        credited_amount,
        {{ spread_amount(
            'collected_amount',
            'greatest(charged_amount, 0)',
            'partition by system_name, invoice_id, project_key',
            'time_value_key',
        ) }} as collected_amount
    from reduced
),

converted as (
    select
        collected.time_value_key,
        collected.agreed_amount,
    {% for measure in ['charged', 'credited', 'collected'] %}
        {{ posted_amount(in_currency(
            'collected.' ~ measure ~ '_amount',
            'collected.invoice_currency_code',
            'collected.currency_code',
            'to_rates',
        )) }} as {{ measure }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from collected
    {{ join_fx_rate(
        'to_rates',
        'collected.invoice_currency_code',
        'collected.currency_code',
        'collected.invoice_date',
    ) }}
),

matched as (
    select
        time_value_key,
        cast(sum(charged_amount) as decimal(18, 2)) as charged_amount,
        cast(sum(credited_amount) as decimal(18, 2)) as credited_amount,
        cast(sum(collected_amount) as decimal(18, 2)) as collected_amount,
        cast(sum(case when charged_amount is null then agreed_amount else 0 end) as decimal(18, 2))
            as unknown_amount
    from converted
    group by time_value_key
)

select * from matched
