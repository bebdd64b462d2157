{#- Time by the row of payroll that pays for it, with what it costs at its rates: what payroll is shared by.
    Time that no row pays for is kept with none. What is not mapped says int_time_entries__classed; a role is
    that of the day (int_people__employed). -#}
with

time_entries as (
    {{ rows_to_rebuild(
        ref('int_time_entries__classed'), ref('int_labour__changed'), ['person_key', 'period_code']
    ) }}
),

paid as (
    select * from {{ ref('int_payroll__paid') }}
),

terms as (
    select * from {{ ref('int_people__employed') }}
),

{{ months_of('paid', 'period_start_date', 'period_end_date') }},

days as (
    select
        person_key,
        work_date,
        entity_code,
        period_code,
        project_key,
        case
            when time_category in ('leave', 'bench') then time_category
            when is_unmapped then 'unmapped'
            else 'project'
        end as labour_kind,
        cost_currency_code,
        functional_currency_code,
        reporting_currency_code,
        sum(hours) as hours,
        sum(case when cost_functional_amount is null or cost_reporting_amount is null then hours else 0 end)
            as uncosted_hours,
        sum(cost_transaction_amount) as cost_transaction_amount,
        sum(cost_functional_amount) as cost_functional_amount,
        sum(cost_reporting_amount) as cost_reporting_amount
    from time_entries
    group by
        person_key,
        work_date,
        entity_code,
        period_code,
        project_key,
        case
            when time_category in ('leave', 'bench') then time_category
            when is_unmapped then 'unmapped'
            else 'project'
        end,
        cost_currency_code,
        functional_currency_code,
        reporting_currency_code
),

matched as (
    select
        days.*,
        terms.role,
        paid_months.payroll_system_name,
        paid_months.payroll_cost_id
    from days
    left join terms
        on
            days.person_key = terms.person_key
            and days.work_date >= terms.valid_from
            and days.work_date < terms.valid_before
    left join paid_months
        on
            days.person_key = paid_months.person_key
            and {{ month_of('days.work_date') }} = paid_months.month_start_date
            and days.work_date >= paid_months.period_start_date
            and days.work_date <= paid_months.period_end_date
),

grouped as (
    select
        payroll_system_name,
        payroll_cost_id,
        person_key,
        entity_code,
        period_code,
        project_key,
        role,
        labour_kind,
        cost_currency_code,
        functional_currency_code,
        reporting_currency_code,
        cast(sum(hours) as decimal(18, 6)) as hours,
        cast(sum(uncosted_hours) as decimal(18, 6)) as uncosted_hours,
        cast(sum(cost_transaction_amount) as decimal(28, 6)) as cost_transaction_amount,
        cast(sum(cost_functional_amount) as decimal(28, 6)) as cost_functional_amount,
        cast(sum(cost_reporting_amount) as decimal(28, 6)) as cost_reporting_amount
    from matched
    group by
        payroll_system_name,
        payroll_cost_id,
        person_key,
        entity_code,
        period_code,
        project_key,
        role,
        labour_kind,
        cost_currency_code,
        functional_currency_code,
        reporting_currency_code
)

select * from grouped
