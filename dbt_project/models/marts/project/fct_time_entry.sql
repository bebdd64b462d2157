with

time_entries as (
    {{ rows_to_rebuild(
        ref('int_time_entries__valued'), ref('int_billable_time__affected'), ['system_name', 'time_entry_id']
    ) }}
),

rated as (
    select * from {{ ref('int_billable_time__rated') }}
),

described as (
    select
        {{ surrogate_key(['time_entries.system_name', 'time_entries.time_entry_id']) }} as time_entry_key,
        time_entries.system_name,
        time_entries.time_entry_id,
        time_entries.project_key,
        time_entries.client_key,
        time_entries.person_key,
        time_entries.entity_code,
        time_entries.work_date as service_date,
        time_entries.period_code as accounting_period,
        time_entries.landed_at as known_at,
        time_entries.task_name,
        time_entries.time_category,
        time_entries.approval_state,
        time_entries.is_billable,
        cast(time_entries.hours as decimal(18, 6)) as hours,
        time_entries.cost_rate_id,
        time_entries.cost_rate,
        time_entries.cost_currency_code,
        time_entries.cost_transaction_amount,
        time_entries.functional_currency_code,
        time_entries.cost_functional_amount,
        time_entries.reporting_currency_code,
        time_entries.cost_reporting_amount,
        time_entries.bill_rate,
        time_entries.currency_code as bill_currency_code,
        time_entries.billable_transaction_amount,
        time_entries.billable_functional_amount,
        time_entries.billable_reporting_amount,
        rated.list_rate_id,
        rated.list_rate,
        rated.standard_amount as standard_value_transaction_amount,
        time_entries.invoice_line_id,
        time_entries.submitted_at,
        {{ days_between('time_entries.work_date', 'cast(time_entries.submitted_at as date)') }} as lateness_days,
        time_entries.approved_at,
        time_entries.delivery_id,
        time_entries.row_hash
    from time_entries
    left join rated
        on
            time_entries.system_name = rated.system_name
            and time_entries.time_entry_id = rated.time_entry_id
)

select * from described
