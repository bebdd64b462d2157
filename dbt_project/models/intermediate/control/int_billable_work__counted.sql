{#- The part of C13 that holds fct_billable_now: what is told there, and what is settled by an invoice or by a
    price, is all billable work, in hours and amounts: of time, milestones and expenses. -#}
with

items as (
    select * from {{ ref('fct_billable_now') }}
),

time_entries as (
    select * from {{ ref('fct_time_entry') }}
    where is_billable
),

rated as (
    select * from {{ ref('int_billable_time__rated') }}
),

disputes as (
    select * from {{ ref('int_disputes__unioned') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

time_items as (
    select * from {{ ref('int_billable_time__explained') }}
    where billing_reason = 'already_invoiced'
),

other_items as (
    select * from {{ ref('int_billable_milestones__explained') }}
    union all
    select * from {{ ref('int_billable_charges__explained') }}
),

milestones as (
    select * from {{ ref('int_milestones__unioned') }}
    where milestone_amount > 0 and state <> 'cancelled'
),

expenses as (
    select * from {{ ref('int_expenses__unioned') }}
    where is_billable
),

worked as (
    select
        entity_code,
        accounting_period,
        sum(hours) as hours,
        sum(coalesce(billable_transaction_amount, 0)) as amount
    from time_entries
    group by entity_code, accounting_period
),

disputed as (
    {{ disputed_invoices() }}
),

told_or_settled as (
    select
        entity_code,
        service_period as accounting_period,
        hours,
        billable_value_transaction_amount as amount
    from items
    where item_type = 'time_entry'
    union all
    select
        rated.entity_code,
        rated.period_code as accounting_period,
        rated.hours,
        rated.agreed_amount as amount
    from rated
    left join disputed
        on
            rated.system_name = disputed.system_name
            and rated.invoice_id = disputed.invoice_id
    where
        (rated.billing_stage = 'invoiced' and disputed.invoice_id is null)
        or (rated.billing_stage <> 'invoiced' and not rated.is_paid_by_time)
    union all
    select
        rated.entity_code,
        rated.period_code as accounting_period,
        time_items.hours,
        time_items.value_amount as amount
    from time_items
    inner join rated
        on
            time_items.system_name = rated.system_name
            and time_items.source_id = rated.time_entry_id
),

told as (
    select
        entity_code,
        accounting_period,
        sum(hours) as hours,
        sum(coalesce(amount, 0)) as amount
    from told_or_settled
    group by entity_code, accounting_period
),

other_work as (
    select
        'milestone' as item_type,
        system_name,
        currency_code,
        milestone_amount as amount
    from milestones
    union all
    select
        'expense' as item_type,
        system_name,
        currency_code,
        amount
    from expenses
),

other_summed as (
    select
        item_type,
        system_name,
        currency_code,
        sum(amount) as amount
    from other_work
    group by item_type, system_name, currency_code
),

other_told_or_settled as (
    select
        item_type,
        system_name,
        transaction_currency_code as currency_code,
        billable_value_transaction_amount as amount
    from items
    union all
    select
        item_type,
        system_name,
        currency_code,
        value_amount as amount
    from other_items
    where billing_reason = 'already_invoiced'
),

other_told as (
    select
        item_type,
        system_name,
        currency_code,
        sum(amount) as amount
    from other_told_or_settled
    group by item_type, system_name, currency_code
),

compared as (
    {%- for measure in ['hours', 'amount'] %}
        select
            'billable time = what is to be invoiced + what is settled, {{ measure }}' as check_name,
            worked.entity_code,
            worked.accounting_period,
            coalesce(worked.entity_code, 'no entity') as subject,
            worked.{{ measure }} as a_value,
            coalesce(told.{{ measure }}, 0) as b_value,
            {{ '0.005' if measure == 'amount' else '0' }} as tolerance
        from worked
        left join told on {{ same('worked', 'told', ['entity_code', 'accounting_period']) }}
        union all
    {%- endfor %}
    select
        concat('billable work = what is to be invoiced + what is settled, ', other_summed.item_type) as check_name,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat(other_summed.system_name, ' in ', other_summed.currency_code) as subject,
        other_summed.amount as a_value,
        coalesce(other_told.amount, 0) as b_value,
        0 as tolerance
    from other_summed
    left join other_told
        on
            other_summed.item_type = other_told.item_type
            and other_summed.system_name = other_told.system_name
            and other_summed.currency_code = other_told.currency_code
),

counted as (
    select
        'C13' as control_id,
        check_name,
        entity_code,
        accounting_period,
        subject,
        cast(a_value as decimal(38, 9)) as a_value,
        cast(b_value as decimal(38, 9)) as b_value,
        cast(tolerance as decimal(38, 9)) as tolerance
    from compared
)

select * from counted
