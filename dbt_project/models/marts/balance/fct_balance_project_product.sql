{#- Projects beside products: the same revenue, hours and cost as in fct_project_month, fct_product_month and
    fct_cost_month, each once. Services are what is done for clients through projects, product is what is sold
    without one, and work on projects of type product; all other cost is internal. -#}
{%- set product_streams = ['subscription', 'usage', 'license', 'product'] -%}
{%- set measures = [
    'project_revenue', 'product_revenue', 'services_cost', 'product_cost', 'internal_cost',
    'services_bookings', 'product_bookings', 'services_backlog', 'product_backlog', 'arr',
] -%}
with

project_months as (
    select * from {{ ref('fct_project_month') }}
),

product_months as (
    select * from {{ ref('fct_product_month') }}
),

cost_months as (
    select * from {{ ref('fct_cost_month') }}
),

bookings as (
    select * from {{ ref('fct_bookings_backlog_month') }}
),

arr_months as (
    select * from {{ ref('fct_arr_bridge_month') }}
),

projects as (
    select * from {{ ref('dim_project') }}
),

recognised as (
    select
        entity_code,
        accounting_period,
        sum(delivery_category_hours + governance_category_hours) as client_work_hours,
        sum(product_category_hours) as product_category_hours,
        cast(sum(unconverted_rows) as bigint) as unconverted_rows,
        sum(revenue_reporting_amount) as project_revenue
    from project_months
    group by entity_code, accounting_period
),

sold as (
    select
        entity_code,
        accounting_period,
        cast(sum(unconverted_rows) as bigint) as unconverted_rows,
        sum(revenue_reporting_amount) as product_revenue
    from product_months
    group by entity_code, accounting_period
),

sided as (
    select
        cost_months.entity_code,
        cost_months.accounting_period,
        cost_months.cost_reporting_amount,
        cost_months.uncosted_hours,
        case
            when projects.project_type = 'product' then 'product'
            when cost_months.project_key is null and cost_months.product_key is not null then 'product'
            when cost_months.project_key is null or projects.project_type = 'internal' then 'internal'
            else 'services'
        end as side
    from cost_months
    left join projects on cost_months.project_key = projects.project_key
),

spent as (
    select
        entity_code,
        accounting_period,
        {% for side in ['services', 'product', 'internal'] %}
            case
                when sum(case when side = '{{ side }}' then 1 else 0 end) > 0
                    then sum(case when side = '{{ side }}' then cost_reporting_amount end)
                else 0
            end as {{ side }}_cost,
        {% endfor %}
        sum(uncosted_hours) as uncosted_hours
    from sided
    group by entity_code, accounting_period
),

booked as (
    select
        entity_code,
        accounting_period,
        {% for side, test in [('services', 'not in'), ('product', 'in')] %}
            {% for measure, column in [('bookings', 'bookings'), ('backlog', 'closing_backlog')] %}
                sum(
                    case
                        when revenue_stream {{ test }} ('{{ product_streams | join("', '") }}')
                            then {{ column }}_reporting_amount
                        else 0
                    end
                ) as {{ side }}_{{ measure }},
            {% endfor %}
        {% endfor %}
        cast(sum(unconverted_rows) as bigint) as unconverted_rows
    from bookings
    group by entity_code, accounting_period
),

contracted as (
    select
        entity_code,
        accounting_period,
        sum(arr_reporting_amount) as arr,
        sum(unconverted_rows) as unconverted_rows
    from arr_months
    group by entity_code, accounting_period
),

spine as (
    select
        entity_code,
        accounting_period
    from recognised
    union
    select
        entity_code,
        accounting_period
    from sold
    union
    select
        entity_code,
        accounting_period
    from spent
    union
    select
        entity_code,
        accounting_period
    from booked
    union
    select
        entity_code,
        accounting_period
    from contracted
),

entity_months as (
    select
        false as is_group,
        spine.entity_code,
        spine.accounting_period,
        coalesce(recognised.client_work_hours, 0) as client_work_hours,
        coalesce(recognised.product_category_hours, 0) as product_category_hours,
        coalesce(spent.uncosted_hours, 0) as uncosted_hours,
        {{ posted_sum('recognised.project_revenue', 'recognised.unconverted_rows') }} as project_revenue,
        {{ posted_sum('sold.product_revenue', 'sold.unconverted_rows') }} as product_revenue,
        {% for side in ['services', 'product', 'internal'] %}
            {{ posted_sum('spent.' ~ side ~ '_cost', 'spent.uncosted_hours') }} as {{ side }}_cost,
        {% endfor %}
        {% for measure in ['services_bookings', 'product_bookings', 'services_backlog', 'product_backlog'] %}
            {{ posted_sum('booked.' ~ measure, 'booked.unconverted_rows') }} as {{ measure }},
        {% endfor %}
        {{ posted_sum('contracted.arr', 'contracted.unconverted_rows') }} as arr,
        coalesce(recognised.unconverted_rows, 0)
        + coalesce(sold.unconverted_rows, 0)
        + coalesce(booked.unconverted_rows, 0)
        + coalesce(contracted.unconverted_rows, 0) as unconverted_rows
    from spine
    left join recognised on {{ same('spine', 'recognised', ['entity_code', 'accounting_period']) }}
    left join sold on {{ same('spine', 'sold', ['entity_code', 'accounting_period']) }}
    left join spent on {{ same('spine', 'spent', ['entity_code', 'accounting_period']) }}
    left join booked on {{ same('spine', 'booked', ['entity_code', 'accounting_period']) }}
    left join contracted on {{ same('spine', 'contracted', ['entity_code', 'accounting_period']) }}
),

both_levels as (
    select * from entity_months
    union all
    select
        true as is_group,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        accounting_period,
        sum(client_work_hours) as client_work_hours,
        sum(product_category_hours) as product_category_hours,
        sum(uncosted_hours) as uncosted_hours,
        {% for measure in measures %}
            sum({{ measure }}) as {{ measure }},
        {% endfor %}
        sum(unconverted_rows) as unconverted_rows
    from entity_months
    group by accounting_period
),

amounts as (
    select
        is_group,
        entity_code,
        accounting_period,
        cast(client_work_hours as decimal(18, 6)) as client_work_hours,
        cast(product_category_hours as decimal(18, 6)) as product_category_hours,
        cast(uncosted_hours as decimal(18, 6)) as uncosted_hours,
        {% for measure in measures %}
            cast({{ measure }} as decimal(18, 2)) as {{ measure }}_reporting_amount,
        {% endfor %}
        cast(unconverted_rows as bigint) as unconverted_rows
    from both_levels
),

margins as (
    select
        *,
        project_revenue_reporting_amount - services_cost_reporting_amount
            as services_margin_reporting_amount,
        product_revenue_reporting_amount - product_cost_reporting_amount
            as product_margin_reporting_amount
    from amounts
),

described as (
    select
        {{ surrogate_key(['margins.is_group', 'margins.entity_code', 'margins.accounting_period']) }}
            as balance_project_product_key,
        margins.is_group,
        margins.entity_code,
        margins.accounting_period,
        margins.client_work_hours,
        margins.product_category_hours,
        margins.uncosted_hours,
        margins.unconverted_rows,
        {{ reporting_currency() }} as reporting_currency_code,
        {% for measure in measures %}
            margins.{{ measure }}_reporting_amount,
        {% endfor %}
        cast(margins.services_margin_reporting_amount as decimal(18, 2)) as services_margin_reporting_amount,
        cast(margins.product_margin_reporting_amount as decimal(18, 2)) as product_margin_reporting_amount,
        {% for share, part, rest in [
            ('services_revenue', 'project_revenue_reporting_amount', 'product_revenue_reporting_amount'),
            ('product_revenue', 'product_revenue_reporting_amount', 'project_revenue_reporting_amount'),
            ('services_capacity', 'client_work_hours', 'product_category_hours'),
            ('services_bookings', 'services_bookings_reporting_amount', 'product_bookings_reporting_amount'),
            ('services_backlog', 'services_backlog_reporting_amount', 'product_backlog_reporting_amount'),
        ] %}
            cast(
                {{ exact_quotient('margins.' ~ part, '(margins.' ~ part ~ ' + margins.' ~ rest ~ ')') }}
                as decimal(18, 6)
            ) as {{ share }}_share,
        {% endfor %}
        cast(
            {{ exact_quotient('margins.services_backlog_reporting_amount', 'margins.arr_reporting_amount') }}
            as decimal(18, 6)
        ) as backlog_vs_arr,
        case
            when margins.services_margin_reporting_amount > 0 and margins.product_margin_reporting_amount > 0
                then cast({{ exact_quotient(
                    'margins.services_margin_reporting_amount',
                    '(margins.services_margin_reporting_amount + margins.product_margin_reporting_amount)',
                ) }} as decimal(18, 6))
        end as services_margin_share
    from margins
)

select * from described
