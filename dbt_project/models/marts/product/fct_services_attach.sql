{#- What services were sold around each deal that brought a client a product it did not have: won deals of
    projects of the same client, that were closed within `services_attach_days` days before or after. Two
    product deals of a client close together have the same services beside them. -#}
with

lines as (
    select * from {{ ref('fct_subscription_line_version') }}
    where is_latest_version
),

opportunities as (
    select * from {{ ref('fct_opportunity') }}
    where is_won
),

contracts as (
    select * from {{ ref('dim_contract') }}
),

firsts as (
    select
        *,
        min(start_date) over (partition by client_key, product_key) as first_start_date
    from lines
),

sold as (
    select
        contract_key,
        min(client_key) as client_key,
        min(entity_code) as entity_code,
        min(start_date) as first_value_date,
        count(distinct product_key) as products
    from firsts
    where start_date = first_start_date
    group by contract_key
),

deals_ranked as (
    select
        contract_key,
        opportunity_key,
        close_date,
        row_number() over (partition by contract_key order by close_date, opportunity_key) as place
    from opportunities
    where contract_key is not null
),

deals as (
    select
        sold.contract_key,
        sold.client_key,
        sold.entity_code,
        deals_ranked.opportunity_key,
        coalesce(deals_ranked.close_date, contracts.signed_date, sold.first_value_date) as won_date,
        sold.first_value_date,
        sold.products
    from sold
    left join deals_ranked
        on
            sold.contract_key = deals_ranked.contract_key
            and deals_ranked.place = 1
    left join contracts on sold.contract_key = contracts.contract_key
),

services as (
    select
        opportunities.client_key,
        opportunities.close_date,
        opportunities.reporting_amount
    from opportunities
    left join sold on opportunities.contract_key = sold.contract_key
    where opportunities.project_key is not null and sold.contract_key is null
),

attached as (
    select
        deals.contract_key,
        count(*) as services_deals,
        sum(services.reporting_amount) as tcv_amount,
        sum(case when services.reporting_amount is null then 1 else 0 end) as unconverted_rows
    from deals
    inner join services
        on
            deals.client_key = services.client_key
            and services.close_date
            between {{ plus_days('deals.won_date', -1 * var('services_attach_days')) }}
            and {{ plus_days('deals.won_date', var('services_attach_days')) }}
    group by deals.contract_key
),

described as (
    select
        {{ surrogate_key(['deals.contract_key']) }} as services_attach_key,
        deals.contract_key,
        deals.opportunity_key,
        deals.client_key,
        deals.entity_code,
        deals.won_date,
        cast(deals.products as bigint) as new_products,
        attached.contract_key is not null as has_services,
        cast(coalesce(attached.services_deals, 0) as bigint) as services_deals,
        {{ reporting_currency() }} as reporting_currency_code,
        {{ posted_sum('attached.tcv_amount', 'attached.services_deals') }}
            as services_tcv_reporting_amount,
        cast(coalesce(attached.unconverted_rows, 0) as bigint) as unconverted_rows,
        deals.first_value_date,
        {{ days_between('deals.won_date', 'deals.first_value_date') }} as days_to_first_value
    from deals
    left join attached on deals.contract_key = attached.contract_key
)

select * from described
