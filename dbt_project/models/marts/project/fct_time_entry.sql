with

time_entries as (
    {{ rows_to_rebuild(
        ref('int_time_entries__valued'), ref('int_time_entries__affected'), ['system_name', 'time_entry_id']
    ) }}
),

described as (
    select
        {{ surrogate_key(['system_name', 'time_entry_id']) }} as time_entry_key,
        system_name,
        time_entry_id,
        project_key,
        client_key,
        person_key,
        entity_code,
        work_date as service_date,
        period_code as accounting_period,
        landed_at as known_at,
        task_name,
        time_category,
        approval_state,
        is_billable,
        cast(hours as decimal(18, 6)) as hours,
        cost_rate_id,
        cost_rate,
        cost_currency_code,
        cost_transaction_amount,
        functional_currency_code,
        cost_functional_amount,
        reporting_currency_code,
        cost_reporting_amount,
        bill_rate,
        currency_code as bill_currency_code,
        billable_transaction_amount,
        billable_functional_amount,
        billable_reporting_amount,
        invoice_line_id,
        submitted_at,
        approved_at,
        delivery_id,
        row_hash
    from time_entries
)

select * from described
