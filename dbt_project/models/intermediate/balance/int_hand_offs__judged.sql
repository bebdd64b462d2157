{#- What became of what was handed over in a period, as far as it is known now: time that was submitted and
    then approved or rejected; invoices that were issued, and disputed or credited. Whether invoices are
    disputed is known only where disputes are delivered. -#}
{%- set has_disputes = 'true' if is_configured('canonical', 'disputes') else 'false' -%}
with

time_entries as (
    select * from {{ ref('int_time_entries__valued') }}
    where approval_state in ('approved', 'rejected')
),

invoices as (
    select * from {{ ref('int_invoices__unioned') }}
    where state in ('posted', 'paid') and invoice_type = 'invoice'
),

disputes as (
    select * from {{ ref('int_disputes__unioned') }}
),

credit_allocations as (
    select * from {{ ref('int_credit_allocations__unioned') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

disputed as (
    select distinct
        system_name,
        invoice_id
    from disputes
),

credited as (
    select distinct
        system_name,
        invoice_id
    from credit_allocations
),

decided as (
    select
        'submitted_approved' as hand_off,
        entity_code,
        cast(submitted_at as date) as sent_date,
        count(*) as judged_items,
        sum(case when approval_state = 'approved' then 1 else 0 end) as first_pass_items,
        cast(null as bigint) as disputed_items
    from time_entries
    group by entity_code, cast(submitted_at as date)
),

issued as (
    select
        'invoiced_paid' as hand_off,
        invoices.entity_code,
        invoices.invoice_date as sent_date,
        count(*) as judged_items,
        sum(case when disputed.invoice_id is null and credited.invoice_id is null then 1 else 0 end)
            as first_pass_items,
        case when {{ has_disputes }} then sum(case when disputed.invoice_id is not null then 1 else 0 end) end
            as disputed_items
    from invoices
    left join disputed
        on
            invoices.system_name = disputed.system_name
            and invoices.invoice_id = disputed.invoice_id
    left join credited
        on
            invoices.system_name = credited.system_name
            and invoices.invoice_id = credited.invoice_id
    group by invoices.entity_code, invoices.invoice_date
),

handed_over as (
    select * from decided
    union all
    select * from issued
),

judged as (
    select
        handed_over.hand_off,
        handed_over.entity_code,
        periods.period_code,
        cast(sum(handed_over.judged_items) as bigint) as judged_items,
        cast(sum(handed_over.first_pass_items) as bigint) as first_pass_items,
        cast(sum(handed_over.disputed_items) as bigint) as disputed_items
    from handed_over
    inner join periods on handed_over.sent_date between periods.period_start_date and periods.period_end_date
    group by handed_over.hand_off, handed_over.entity_code, periods.period_code
)

select * from judged
