{#- Postings of cost summed by what they were for. The category and the task of time are those that its entry has
    now; an entry that is gone keeps those that it was posted with. -#}
{%- set keys = [
    'source_table',
    'entity_code',
    'accounting_period',
    'project_key',
    'client_key',
    'product_key',
    'cost_pool',
    'cost_class',
    'time_category',
    'task_name',
    'functional_currency_code',
    'reporting_currency_code',
] -%}
with

costs as (
    {{ rows_to_rebuild(
        ref('fct_project_cost'),
        ref('int_cost_groups__changed'),
        ['source_table', 'entity_code', 'accounting_period', 'project_key'],
    ) }}
),

time_entries as (
    select * from {{ ref('int_time_entries__unioned') }}
),

-- An entry's id is a column, for a join on a condition of one side alone compares every row with every other.
identified as (
    select
        *,
        case when source_table = 'time_entries' then source_id end as time_entry_id
    from costs
),

described as (
    select
        identified.source_table,
        identified.entity_code,
        identified.accounting_period,
        identified.project_key,
        identified.client_key,
        identified.product_key,
        identified.cost_pool,
        identified.cost_class,
        coalesce(time_entries.time_category, identified.time_category) as time_category,
        case when time_entries.time_entry_id is null then identified.task_name else time_entries.task_name end
            as task_name,
        identified.functional_currency_code,
        identified.reporting_currency_code,
        identified.adjustment_type,
        identified.service_date,
        identified.hours,
        identified.billable_hours,
        identified.approved_hours,
        identified.uncosted_hours,
        identified.unconverted_rows,
        identified.cost_functional_amount,
        identified.cost_reporting_amount
    from identified
    left join time_entries
        on
            identified.system_name = time_entries.system_name
            and identified.time_entry_id = time_entries.time_entry_id
),

grouped as (
    select
        {{ keys | join(',\n        ') }},
        cast(count(*) as bigint) as posting_count,
        cast(count(adjustment_type) as bigint) as adjustment_count,
        cast(count(cost_reporting_amount) as bigint) as reported_count,
        max(case when hours > 0 then service_date end) as last_work_date,
        {% for measure in ['hours', 'billable_hours', 'approved_hours', 'uncosted_hours'] %}
            cast(sum({{ measure }}) as decimal(18, 6)) as {{ measure }},
        {% endfor %}
        cast(sum(unconverted_rows) as bigint) as unconverted_rows,
        cast(sum(cost_functional_amount) as decimal(28, 6)) as cost_functional_amount,
        cast(sum(cost_reporting_amount) as decimal(28, 6)) as cost_reporting_amount
    from described
    group by {{ keys | join(', ') }}
)

select * from grouped
