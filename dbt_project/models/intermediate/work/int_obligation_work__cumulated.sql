{#- What was worked for each performance obligation until the end of each day on which its project was
    worked on: hours, cost in the currency of the contract's entity, and cost, uninstalled material
    and billable time in the contract's currency. Several obligations of one project are all measured
    by all its work. Time that earns by the right to invoice earns for one of them: the one that runs
    on the day, or else the last that began, or the first that will. -#}
{%- set conversions = [
    ('cost', 'contract'),
    ('uninstalled', 'contract'),
    ('earned', 'contract'),
    ('cost', 'functional'),
] -%}
{%- set measures = {
    'hours': 'decimal(18, 6)',
    'cost_functional_amount': 'decimal(28, 6)',
    'cost_contract_amount': 'decimal(28, 6)',
    'uninstalled_contract_amount': 'decimal(28, 6)',
    'earned_contract_amount': 'decimal(28, 6)',
    'uncosted_rows': 'bigint',
    'unpriced_rows': 'bigint',
} -%}
with

obligations as (
    select
        *,
        row_number() over (
            partition by system_name, contract_id, performance_obligation_id
            order by version_number desc
        ) as recency
    from {{ ref('int_obligations__dated') }}
    where
        project_key is not null
        and recognition_method in ('right_to_invoice', 'cost_to_cost', 'hours', 'zero_margin')
),

days as (
    select * from {{ ref('int_project_days__worked') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

placed as (
    select
        obligations.system_name,
        obligations.contract_id,
        obligations.performance_obligation_id,
        obligations.recognition_method,
        obligations.functional_currency_code,
        obligations.currency_code as contract_currency_code,
        days.*,
        row_number() over (
            partition by
                days.project_key,
                days.work_date,
                days.currency_code,
                obligations.recognition_method
            order by
                case
                    when days.work_date < obligations.start_date then 3
                    when days.work_date > obligations.end_date then 2
                    else 1
                end,
                abs({{ days_between('obligations.start_date', 'days.work_date') }}),
                obligations.system_name,
                obligations.contract_id,
                obligations.performance_obligation_id
        ) as place
    from obligations
    inner join days on obligations.project_key = days.project_key
    where obligations.recency = 1
),

converted as (
    select
        placed.*,
    {% for measure, books in conversions %}
        {{ in_currency(
            'placed.' ~ measure ~ '_amount',
            'placed.currency_code',
            'placed.' ~ books ~ '_currency_code',
            'to_' ~ books,
        ) }} as {{ measure }}_{{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from placed
    {% for books in ['contract', 'functional'] %}
        {{ join_fx_rate(
            'to_' ~ books,
            'placed.currency_code',
            'placed.' ~ books ~ '_currency_code',
            'placed.work_date',
        ) }}
    {% endfor %}
    where placed.recognition_method <> 'right_to_invoice' or placed.place = 1
),

by_day as (
    select
        system_name,
        contract_id,
        performance_obligation_id,
        work_date,
        sum(hours) as hours,
        sum(cost_functional_amount) as cost_functional_amount,
        sum(cost_contract_amount) as cost_contract_amount,
        sum(uninstalled_contract_amount) as uninstalled_contract_amount,
        sum(earned_contract_amount) as earned_contract_amount,
        sum(
            case
                when uncosted_rows > 0 then uncosted_rows
                when cost_functional_amount is null then 1
                when cost_contract_amount is null then 1
                when uninstalled_contract_amount is null then 1
                else 0
            end
        ) as uncosted_rows,
        sum(
            case
                when unpriced_rows > 0 then unpriced_rows
                when earned_contract_amount is null then 1
                else 0
            end
        ) as unpriced_rows
    from converted
    group by system_name, contract_id, performance_obligation_id, work_date
),

cumulated as (
    select
        system_name,
        contract_id,
        performance_obligation_id,
        work_date as valid_from,
        lead(work_date, 1, cast('9999-12-31' as date)) over until_now as valid_before,
    {% for measure, type in measures.items() %}
        cast(sum({{ measure }}) over until_now as {{ type }})
            as cumulative_{{ measure }}{{ ',' if not loop.last }}
    {% endfor %}
    from by_day
    window until_now as (
        partition by system_name, contract_id, performance_obligation_id
        order by work_date
    )
)

select * from cumulated
