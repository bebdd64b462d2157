{#- One posting for each difference of revenue to date between two neighbouring points of a performance
    obligation, with its cause (decision 15). It is posted in the period of the later point, at
    the period's average rate: what the period's postings of an obligation come to is converted and
    rounded once, and each posting is what it adds to that. A contract with a problem posts nothing. -#}
with

accumulated as (
    select * from {{ ref('int_revenue__accumulated') }}
),

prices as (
    select * from {{ ref('int_contract_prices__dated') }}
),

obligations as (
    select * from {{ ref('int_obligations__dated') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__averaged') }}
),

left_out as (
    select distinct
        system_name,
        contract_id
    from {{ ref('int_contract_problems__listed') }}
),

price_days as (
    select
        system_name,
        contract_id,
        valid_from,
        max(case when version_number_before is null then 0 when valid_from = in_force_from then 1 else 0 end)
            as is_modification
    from prices
    group by system_name, contract_id, valid_from
),

compared as (
    select
        accumulated.*,
        coalesce(lag(revenue_to_date_amount) over in_order, 0) as revenue_before_amount,
        lag(progress_share) over in_order as progress_before_share,
        lag(unpriced_rows, 1, 0) over in_order as unpriced_rows_before,
        lag(measured_on) over in_order as measured_before
    from accumulated
    window in_order as (
        partition by system_name, contract_id, performance_obligation_id
        order by known_on, measured_on
    )
),

differing as (
    select
        compared.*,
        cast(revenue_to_date_amount - revenue_before_amount as decimal(18, 2)) as revenue_amount,
        unpriced_rows - unpriced_rows_before as new_unpriced_rows
    from compared
    where revenue_to_date_amount <> revenue_before_amount or unpriced_rows <> unpriced_rows_before
),

caused as (
    select
        differing.*,
        obligations.contract_key,
        obligations.client_key,
        obligations.project_key,
        obligations.product_key,
        obligations.obligation_name,
        obligations.revenue_stream,
        obligations.entity_code,
        obligations.functional_currency_code,
        {{ reporting_currency() }} as reporting_currency_code,
        periods.period_code,
        case
            when differing.measured_on = differing.known_on then 'progress'
            when differing.measured_before is null then 'progress'
            when price_days.is_modification = 1 then 'contract_modification'
            when price_days.is_modification = 0 then 'variable_consideration'
            else 'change_in_estimate'
        end as posting_reason
    from differing
    inner join obligations
        on
            differing.system_name = obligations.system_name
            and differing.contract_version_id = obligations.contract_version_id
            and differing.performance_obligation_id = obligations.performance_obligation_id
    left join periods
        on differing.known_on between periods.period_start_date and periods.period_end_date
    left join left_out
        on
            differing.system_name = left_out.system_name
            and differing.contract_id = left_out.contract_id
    left join price_days
        on
            differing.system_name = price_days.system_name
            and differing.contract_id = price_days.contract_id
            and differing.known_on = price_days.valid_from
    where left_out.contract_id is null
),

summed as (
    select
        caused.*,
        sum(revenue_amount) over (
            partition by system_name, contract_id, performance_obligation_id, period_code
            order by known_on, measured_on
            rows between unbounded preceding and current row
        ) as period_amount
    from caused
),

converted as (
    select
        summed.*,
    {% for books in ['functional', 'reporting'] %}
        {{ posted_amount(in_currency(
            'summed.period_amount',
            'summed.currency_code',
            'summed.' ~ books ~ '_currency_code',
            'to_' ~ books,
        )) }} - {{ posted_amount(in_currency(
            '(summed.period_amount - summed.revenue_amount)',
            'summed.currency_code',
            'summed.' ~ books ~ '_currency_code',
            'to_' ~ books,
        )) }} as revenue_{{ books }}_amount,
        {{ rate_used(
            'summed.currency_code', 'summed.' ~ books ~ '_currency_code', 'to_' ~ books
        ) }} as {{ books }}_fx_rate,
        {{ rate_date_used(
            'summed.currency_code', 'summed.' ~ books ~ '_currency_code', 'to_' ~ books
        ) }} as {{ books }}_fx_rate_date{{ ',' if not loop.last }}
    {% endfor %}
    from summed
    {% for books in ['functional', 'reporting'] %}
        {{ join_average_rate(
            'to_' ~ books,
            'summed.currency_code',
            'summed.' ~ books ~ '_currency_code',
            'summed.period_code',
        ) }}
    {% endfor %}
)

select * from converted
