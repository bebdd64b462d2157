{#- Annual recurring revenue from one period's end to the next. A customer is a group of clients, all
    currencies together, at the exchange rates of the period's end: what rates alone change is fx. The group
    is that of the period, as it was published, for what was before as for what is now, so that a client
    that moves to another group neither churns nor is new; beside it are the movements by the groups of
    today. A product that is put under another family brings its revenue with it (reorg). -#}
{%- set movements = ['new', 'reactivation', 'expansion', 'contraction', 'churn'] -%}
{%- set mappings = {'frozen': '', 'current': '_by_current_parent'} -%}
{%- set keys = ['entity_code', 'client_key', 'product_key', 'transaction_currency_code'] -%}
with

months as (
    select * from {{ ref('fct_mrr_customer_month') }}
),

clients as (
    select * from {{ ref('dim_customer') }}
),

neighbours as (
    select
        months.entity_code,
        months.accounting_period,
        months.product_family,
        months.group_client_key,
        months.opening_arr_reporting_amount,
        months.fx_arr_reporting_amount,
        months.unconverted_rows,
        coalesce(clients.parent_client_key, months.client_key) as current_group_key,
        lag(months.product_family) over in_order as family_before,
        months.opening_arr_reporting_amount + months.fx_arr_reporting_amount as arr_before_now,
        coalesce(months.arr_reporting_amount, 0) as arr_now,
        max(months.mrr_transaction_amount) over (
            partition by {% for key in keys %}months.{{ key }}{{ ', ' if not loop.last }}{% endfor %}
            order by months.accounting_period
            rows between unbounded preceding and 1 preceding
        ) as highest_before
    from months
    left join clients on months.client_key = clients.client_key
    window in_order as (
        partition by {% for key in keys %}months.{{ key }}{{ ', ' if not loop.last }}{% endfor %}
        order by months.accounting_period
    )
),

grouped as (
    {% for mapping in mappings %}
        select
            '{{ mapping }}' as mapping,
            entity_code,
            accounting_period,
            product_family,
            {{ 'group_client_key' if mapping == 'frozen' else 'current_group_key' }} as customer_key,
            sum(arr_before_now) as arr_before_now,
            sum(arr_now) as arr_now,
            coalesce(max(highest_before), 0) > 0 as has_prior
        from neighbours
        group by entity_code, accounting_period, product_family, customer_key
        {% if not loop.last %}
            union all
        {% endif %}
    {% endfor %}
),

judged as (
    select
        *,
        {{ recurring_movement('arr_now', 'arr_before_now', 'has_prior') }} as movement_category
    from grouped
),

moved as (
    select
        entity_code,
        accounting_period,
        product_family,
        {% for mapping, suffix in mappings.items() %}
            {% for movement in movements %}
                sum(
                    case
                        when mapping = '{{ mapping }}' and movement_category = '{{ movement }}'
                            then abs(arr_now - arr_before_now)
                        else 0
                    end
                ) as {{ movement }}_arr{{ suffix }},
            {% endfor %}
        {% endfor %}
        0 as opening_arr,
        0 as opening_arr_now,
        0 as fx_arr,
        0 as arr,
        0 as unconverted_rows
    from judged
    group by entity_code, accounting_period, product_family
),

-- What a period opens with is of the family that the product was under when the one before ended.
stood as (
    select
        entity_code,
        accounting_period,
        family_before as product_family,
        opening_arr_reporting_amount as opening_arr,
        0 as opening_arr_now,
        0 as fx_arr,
        0 as arr,
        0 as unconverted_rows
    from neighbours
    where opening_arr_reporting_amount <> 0
    union all
    select
        entity_code,
        accounting_period,
        product_family,
        0 as opening_arr,
        opening_arr_reporting_amount as opening_arr_now,
        fx_arr_reporting_amount as fx_arr,
        arr_now as arr,
        unconverted_rows
    from neighbours
),

parts as (
    select * from moved
    union all
    select
        entity_code,
        accounting_period,
        product_family,
        {% for suffix in mappings.values() %}
            {% for movement in movements %}
                0 as {{ movement }}_arr{{ suffix }},
            {% endfor %}
        {% endfor %}
        opening_arr,
        opening_arr_now,
        fx_arr,
        arr,
        unconverted_rows
    from stood
),

described as (
    select
        {{ surrogate_key(['entity_code', 'accounting_period', 'product_family']) }} as arr_bridge_month_key,
        entity_code,
        accounting_period,
        product_family,
        {{ reporting_currency() }} as reporting_currency_code,
        cast(sum(opening_arr) as decimal(18, 2)) as opening_arr_reporting_amount,
        {% for movement in movements %}
            cast(sum({{ movement }}_arr) as decimal(18, 2)) as {{ movement }}_arr_reporting_amount,
        {% endfor %}
        cast(sum(fx_arr) as decimal(18, 2)) as fx_arr_reporting_amount,
        cast(sum(opening_arr_now) - sum(opening_arr) as decimal(18, 2)) as reorg_arr_reporting_amount,
        cast(sum(arr) as decimal(18, 2)) as arr_reporting_amount,
        {% for movement in movements %}
            cast(sum({{ movement }}_arr_by_current_parent) as decimal(18, 2))
                as {{ movement }}_arr_by_current_parent_reporting_amount,
        {% endfor %}
        cast(sum(unconverted_rows) as bigint) as unconverted_rows
    from parts
    group by entity_code, accounting_period, product_family
)

select * from described
