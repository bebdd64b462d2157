{#- From each published margin of a project and period to the next, item by item (decision 24): from billed
    to recognised by the change of what is earned and not billed (contract asset) and of what is billed and
    not earned (contract liability), and from recognised to what time would have earned at its agreed
    rates (metric tm_margin). Items are in the currency of the contract at the period's average rate; what
    other exchange rates make of it is the exchange item. Adjustments of closed periods are one item. -#}
{%- set keys = ['entity_code', 'accounting_period', 'project_key'] -%}
{%- set amounts = [
    'revenue', 'billed', 'value', 'unapproved', 'prior_revenue', 'prior_billed',
] -%}
{%- set carried = keys + ['currency_code', 'functional_currency_code', 'reporting_currency_code'] -%}
{%- for books in ['transaction', 'functional', 'reporting'] -%}
    {%- for amount in amounts -%}
        {%- do carried.append(amount ~ '_' ~ books) -%}
    {%- endfor -%}
{%- endfor -%}
with

project_months as (
    select * from {{ ref('fct_project_month') }}
),

revenue as (
    select * from {{ ref('fct_revenue_event') }}
    where project_key is not null or product_key is null
),

billings as (
    select * from {{ ref('fct_billing_event') }}
    where project_key is not null or product_key is null
),

rated as (
    select * from {{ ref('int_billable_time__rated') }}
    where agreed_amount is not null
),

cost_months as (
    select * from {{ ref('fct_cost_month') }}
    where project_key is not null or cost_class = 'labour'
),

fx_rates as (
    select * from {{ ref('int_fx_rates__averaged') }}
),

time_values as (
    select
        entity_code,
        period_code,
        project_key,
        currency_code,
        min(functional_currency_code) as functional_currency_code,
        min(reporting_currency_code) as reporting_currency_code,
    {% for books in ['transaction', 'functional', 'reporting'] %}
        {%- set amount = 'agreed_amount' if books == 'transaction' else 'agreed_' ~ books ~ '_amount' %}
        sum({{ amount }}) as value_{{ books }},
        sum(case when approval_state <> 'approved' then {{ amount }} else 0 end)
            as unapproved_{{ books }}{{ ',' if not loop.last }}
    {% endfor %}
    from rated
    group by entity_code, period_code, project_key, currency_code
),

measures as (
    select
        entity_code,
        accounting_period,
        project_key,
        transaction_currency_code as currency_code,
        functional_currency_code,
        reporting_currency_code,
    {% for books in ['transaction', 'functional', 'reporting'] %}
        {%- set amount = 'revenue_' ~ books ~ '_amount' %}
        case when adjustment_type is null then {{ amount }} else 0 end as revenue_{{ books }},
        0 as billed_{{ books }},
        0 as value_{{ books }},
        0 as unapproved_{{ books }},
        case when adjustment_type is not null then {{ amount }} else 0 end as prior_revenue_{{ books }},
        0 as prior_billed_{{ books }}{{ ',' if not loop.last }}
    {% endfor %}
    from revenue
    union all
    select
        entity_code,
        accounting_period,
        project_key,
        coalesce(contract_currency_code, transaction_currency_code) as currency_code,
        functional_currency_code,
        reporting_currency_code,
    {% for books in ['transaction', 'functional', 'reporting'] %}
        {%- set amount = (
            'coalesce(billed_contract_amount, billed_transaction_amount)' if books == 'transaction'
            else 'billed_' ~ books ~ '_amount'
        ) %}
        0 as revenue_{{ books }},
        case when adjustment_type is null then {{ amount }} else 0 end as billed_{{ books }},
        0 as value_{{ books }},
        0 as unapproved_{{ books }},
        0 as prior_revenue_{{ books }},
        case when adjustment_type is not null then {{ amount }} else 0 end
            as prior_billed_{{ books }}{{ ',' if not loop.last }}
    {% endfor %}
    from billings
    union all
    select
        entity_code,
        period_code as accounting_period,
        project_key,
        currency_code,
        functional_currency_code,
        reporting_currency_code,
    {% for books in ['transaction', 'functional', 'reporting'] %}
        0 as revenue_{{ books }},
        0 as billed_{{ books }},
        value_{{ books }},
        unapproved_{{ books }},
        0 as prior_revenue_{{ books }},
        0 as prior_billed_{{ books }}{{ ',' if not loop.last }}
    {% endfor %}
    from time_values
),

summed as (
    select
        entity_code,
        accounting_period,
        project_key,
        currency_code,
        min(functional_currency_code) as functional_currency_code,
        min(reporting_currency_code) as reporting_currency_code,
    {% for books in ['transaction', 'functional', 'reporting'] %}
    {% for amount in amounts %}
        coalesce(sum({{ amount }}_{{ books }}), 0) as {{ amount }}_{{ books }}{{ ',' if not loop.last }}
    {% endfor %}
        {{- ',' if not loop.last }}
    {% endfor %}
    from measures
    group by entity_code, accounting_period, project_key, currency_code
),

positioned as (
    select
        {% for column in carried %}
            summed.{{ column }},
        {% endfor %}
        coalesce(
            sum(
                revenue_transaction + prior_revenue_transaction
                - billed_transaction - prior_billed_transaction
            ) over (
                partition by entity_code, project_key, currency_code
                order by accounting_period
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as opening_position
    from summed
),

moved as (
    select
        {% for column in carried %}
            positioned.{{ column }},
        {% endfor %}
        greatest(opening_position + revenue_transaction - billed_transaction, 0)
        - greatest(opening_position, 0) as wip_change,
        greatest(-opening_position, 0)
        - greatest(-opening_position - revenue_transaction + billed_transaction, 0) as deferred_change,
        unapproved_transaction as unapproved_value,
        value_transaction - unapproved_transaction - revenue_transaction as price_difference
    from positioned
),

converted as (
    select
        {% for books in ['functional', 'reporting'] %}
            {% for item in ['wip_change', 'deferred_change', 'unapproved_value', 'price_difference'] %}
                coalesce({{ in_currency(
            'moved.' ~ item,
            'moved.currency_code',
            'moved.' ~ books ~ '_currency_code',
            'to_' ~ books,
        ) }}, 0) as {{ item }}_{{ books }},
            {% endfor %}
        {% endfor %}
    {% for column in carried %}
        moved.{{ column }}{{ ',' if not loop.last }}
    {% endfor %}
    from moved
    {% for books in ['functional', 'reporting'] %}
        {{ join_average_rate(
            'to_' ~ books,
            'moved.currency_code',
            'moved.' ~ books ~ '_currency_code',
            'moved.accounting_period',
        ) }}
    {% endfor %}
),

items as (
    select
        {% for books in ['functional', 'reporting'] %}
            sum(wip_change_{{ books }}) as wip_change_{{ books }},
            sum(deferred_change_{{ books }}) as deferred_change_{{ books }},
            sum(
                revenue_{{ books }} - billed_{{ books }}
                - wip_change_{{ books }} - deferred_change_{{ books }}
            ) as exchange_{{ books }},
            sum(prior_revenue_{{ books }} - prior_billed_{{ books }}) as prior_period_{{ books }},
            sum(value_{{ books }}) as value_{{ books }},
            sum(unapproved_value_{{ books }}) as unapproved_value_{{ books }},
            sum(price_difference_{{ books }}) as price_difference_{{ books }},
            sum(
                value_{{ books }} - revenue_{{ books }}
                - unapproved_value_{{ books }} - price_difference_{{ books }}
            ) as time_exchange_{{ books }},
            sum(prior_revenue_{{ books }}) as prior_revenue_{{ books }},
        {% endfor %}
        entity_code,
        accounting_period,
        project_key
    from converted
    group by entity_code, accounting_period, project_key
),

costs as (
    select
        {% for books in ['functional', 'reporting'] %}
            sum(
                case when cost_class <> 'labour' then cost_{{ books }}_amount else 0 end
            ) as other_cost_{{ books }},
            sum(
                case when cost_class = 'labour' then cost_{{ books }}_amount else 0 end
            ) as labour_cost_{{ books }},
        {% endfor %}
        entity_code,
        accounting_period,
        project_key
    from cost_months
    group by entity_code, accounting_period, project_key
),

joined as (
    select
        {% for books in ['functional', 'reporting'] %}
            project_months.gross_margin_billed_{{ books }}_amount,
            project_months.gross_margin_recognised_{{ books }}_amount,
            case
                when project_months.cost_{{ books }}_amount is not null
                    then
                        {{ posted_amount('coalesce(items.value_' ~ books ~ ', 0)') }}
                        - {{ posted_amount('coalesce(costs.labour_cost_' ~ books ~ ', 0)') }}
            end as tm_margin_{{ books }},
    {% for item in [
        'wip_change', 'deferred_change', 'exchange', 'prior_period', 'unapproved_value',
        'price_difference', 'time_exchange', 'prior_revenue',
    ] %}
                {{ posted_amount('coalesce(items.' ~ item ~ '_' ~ books ~ ', 0)') }} as {{ item }}_{{ books }},
            {% endfor %}
            {{ posted_amount('coalesce(costs.other_cost_' ~ books ~ ', 0)') }} as other_cost_{{ books }},
        {% endfor %}
        project_months.project_month_key,
        project_months.entity_code,
        project_months.accounting_period,
        project_months.project_key,
        project_months.functional_currency_code,
        project_months.reporting_currency_code,
        project_months.unconverted_rows
    from project_months
    left join items on {{ same('project_months', 'items', keys) }}
    left join costs on {{ same('project_months', 'costs', keys) }}
),

bridged as (
    select
        project_month_key as margin_bridge_key,
        entity_code,
        accounting_period,
        project_key,
        unconverted_rows,
        {% for books in ['functional', 'reporting'] %}
            {%- set end = '_' ~ books ~ '_amount' %}
            {{ books }}_currency_code,
            gross_margin_billed{{ end }},
            wip_change_{{ books }} as change_in_wip{{ end }},
            deferred_change_{{ books }} as change_in_deferred{{ end }},
            cast(0 as decimal(18, 2)) as cost_rate_variance{{ end }},
            exchange_{{ books }} as billed_to_recognised_fx{{ end }},
            prior_period_{{ books }} as billed_to_recognised_prior_period{{ end }},
            cast(
                gross_margin_recognised{{ end }} - gross_margin_billed{{ end }} - wip_change_{{ books }}
                - deferred_change_{{ books }} - exchange_{{ books }} - prior_period_{{ books }}
                as decimal(18, 2)
            ) as billed_to_recognised_other{{ end }},
            gross_margin_recognised{{ end }},
            unapproved_value_{{ books }} as unapproved_time{{ end }},
            price_difference_{{ books }} as price_difference{{ end }},
            other_cost_{{ books }} as cost_other_than_labour{{ end }},
            time_exchange_{{ books }} as recognised_to_tm_fx{{ end }},
            -prior_revenue_{{ books }} as recognised_to_tm_prior_period{{ end }},
            cast(
                tm_margin_{{ books }} - gross_margin_recognised{{ end }} - unapproved_value_{{ books }}
                - price_difference_{{ books }} - other_cost_{{ books }} - time_exchange_{{ books }}
                + prior_revenue_{{ books }} as decimal(18, 2)
            ) as recognised_to_tm_other{{ end }},
            cast(tm_margin_{{ books }} as decimal(18, 2)) as tm_margin{{ end }},
            cast(null as decimal(18, 2)) as contribution_margin{{ end }},
        {% endfor %}
        'direct cost of sales and of delivery management is not delivered' as contribution_margin_missing
    from joined
)

select * from bridged
