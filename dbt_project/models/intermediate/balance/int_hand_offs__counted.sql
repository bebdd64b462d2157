{#- How many things were handed on from one function to the next in how many days, by the period in which they
    arrived; a period that is over gets none any more. Below zero is what arrived before it was sent. -#}
{%- set of_time = {
    'work_submitted': ['work_date', 'submitted_date'],
    'submitted_approved': ['submitted_date', 'approved_date'],
    'approved_invoiced': ['approved_date', 'invoice_date'],
    'work_invoiced': ['work_date', 'invoice_date'],
} -%}
with

time_entries as (
    select * from {{ ref('int_time_entries__valued') }}
),

invoice_lines as (
    select * from {{ ref('int_invoice_lines__converted') }}
    where invoice_state in ('posted', 'paid')
),

invoices as (
    select * from {{ ref('int_invoices__unioned') }}
    where state in ('posted', 'paid') and invoice_type = 'invoice' and total_amount > 0
),

settlements as (
    select * from {{ ref('int_settlements__listed') }}
),

opportunities as (
    select * from {{ ref('int_opportunities__unioned') }}
    where is_won and project_id is not null
),

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'project'
),

projects as (
    select * from {{ ref('int_projects__unioned') }}
),

books as (
    select * from {{ ref('int_project_books__assigned') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

timed_entries as (
    select
        time_entries.entity_code,
        time_entries.work_date,
        cast(time_entries.submitted_at as date) as submitted_date,
        case when time_entries.approval_state = 'approved' then cast(time_entries.approved_at as date) end
            as approved_date,
        invoice_lines.invoice_date
    from time_entries
    left join invoice_lines
        on
            time_entries.system_name = invoice_lines.system_name
            and time_entries.invoice_line_id = invoice_lines.invoice_line_id
),

settled as (
    select
        invoices.entity_code,
        invoices.invoice_date,
        max(settlements.settlement_date) as paid_date
    from invoices
    inner join settlements
        on
            invoices.system_name = settlements.system_name
            and invoices.invoice_id = settlements.invoice_id
    group by
        invoices.system_name,
        invoices.invoice_id,
        invoices.entity_code,
        invoices.invoice_date,
        invoices.total_amount
    having sum(settlements.amount) >= invoices.total_amount
),

won as (
    select
        identities.crosswalk_key as project_key,
        min(opportunities.close_date) as won_date
    from opportunities
    inner join identities
        on
            opportunities.system_name = identities.system_name
            and opportunities.project_id = identities.source_id
    group by identities.crosswalk_key
),

opened as (
    select
        identities.crosswalk_key as project_key,
        min(projects.start_date) as opened_date
    from projects
    inner join identities
        on
            projects.system_name = identities.system_name
            and projects.project_id = identities.source_id
    group by identities.crosswalk_key
),

staffed as (
    select
        project_key,
        min(work_date) as staffed_date
    from time_entries
    group by project_key
),

begun as (
    select
        books.entity_code,
        won.won_date,
        opened.opened_date,
        staffed.staffed_date
    from won
    inner join opened on won.project_key = opened.project_key
    inner join books on won.project_key = books.project_key
    left join staffed on won.project_key = staffed.project_key
),

handed_on as (
    {% for hand_off, (sent, arrived) in of_time.items() %}
        select
            '{{ hand_off }}' as hand_off,
            entity_code,
            {{ sent }} as sent_date,
            {{ arrived }} as arrived_date,
            count(*) as items
        from timed_entries
        group by entity_code, {{ sent }}, {{ arrived }}
        union all
    {% endfor %}
    select
        'invoiced_paid' as hand_off,
        entity_code,
        invoice_date as sent_date,
        paid_date as arrived_date,
        1 as items
    from settled
    union all
    select
        'won_opened' as hand_off,
        entity_code,
        won_date as sent_date,
        opened_date as arrived_date,
        1 as items
    from begun
    union all
    select
        'opened_staffed' as hand_off,
        entity_code,
        opened_date as sent_date,
        staffed_date as arrived_date,
        1 as items
    from begun
),

counted as (
    select
        handed_on.hand_off,
        handed_on.entity_code,
        periods.period_code,
        {{ days_between('handed_on.sent_date', 'handed_on.arrived_date') }} as days,
        cast(sum(handed_on.items) as bigint) as items
    from handed_on
    cross join run
    inner join periods on handed_on.arrived_date between periods.period_start_date and periods.period_end_date
    where handed_on.arrived_date <= run.as_of_date and handed_on.sent_date is not null
    group by
        handed_on.hand_off,
        handed_on.entity_code,
        periods.period_code,
        {{ days_between('handed_on.sent_date', 'handed_on.arrived_date') }}
)

select * from counted
