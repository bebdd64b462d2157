{#- A line's amount is its quantity times its price to the cent, as the ERP computes it. Its project
    is that of the time it bills, or the work it was made from. -#}
with

lines as (
    {{ current_rows(ref('stg_tryton__invoice_lines'), 'invoice_line_id') }}
),

timesheet_lines as (
    {{ current_rows(ref('stg_tryton__timesheet_lines'), 'timesheet_line_id') }}
),

timesheet_works as (
    {{ current_rows(ref('stg_tryton__timesheet_works'), 'timesheet_work_id') }}
),

works as (
    {{ current_rows(ref('stg_tryton__projects'), 'work_id') }}
),

units as (
    {{ current_rows(ref('stg_tryton__units'), 'unit_id') }}
),

billed_projects as (
    select
        timesheet_lines.system_name,
        timesheet_lines.invoice_line_id,
        min(split_part(works.work_path, '/', 1)) as project_id
    from timesheet_lines
    inner join timesheet_works
        on
            timesheet_lines.system_name = timesheet_works.system_name
            and timesheet_lines.timesheet_work_id = timesheet_works.timesheet_work_id
    inner join works
        on
            timesheet_works.system_name = works.system_name
            and timesheet_works.origin_name = concat('project.work,', works.work_id)
    where timesheet_lines.invoice_line_id is not null
    group by timesheet_lines.system_name, timesheet_lines.invoice_line_id
),

conformed as (
    select
        lines.system_name,
        lines.invoice_line_id,
        lines.invoice_id,
        coalesce(billed_projects.project_id, split_part(works.work_path, '/', 1)) as project_id,
        lines.product_id,
        lines.description,
        lines.quantity,
        case lower(units.unit_name)
            when 'hour' then 'hour'
            when 'day' then 'day'
            when 'unit' then 'piece'
            when 'month' then 'month'
            when 'year' then 'year'
            else 'other'
        end as unit,
        lines.unit_price,
        {{ posted_amount(exact_product('lines.quantity', 'lines.unit_price')) }} as net_amount,
        lines.account_id,
        cast(null as date) as service_start_date,
        cast(null as date) as service_end_date,
        lines.delivery_id,
        lines.landed_at,
        lines.row_hash
    from lines
    left join billed_projects
        on
            lines.system_name = billed_projects.system_name
            and lines.invoice_line_id = billed_projects.invoice_line_id
    left join works
        on
            lines.system_name = works.system_name
            and lines.origin_name = concat('project.work,', works.work_id)
    left join units on lines.system_name = units.system_name and lines.unit_id = units.unit_id
    where
        lines.invoice_type = 'out'
        and lines.invoice_line_type = 'line'
        and lines.invoice_id is not null
)

select * from conformed
