{#- What was worked, spent and earned by time on each day for each project, in the currencies it comes
    in. Material that is not installed measures no progress, and what was wasted neither measures nor
    earns any (IFRS 15.B19, ASC 606-10-55-21), as does time that was rejected, which has cost what it
    cost: both are kept apart. Wasted time that the client is to pay for is still paid by time. -#}
{%- set purchases -%}
    (
        select
            *,
            service_date as work_date
        from {{ ref('int_purchases__valued') }}
        where project_key is not null
    )
{%- endset -%}
with

time_entries as (
    {{ rows_to_rebuild(
        ref('int_time_entries__valued'), ref('int_project_days__changed'), ['project_key', 'work_date']
    ) }}
),

project_entries as (
    select
        *,
        coalesce(is_wasted, false) or approval_state = 'rejected' as is_without_progress
    from time_entries
    where project_key is not null
),

purchases as (
    {{ rows_to_rebuild(purchases, ref('int_project_days__changed'), ['project_key', 'work_date']) }}
),

worked as (
    select
        project_key,
        work_date,
        functional_currency_code as currency_code,
        sum(case when is_without_progress then 0 else hours end) as hours,
        sum(case when is_without_progress then 0 else cost_functional_amount end) as cost_amount,
        cast(0 as decimal(28, 6)) as uninstalled_amount,
        sum(case when is_without_progress then cost_functional_amount else 0 end) as wasted_amount,
        cast(0 as decimal(28, 6)) as earned_amount,
        sum(case when cost_functional_amount is null and not is_without_progress then 1 else 0 end)
            as uncosted_rows,
        sum(case when cost_functional_amount is null and is_without_progress then 1 else 0 end)
            as uncosted_wasted_rows,
        0 as unpriced_rows
    from project_entries
    group by project_key, work_date, functional_currency_code
),

earned as (
    select
        project_key,
        work_date,
        currency_code,
        cast(0 as decimal(18, 6)) as hours,
        cast(0 as decimal(28, 6)) as cost_amount,
        cast(0 as decimal(28, 6)) as uninstalled_amount,
        cast(0 as decimal(28, 6)) as wasted_amount,
        sum(billable_transaction_amount) as earned_amount,
        0 as uncosted_rows,
        0 as uncosted_wasted_rows,
        sum(case when billable_transaction_amount is null then 1 else 0 end) as unpriced_rows
    from project_entries
    where is_billable and approval_state = 'approved'
    group by project_key, work_date, currency_code
),

bought as (
    select
        project_key,
        work_date,
        currency_code,
        cast(0 as decimal(18, 6)) as hours,
        case when is_wasted or is_uninstalled then 0 else cost_transaction_amount end as cost_amount,
        case when is_uninstalled and not is_wasted then cost_transaction_amount else 0 end
            as uninstalled_amount,
        case when is_wasted then cost_transaction_amount else 0 end as wasted_amount,
        cast(0 as decimal(28, 6)) as earned_amount,
        0 as uncosted_rows,
        0 as uncosted_wasted_rows,
        0 as unpriced_rows
    from purchases
),

all_kinds as (
    select * from worked
    union all
    select * from earned
    union all
    select * from bought
),

summed as (
    select
        project_key,
        work_date,
        currency_code,
        cast(sum(hours) as decimal(18, 6)) as hours,
        cast(sum(cost_amount) as decimal(28, 6)) as cost_amount,
        cast(sum(uninstalled_amount) as decimal(28, 6)) as uninstalled_amount,
        cast(sum(wasted_amount) as decimal(28, 6)) as wasted_amount,
        cast(sum(earned_amount) as decimal(28, 6)) as earned_amount,
        cast(sum(uncosted_rows) as bigint) as uncosted_rows,
        cast(sum(uncosted_wasted_rows) as bigint) as uncosted_wasted_rows,
        cast(sum(unpriced_rows) as bigint) as unpriced_rows
    from all_kinds
    group by project_key, work_date, currency_code
)

select * from summed
