{#- What of a contract's price belongs to each performance obligation of each approved version.

    The price is shared by stand-alone prices (IFRS 15.76, ASC 606-10-32-31) to the cent by largest
    remainder; what belongs to one obligation alone (IFRS 15.82 and 85) is added to that one. An option
    weighs what it is likely to save (IFRS 15.B42). A modification that is a separate contract (IFRS
    15.20) leaves what was shared before as it is and shares its own price among what it brought. A
    prospective one of several obligations shares what is not recognised yet, which is not known here:
    it is `not_allocated`, as is what has no stand-alone prices to share by. What is paid by time or
    use has no share: it is recognised by the right to invoice (IFRS 15.B16). -#}
with

prices as (
    select * from {{ ref('int_contract_prices__dated') }}
),

promised as (
    select * from {{ ref('int_performance_obligations__unioned') }}
),

components as (
    select * from {{ ref('int_price_components__unioned') }}
),

obligations as (
    select
        prices.*,
        promised.performance_obligation_id,
        promised.obligation_name,
        promised.project_id,
        promised.product_id,
        promised.revenue_stream,
        promised.recognition_method,
        promised.is_option,
        promised.start_date,
        promised.end_date,
        case
            when promised.is_option
                then {{ exact_product('promised.standalone_price', 'promised.exercise_share') }}
            else promised.standalone_price
        end as standalone_amount,
        min(prices.version_number) over (
            partition by prices.system_name, prices.contract_id, promised.performance_obligation_id
        ) as first_version_number
    from promised
    inner join prices
        on
            promised.system_name = prices.system_name
            and promised.contract_version_id = prices.contract_version_id
    where promised.recognition_method not in ('right_to_invoice', 'usage')
),

sharing as (
    select
        obligations.*,
        case modification_type
            when 'separate_contract' then shared_amount - shared_amount_before
            else shared_amount
        end as price_to_share,
        count(*) over in_version as sharing_obligations,
        min(coalesce(standalone_amount, 0)) over in_version as lowest_standalone_amount
    from obligations
    where modification_type <> 'separate_contract' or version_number = first_version_number
    window in_version as (partition by system_name, contract_version_id)
),

-- In cents: a fraction of a cent is nobody's.
in_cents as (
    select
        sharing.*,
        cast(abs(price_to_share) * 100 as decimal(18, 0)) as price_cents,
        cast(
            case when sharing_obligations = 1 then 1 else round(standalone_amount * 100, 0) end
            as decimal(18, 0)
        ) as weight,
        case
            when price_to_share is null then 'not_allocated'
            when sharing_obligations = 1 then 'single_obligation'
            when modification_type = 'prospective' then 'not_allocated'
            when lowest_standalone_amount <= 0 then 'not_allocated'
            else 'relative_standalone_price'
        end as allocation_method
    from sharing
),

weighed as (
    select
        in_cents.*,
        sum(weight) over (partition by system_name, contract_version_id) as all_weights
    from in_cents
),

floored as (
    select
        weighed.*,
        {{ whole_share('price_cents', 'weight', 'all_weights') }} as whole_cents,
        {{ rest_of_share('price_cents', 'weight', 'all_weights') }} as rest_of_cent
    from weighed
    where allocation_method <> 'not_allocated'
),

ranked as (
    select
        floored.*,
        price_cents - sum(whole_cents) over (partition by system_name, contract_version_id)
            as cents_left,
        row_number() over (
            partition by system_name, contract_version_id
            order by rest_of_cent desc, performance_obligation_id asc
        ) as place
    from floored
),

shared as (
    select
        system_name,
        contract_id,
        version_number,
        performance_obligation_id,
        allocation_method,
        cast(
            sign(price_to_share)
            * (whole_cents + case when place <= cents_left then 1 else 0 end)
            * cast(0.01 as decimal(3, 2)) as decimal(18, 2)
        ) as shared_price_amount
    from ranked
    union all
    select
        system_name,
        contract_id,
        version_number,
        performance_obligation_id,
        allocation_method,
        cast(null as decimal(18, 2)) as shared_price_amount
    from weighed
    where allocation_method = 'not_allocated'
),

-- A version that shares nothing anew keeps what an obligation got before.
kept as (
    select
        obligations.*,
        shared.version_number as allocated_in_version_number,
        shared.allocation_method,
        shared.shared_price_amount,
        row_number() over (
            partition by
                obligations.system_name,
                obligations.contract_version_id,
                obligations.performance_obligation_id
            order by shared.version_number desc
        ) as recency
    from obligations
    inner join shared
        on
            obligations.system_name = shared.system_name
            and obligations.contract_id = shared.contract_id
            and obligations.performance_obligation_id = shared.performance_obligation_id
            and obligations.version_number >= shared.version_number
),

own_components as (
    select
        prices.system_name,
        prices.contract_id,
        prices.version_number,
        components.performance_obligation_id,
        components.constrained_amount
    from components
    inner join prices
        on
            components.system_name = prices.system_name
            and components.contract_version_id = prices.contract_version_id
    where components.performance_obligation_id is not null
),

own_amounts as (
    select
        kept.system_name,
        kept.contract_version_id,
        kept.performance_obligation_id,
        sum(own_components.constrained_amount) as amount
    from kept
    inner join own_components
        on
            kept.system_name = own_components.system_name
            and kept.contract_id = own_components.contract_id
            and kept.performance_obligation_id = own_components.performance_obligation_id
            and kept.version_number >= own_components.version_number
    where kept.recency = 1
    group by kept.system_name, kept.contract_version_id, kept.performance_obligation_id
),

allocated as (
    select
        kept.system_name,
        kept.contract_id,
        kept.contract_version_id,
        kept.version_number,
        kept.valid_from,
        kept.valid_before,
        kept.modification_type,
        kept.performance_obligation_id,
        kept.obligation_name,
        kept.project_id,
        kept.product_id,
        kept.revenue_stream,
        kept.recognition_method,
        kept.is_option,
        kept.start_date,
        kept.end_date,
        kept.currency_code,
        {{ posted_amount('kept.standalone_amount') }} as standalone_amount,
        kept.allocation_method,
        kept.allocated_in_version_number,
        kept.shared_price_amount,
        {{ posted_amount('coalesce(own_amounts.amount, 0)') }} as own_price_amount,
        {{ posted_amount('kept.shared_price_amount + coalesce(own_amounts.amount, 0)') }}
            as allocated_amount
    from kept
    left join own_amounts
        on
            kept.system_name = own_amounts.system_name
            and kept.contract_version_id = own_amounts.contract_version_id
            and kept.performance_obligation_id = own_amounts.performance_obligation_id
    where kept.recency = 1
)

select * from allocated
