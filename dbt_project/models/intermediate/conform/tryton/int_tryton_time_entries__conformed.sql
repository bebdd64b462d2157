{#- The ERP has no approval: a timesheet line counts as approved. It is billable where its root
    project is invoiced by timesheet, at the list price of its task. -#}
with

lines as (
    {{ current_rows(ref('stg_tryton__timesheet_lines'), 'timesheet_line_id') }}
),

timesheet_works as (
    {{ current_rows(ref('stg_tryton__timesheet_works'), 'timesheet_work_id') }}
),

works as (
    {{ current_rows(ref('stg_tryton__projects'), 'work_id') }}
),

companies as (
    {{ current_rows(ref('stg_tryton__companies'), 'company_id') }}
),

currencies as (
    {{ current_rows(ref('stg_tryton__currencies'), 'currency_id') }}
),

placed as (
    select
        lines.*,
        works.work_name,
        works.list_rate,
        split_part(works.work_path, '/', 1) as project_id
    from lines
    left join timesheet_works
        on
            lines.system_name = timesheet_works.system_name
            and lines.timesheet_work_id = timesheet_works.timesheet_work_id
    left join works
        on
            timesheet_works.system_name = works.system_name
            and timesheet_works.origin_name = concat('project.work,', works.work_id)
),

conformed as (
    select
        placed.system_name,
        placed.timesheet_line_id as time_entry_id,
        placed.employee_id as person_id,
        placed.project_id,
        placed.work_name as task_name,
        placed.work_date,
        {{ exact_quotient('placed.duration_seconds', '3600', 6) }} as hours,
        case when projects.party_id is not null then 'delivery' else 'internal' end
            as time_category,
        coalesce(projects.project_invoice_method = 'timesheet', false) as is_billable,
        'approved' as approval_state,
        placed.list_rate as bill_rate,
        currencies.currency_code,
        placed.invoice_line_id,
        cast(null as timestamp) as submitted_at,
        cast(null as timestamp) as approved_at,
        placed.changed_at as updated_at,
        cast(null as boolean) as is_wasted,
        placed.delivery_id,
        placed.landed_at,
        placed.row_hash
    from placed
    left join works as projects
        on placed.system_name = projects.system_name and placed.project_id = projects.work_id
    left join companies
        on placed.system_name = companies.system_name and placed.company_id = companies.company_id
    left join currencies
        on
            companies.system_name = currencies.system_name
            and companies.currency_id = currencies.currency_id
)

select * from conformed
