{#- How the transaction price of each approved version of a contract is shared among its performance
    obligations, anew from each day on which a part of it was judged (IFRS 15.73 to 86, decision 14). What
    is paid by time or use has no price to share, and is not here. -#}
with

allocated as (
    select * from {{ ref('int_obligation_prices__allocated') }}
),

obligations as (
    select * from {{ ref('int_obligations__dated') }}
),

prices as (
    select * from {{ ref('int_contract_prices__dated') }}
),

described as (
    select
        {{ surrogate_key([
            'allocated.system_name',
            'allocated.contract_version_id',
            'allocated.performance_obligation_id',
            'allocated.valid_from',
        ]) }} as price_allocation_key,
        {{ surrogate_key([
            'allocated.system_name', 'allocated.contract_id', 'allocated.performance_obligation_id'
        ]) }} as performance_obligation_key,
        allocated.system_name,
        allocated.contract_id,
        allocated.contract_version_id,
        allocated.version_number,
        allocated.modification_type,
        allocated.performance_obligation_id,
        allocated.obligation_name,
        obligations.contract_key,
        obligations.client_key,
        obligations.project_key,
        obligations.product_key,
        obligations.entity_code,
        allocated.revenue_stream,
        allocated.is_option,
        allocated.valid_from,
        allocated.valid_before,
        allocated.currency_code as transaction_currency_code,
        prices.transaction_price as transaction_price_amount,
        allocated.standalone_amount as standalone_price_amount,
        allocated.allocation_method,
        allocated.allocated_in_version_number,
        allocated.allocation_share,
        allocated.unrounded_price_amount,
        allocated.rounding_cent_amount,
        allocated.shared_price_amount,
        allocated.recognised_before_amount,
        allocated.own_price_amount,
        allocated.refunded_amount,
        allocated.allocated_amount
    from allocated
    inner join obligations
        on
            allocated.system_name = obligations.system_name
            and allocated.contract_version_id = obligations.contract_version_id
            and allocated.performance_obligation_id = obligations.performance_obligation_id
    left join prices
        on
            allocated.system_name = prices.system_name
            and allocated.contract_version_id = prices.contract_version_id
            and allocated.valid_from = prices.valid_from
)

select * from described
