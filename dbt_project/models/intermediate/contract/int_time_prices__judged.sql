{#- What was judged of the price of each performance obligation that is paid by time, in each approved version, anew from
    each day on which a component of its contract was judged: bonuses, and what a concession, a penalty, a rebate or a
    refund takes off what its time comes to (IFRS 15.51, 52 and 85, ASC 606-10-32-40). A component that names no
    obligation belongs to the one that is paid by time where a version has one of these, and none with a price. -#}
with

obligations as (
    select * from {{ ref('int_obligations__dated') }}
),

prices as (
    select * from {{ ref('int_contract_prices__dated') }}
),

judgements as (
    select * from {{ ref('int_price_judgements__dated') }}
),

counted as (
    select
        system_name,
        contract_id,
        contract_version_id,
        version_number,
        performance_obligation_id,
        recognition_method,
        in_force_from,
        in_force_before,
        sum(case when is_paid_by_use then 0 else 1 end) over in_version as priced_obligations,
        sum(case when recognition_method = 'right_to_invoice' then 1 else 0 end) over in_version
            as obligations_by_time
    from obligations
    window in_version as (partition by system_name, contract_version_id)
),

by_time as (
    select
        counted.*,
        greatest(counted.in_force_from, prices.valid_from) as judged_from,
        least(counted.in_force_before, prices.valid_before) as judged_before,
        prices.valid_from
    from counted
    inner join prices
        on
            counted.system_name = prices.system_name
            and counted.contract_version_id = prices.contract_version_id
            and counted.in_force_from < prices.valid_before
            and counted.in_force_before > prices.valid_from
    where counted.recognition_method = 'right_to_invoice'
),

judged as (
    select
        by_time.system_name,
        by_time.contract_id,
        by_time.performance_obligation_id,
        by_time.judged_from as valid_from,
        by_time.judged_before as valid_before,
        {{ posted_amount('sum(judgements.constrained_amount)') }} as judged_amount
    from by_time
    inner join judgements
        on
            by_time.system_name = judgements.system_name
            and by_time.contract_id = judgements.contract_id
            and by_time.version_number = judgements.version_number
            and by_time.valid_from = judgements.valid_from
    where
        by_time.performance_obligation_id = judgements.performance_obligation_id
        or (
            judgements.performance_obligation_id is null
            and by_time.obligations_by_time = 1
            and by_time.priced_obligations = 0
        )
    group by
        by_time.system_name, by_time.contract_id, by_time.performance_obligation_id,
        by_time.judged_from, by_time.judged_before
)

select * from judged
