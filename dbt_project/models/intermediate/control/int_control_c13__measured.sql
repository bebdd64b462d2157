{#- C13: all billable work has one reason why it can be invoiced now or not; the parts of the realization
    waterfall foot to the standard value of all billable time that is paid
    by the hour, at list prices and the period's average rates, and what it says is billed is what the lines
    that bill time charge, less what is taken off them: credits count that were applied to nothing or to them. -#}
{%- set parts = [
    'billed_value', 'billed_unknown', 'wip_open', 'rate_discount', 'write_down', 'write_off',
    'over_cap_unbillable', 'reclass_nonbillable', 'expired_unbilled',
] -%}
with

waterfall as (
    select * from {{ ref('fct_realization_waterfall') }}
    where is_paid_by_time
),

rated as (
    select * from {{ ref('int_billable_time__rated') }}
    where is_paid_by_time and agreed_amount is not null
),

invoice_lines as (
    select * from {{ ref('int_invoice_lines__converted') }}
    where invoice_state in ('posted', 'paid')
),

reductions as (
    select * from {{ ref('int_reductions__placed') }}
),

credit_allocations as (
    select * from {{ ref('int_credit_allocations__unioned') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__averaged') }}
),

billable_work as (
    select * from {{ ref('int_billable_work__counted') }}
),

valued as (
    select
        entity_code,
        period_code,
        currency_code,
        {% for books in ['functional', 'reporting'] %}
            min({{ books }}_currency_code) as {{ books }}_currency_code,
        {% endfor %}
        {{ posted_amount('sum(standard_amount)') }} as standard_amount
    from rated
    group by entity_code, period_code, currency_code, project_key, client_key
),

converted as (
    select
        valued.entity_code,
        valued.period_code,
        valued.currency_code,
        valued.standard_amount,
    {% for books in ['functional', 'reporting'] %}
        {{ posted_amount(in_currency(
            'valued.standard_amount',
            'valued.currency_code',
            'valued.' ~ books ~ '_currency_code',
            'to_' ~ books,
        )) }} as standard_{{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from valued
    {% for books in ['functional', 'reporting'] %}
        {{ join_average_rate(
            'to_' ~ books,
            'valued.currency_code',
            'valued.' ~ books ~ '_currency_code',
            'valued.period_code',
        ) }}
    {% endfor %}
),

worth as (
    select
        entity_code,
        period_code as service_period,
        currency_code as transaction_currency_code,
        sum(standard_functional_amount) as standard_functional_amount,
        sum(standard_reporting_amount) as standard_reporting_amount,
        sum(standard_amount) as standard_amount
    from converted
    group by entity_code, period_code, currency_code
),

footed as (
    select
        entity_code,
        service_period,
        transaction_currency_code,
    {% for books in ['transaction', 'functional', 'reporting'] %}
        sum({{ parts | join('_' ~ books ~ '_amount + ') ~ '_' ~ books ~ '_amount' }})
            as parts_{{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from waterfall
    group by entity_code, service_period, transaction_currency_code
),

linked as (
    select distinct
        system_name,
        invoice_line_id,
        project_key,
        currency_code
    from rated
    where billing_stage = 'invoiced'
),

lines_of_time as (
    select
        invoice_lines.system_name,
        invoice_lines.invoice_id,
        invoice_lines.project_key as billed_project_key,
        invoice_lines.net_amount,
        invoice_lines.currency_code as invoice_currency_code,
        linked.project_key,
        linked.currency_code
    from linked
    inner join invoice_lines
        on
            linked.system_name = invoice_lines.system_name
            and linked.invoice_line_id = invoice_lines.invoice_line_id
),

-- Where lines bill the time of another project or in another currency, the sums of both are not comparable.
mismatched_lines as (
    select
        project_key,
        billed_project_key
    from lines_of_time
    where not coalesce(project_key = billed_project_key and currency_code = invoice_currency_code, false)
),

mismatched as (
    select project_key from mismatched_lines
    union
    select billed_project_key as project_key from mismatched_lines
),

comparable as (
    select
        lines_of_time.project_key,
        min(lines_of_time.currency_code) as currency_code
    from lines_of_time
    left join mismatched on lines_of_time.project_key = mismatched.project_key
    where lines_of_time.project_key is not null and mismatched.project_key is null
    group by lines_of_time.project_key
    having min(lines_of_time.currency_code) = max(lines_of_time.currency_code)
),

invoices_of_time as (
    select distinct
        system_name,
        invoice_id,
        project_key
    from lines_of_time
),

credits_of_time as (
    select
        credit_allocations.system_name,
        credit_allocations.credit_id,
        invoices_of_time.project_key
    from credit_allocations
    inner join invoices_of_time
        on
            credit_allocations.system_name = invoices_of_time.system_name
            and credit_allocations.invoice_id = invoices_of_time.invoice_id
    group by credit_allocations.system_name, credit_allocations.credit_id, invoices_of_time.project_key
),

applied_credits as (
    select distinct
        system_name,
        credit_id
    from credit_allocations
),

charging as (
    select
        comparable.project_key,
        comparable.currency_code,
        invoice_lines.net_amount
    from comparable
    inner join invoice_lines
        on
            comparable.project_key = invoice_lines.project_key
            and comparable.currency_code = invoice_lines.currency_code
    inner join linked
        on
            invoice_lines.system_name = linked.system_name
            and invoice_lines.invoice_line_id = linked.invoice_line_id
    union all
    select
        comparable.project_key,
        comparable.currency_code,
        reductions.net_amount
    from comparable
    inner join reductions
        on
            comparable.project_key = reductions.project_key
            and comparable.currency_code = reductions.currency_code
    left join invoices_of_time
        on
            reductions.system_name = invoices_of_time.system_name
            and reductions.invoice_id = invoices_of_time.invoice_id
            and reductions.project_key = invoices_of_time.project_key
    left join applied_credits
        on
            reductions.system_name = applied_credits.system_name
            and reductions.invoice_id = applied_credits.credit_id
    left join credits_of_time
        on
            reductions.system_name = credits_of_time.system_name
            and reductions.invoice_id = credits_of_time.credit_id
            and reductions.project_key = credits_of_time.project_key
    where
        case
            when reductions.invoice_type <> 'credit_note' then invoices_of_time.invoice_id is not null
            else applied_credits.credit_id is null or credits_of_time.credit_id is not null
        end
),

charged as (
    select
        currency_code,
        sum(net_amount) as amount
    from charging
    group by currency_code
),

billed as (
    select
        comparable.currency_code,
        sum(waterfall.billed_value_transaction_amount) as amount
    from comparable
    inner join waterfall
        on
            comparable.project_key = waterfall.project_key
            and comparable.currency_code = waterfall.transaction_currency_code
    group by comparable.currency_code
),

compared as (
    select
        'standard value of time = its parts, currency of the rates' as check_name,
        coalesce(worth.entity_code, footed.entity_code) as entity_code,
        coalesce(worth.service_period, footed.service_period) as accounting_period,
        coalesce(worth.transaction_currency_code, footed.transaction_currency_code) as subject,
        coalesce(worth.standard_amount, 0) as a_value,
        coalesce(footed.parts_transaction_amount, 0) as b_value
    from worth
    full outer join footed
        on {{ same('worth', 'footed', ['entity_code', 'service_period', 'transaction_currency_code']) }}
    {% for books in ['functional', 'reporting'] %}
        union all
        select
            'standard value of time at average rates = its parts, {{ books }} currency' as check_name,
            coalesce(worth.entity_code, footed.entity_code) as entity_code,
            coalesce(worth.service_period, footed.service_period) as accounting_period,
            coalesce(worth.transaction_currency_code, footed.transaction_currency_code) as subject,
            coalesce(worth.standard_{{ books }}_amount, 0) as a_value,
            coalesce(footed.parts_{{ books }}_amount, 0) as b_value
        from worth
        full outer join footed
            on {{ same('worth', 'footed', ['entity_code', 'service_period', 'transaction_currency_code']) }}
    {% endfor %}
    union all
    select
        'billed value = lines that bill time' as check_name,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        charged.currency_code as subject,
        coalesce(billed.amount, 0) as a_value,
        charged.amount as b_value
    from charged
    left join billed on charged.currency_code = billed.currency_code
),

measured as (
    select
        'C13' as control_id,
        check_name,
        entity_code,
        accounting_period,
        subject,
        cast(a_value as decimal(38, 9)) as a_value,
        cast(b_value as decimal(38, 9)) as b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from compared
    union all
    select * from billable_work
)

select * from measured
