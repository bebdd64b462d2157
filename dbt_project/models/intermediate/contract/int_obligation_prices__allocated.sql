{#- What of a contract's price belongs to each performance obligation of each approved version, anew
    from each day on which a part of the price was judged: its part of what the obligations share
    (IFRS 15.76, ASC 606-10-32-31), and what belongs to it alone (IFRS 15.82 and 85): with it goes what
    changed of a price shared before a prospective modification, as both are earned by all progress. A refund
    is of what was delivered before, so it is earned at once. An obligation that a version does not
    share anew keeps the part that it got. What can not be shared is `not_allocated`. -#}
with

obligations as (
    select * from {{ ref('int_obligations__dated') }}
    where not is_paid_by_use
),

weighed as (
    select * from {{ ref('int_price_shares__weighed') }}
),

shared as (
    select * from {{ ref('int_obligation_prices__shared') }}
),

changes as (
    select * from {{ ref('int_price_changes__shared') }}
),

versions as (
    select * from {{ ref('int_contract_versions__unioned') }}
),

components as (
    select * from {{ ref('int_price_components__unioned') }}
    where performance_obligation_id is not null
),

kept as (
    select
        obligations.*,
        weighed.version_number as allocated_in_version_number,
        greatest(obligations.in_force_from, weighed.valid_from) as valid_from,
        least(obligations.in_force_before, weighed.valid_before) as valid_before,
        case
            when shared.shared_price_amount is null then 'not_allocated'
            else weighed.allocation_method
        end as allocation_method,
        shared.recognised_before_amount,
        shared.allocation_share,
        shared.unrounded_price_amount,
        shared.rounding_cent_amount,
        shared.shared_price_amount
    from obligations
    inner join weighed
        on
            obligations.system_name = weighed.system_name
            and obligations.contract_id = weighed.contract_id
            and obligations.performance_obligation_id = weighed.performance_obligation_id
            and obligations.shared_in_version_number = weighed.version_number
            and obligations.in_force_from < weighed.valid_before
            and obligations.in_force_before > weighed.valid_from
    left join shared
        on
            weighed.system_name = shared.system_name
            and weighed.contract_version_id = shared.contract_version_id
            and weighed.performance_obligation_id = shared.performance_obligation_id
            and weighed.valid_from = shared.valid_from
),

judgements as (
    select
        components.system_name,
        versions.contract_id,
        versions.version_number,
        components.performance_obligation_id,
        components.component_type,
        components.constrained_amount,
        components.made_on,
        lead(components.made_on, 1, cast('9999-12-31' as date)) over (
            partition by components.system_name, components.price_component_id
            order by components.made_on
        ) as made_before
    from components
    inner join versions
        on
            components.system_name = versions.system_name
            and components.contract_version_id = versions.contract_version_id
    where versions.approved_date is not null
),

own_amounts as (
    select
        kept.system_name,
        kept.contract_version_id,
        kept.performance_obligation_id,
        kept.valid_from,
        sum(case when judgements.component_type <> 'refund' then judgements.constrained_amount end)
            as own_amount,
        sum(case when judgements.component_type = 'refund' then judgements.constrained_amount end)
            as refunded_amount
    from kept
    inner join judgements
        on
            kept.system_name = judgements.system_name
            and kept.contract_id = judgements.contract_id
            and kept.performance_obligation_id = judgements.performance_obligation_id
            and kept.version_number >= judgements.version_number
            and kept.valid_from >= judgements.made_on
            and kept.valid_from < judgements.made_before
    group by
        kept.system_name, kept.contract_version_id, kept.performance_obligation_id, kept.valid_from
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
        kept.measured_from,
        kept.currency_code,
        kept.standalone_amount,
        kept.allocation_method,
        kept.allocated_in_version_number,
        kept.recognised_before_amount,
        kept.allocation_share,
        kept.unrounded_price_amount,
        kept.rounding_cent_amount,
        kept.shared_price_amount,
        {{ posted_amount('coalesce(own_amounts.own_amount, 0) + coalesce(changes.changed_price_amount, 0)') }}
            as own_price_amount,
        {{ posted_amount('coalesce(own_amounts.refunded_amount, 0)') }} as refunded_amount,
        {{ posted_amount(
            'kept.recognised_before_amount + kept.shared_price_amount'
            ' + coalesce(own_amounts.own_amount, 0) + coalesce(changes.changed_price_amount, 0)'
            ' + coalesce(own_amounts.refunded_amount, 0)'
        ) }} as allocated_amount
    from kept
    left join own_amounts
        on
            kept.system_name = own_amounts.system_name
            and kept.contract_version_id = own_amounts.contract_version_id
            and kept.performance_obligation_id = own_amounts.performance_obligation_id
            and kept.valid_from = own_amounts.valid_from
    left join changes
        on
            kept.system_name = changes.system_name
            and kept.contract_version_id = changes.contract_version_id
            and kept.performance_obligation_id = changes.performance_obligation_id
            and kept.valid_from = changes.valid_from
)

select * from allocated
