{#- Time entries that can not be as they are: each rule with what was found and what was expected. -#}
{%- set rules = {
    'time_on_closed_project': {
        'holds': "project_state = 'closed' and work_date > project_end_date",
        'found': "concat('worked on ', work_date)",
        'expected': "concat('not after ', project_end_date, ', when the project closed')",
    },
    'time_outside_employment': {
        'holds': "work_date < person_start_date or work_date > person_end_date",
        'found': "concat('worked on ', work_date)",
        'expected': "concat('from ', person_start_date, case when person_end_date is null then '' else concat(' to ', person_end_date) end)",
    },
    'bill_rate_missing': {
        'holds': "is_billable and bill_rate is null and project_type = 'time_and_materials'",
        'found': "'no bill rate'",
        'expected': "'a bill rate: the project is paid by time'",
    },
    'bill_currency_differs': {
        'holds': "is_billable and currency_code <> project_currency_code",
        'found': "currency_code",
        'expected': "concat(project_currency_code, ', the currency of the project')",
    },
    'approved_after_invoice': {
        'holds': "cast(approved_at as date) > invoice_date",
        'found': "concat('approved on ', cast(approved_at as date))",
        'expected': "concat('by ', invoice_date, ', when it was invoiced')",
    },
    'submitted_before_work': {
        'holds': "time_category <> 'leave' and cast(submitted_at as date) < work_date",
        'found': "concat('submitted on ', cast(submitted_at as date))",
        'expected': "concat('not before ', work_date, ', when it was worked')",
    },
    'time_after_as_of_day': {
        'holds': "time_category <> 'leave' and work_date > as_of_date",
        'found': "concat('worked on ', work_date)",
        'expected': "concat('by ', as_of_date, ', for which the company is told')",
    },
    'changed_after_close': {
        'holds': "updated_at > closed_at",
        'found': "concat('changed at ', updated_at)",
        'expected': "concat('not after ', closed_at, ', when ', period_code, ' closed')",
    },
} -%}
with

entries as (
    select * from {{ ref('int_time_entries__valued') }}
),

-- Read once more: what two read would be kept in between, all columns of every entry.
entries_of_days as (
    select * from {{ ref('int_time_entries__valued') }}
),

recorded as (
    select * from {{ ref('int_person_days__recorded') }}
),

projects as (
    select * from {{ ref('dim_project') }}
),

people as (
    select * from {{ ref('dim_person') }}
),

periods as (
    select * from {{ ref('dim_accounting_period') }}
),

invoice_lines as (
    select * from {{ ref('fct_invoice_line') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

described as (
    select
        entries.system_name,
        entries.time_entry_id,
        entries.person_key,
        entries.entity_code,
        entries.period_code,
        entries.work_date,
        entries.hours,
        entries.time_category,
        entries.is_billable,
        entries.bill_rate,
        entries.currency_code,
        entries.submitted_at,
        entries.approved_at,
        entries.updated_at,
        entries.billable_reporting_amount,
        projects.project_type,
        projects.state as project_state,
        projects.end_date as project_end_date,
        projects.currency_code as project_currency_code,
        people.start_date as person_start_date,
        people.end_date as person_end_date,
        periods.closed_at,
        invoice_lines.service_date as invoice_date,
        run.as_of_date
    from entries
    cross join run
    left join projects on entries.project_key = projects.project_key
    left join people on entries.person_key = people.person_key
    left join periods
        on entries.entity_code = periods.entity_code and entries.period_code = periods.period_code
    left join invoice_lines
        on
            entries.system_name = invoice_lines.system_name
            and entries.invoice_line_id = invoice_lines.invoice_line_id
),

-- The few that break a rule are told one by one, the many that break none are read once.
suspects as (
    select *
    from described
    where
    {%- for code, rule in rules.items() %}
            ({{ rule['holds'] }}){{ ' or' if not loop.last }}
    {%- endfor %}
),

days as (
    select
        person_key,
        work_date,
        recorded_hours + recorded_leave_hours as day_hours
    from recorded
    where recorded_hours + recorded_leave_hours > 24
),

ranked as (
    select
        entries_of_days.*,
        days.day_hours,
        row_number() over (
            partition by entries_of_days.person_key, entries_of_days.work_date
            order by
                entries_of_days.hours desc,
                entries_of_days.system_name asc,
                entries_of_days.time_entry_id asc
        ) as place
    from entries_of_days
    inner join days
        on
            entries_of_days.work_date = days.work_date
            and {{ same('entries_of_days', 'days', ['person_key']) }}
),

days_too_long as (
    select
        'more_than_a_day' as finding_code,
        system_name,
        'time_entries' as table_name,
        time_entry_id as source_id,
        entity_code,
        period_code as accounting_period,
        concat(day_hours, ' hours on ', work_date) as found,
        'at most 24 hours of a person on a day' as expected,
        day_hours as hours_at_stake,
        billable_reporting_amount as reporting_amount_at_stake
    from ranked
    where place = 1
),

broken as (
    {%- for code, rule in rules.items() %}
        select
            '{{ code }}' as finding_code,
            system_name,
            'time_entries' as table_name,
            time_entry_id as source_id,
            entity_code,
            period_code as accounting_period,
            {{ rule['found'] }} as found,
            {{ rule['expected'] }} as expected,
            hours as hours_at_stake,
            billable_reporting_amount as reporting_amount_at_stake
        from suspects
        where {{ rule['holds'] }}
        union all
    {%- endfor %}
    select * from days_too_long
)

select * from broken
