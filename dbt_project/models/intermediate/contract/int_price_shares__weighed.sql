{#- Who shares which price on which day: every obligation that a version shares anew, with the price
    and the stand-alone price it weighs by. A prospective modification has a number among those of
    its contract, because its price is known only after the one before it was shared. -#}
with

prices as (
    select * from {{ ref('int_contract_prices__dated') }}
),

obligations as (
    select * from {{ ref('int_obligations__dated') }}
    where is_shared_anew and not is_paid_by_use
),

numbered as (
    select
        system_name,
        contract_version_id,
        row_number() over (partition by system_name, contract_id order by version_number)
            as prospective_number
    from prices
    where modification_type = 'prospective' and valid_from = in_force_from
),

sharing as (
    select
        prices.system_name,
        prices.contract_id,
        prices.contract_version_id,
        prices.version_number,
        prices.modification_type,
        prices.in_force_from,
        prices.valid_from,
        prices.valid_before,
        obligations.performance_obligation_id,
        coalesce(numbered.prospective_number, 0) as prospective_number,
        case prices.modification_type
            when 'separate_contract' then prices.shared_amount - prices.shared_amount_before
            else prices.shared_amount
        end as price_amount,
        cast(round(obligations.standalone_amount * 100, 0) as decimal(18, 0)) as standalone_cents,
        count(*) over in_version as sharing_obligations,
        min(coalesce(obligations.standalone_amount, 0)) over in_version as lowest_standalone_amount
    from prices
    inner join obligations
        on
            prices.system_name = obligations.system_name
            and prices.contract_version_id = obligations.contract_version_id
    left join numbered
        on
            prices.system_name = numbered.system_name
            and prices.contract_version_id = numbered.contract_version_id
    window in_version as (
        partition by prices.system_name, prices.contract_version_id, prices.valid_from
    )
),

judged as (
    select
        sharing.*,
        case
            when price_amount is null or prospective_number > {{ most_prospective_modifications() }}
                then 'not_allocated'
            when sharing_obligations = 1 then 'single_obligation'
            when lowest_standalone_amount <= 0 then 'not_allocated'
            else 'relative_standalone_price'
        end as allocation_method
    from sharing
)

select * from judged
