{#- What a change of variable consideration that was promised before a prospective modification adds to the
    price of each obligation that shared it before, by the weights they shared it by (IFRS 15.90(a),
    ASC 606-10-32-45), in whole cents by largest remainder (decision 14). -#}
with

judgements as (
    select * from {{ ref('int_price_judgements__dated') }}
    where
        performance_obligation_id is null
        and settled_in_version_number is not null
        and constrained_amount <> settled_amount
),

versions as (
    select * from {{ ref('int_contract_versions__dated') }}
),

prices as (
    select * from {{ ref('int_contract_prices__dated') }}
),

shared as (
    select * from {{ ref('int_obligation_prices__shared') }}
),

obligations as (
    select * from {{ ref('int_obligations__dated') }}
),

-- The last version before the modification whose obligations shared the component.
sharing as (
    select
        judgements.system_name,
        judgements.contract_id,
        judgements.version_number,
        judgements.valid_from,
        judgements.price_component_id,
        judgements.settled_in_version_number,
        max(versions.version_number) as shared_in_version_number
    from judgements
    inner join versions
        on
            judgements.system_name = versions.system_name
            and judgements.contract_id = versions.contract_id
            and judgements.promised_in_version_number <= versions.version_number
            and judgements.settled_in_version_number > versions.version_number
            and (
                versions.modification_type <> 'separate_contract'
                or judgements.promised_in_version_number = versions.version_number
            )
    group by
        judgements.system_name, judgements.contract_id, judgements.version_number, judgements.valid_from,
        judgements.price_component_id, judgements.settled_in_version_number
),

changes as (
    select
        sharing.system_name,
        sharing.contract_id,
        sharing.version_number,
        sharing.valid_from,
        sharing.shared_in_version_number,
        sharing.settled_in_version_number,
        sum(judgements.constrained_amount - judgements.settled_amount) as price_to_share
    from sharing
    inner join judgements
        on
            sharing.system_name = judgements.system_name
            and sharing.contract_id = judgements.contract_id
            and sharing.version_number = judgements.version_number
            and sharing.valid_from = judgements.valid_from
            and sharing.price_component_id = judgements.price_component_id
    group by
        sharing.system_name, sharing.contract_id, sharing.version_number, sharing.valid_from,
        sharing.shared_in_version_number, sharing.settled_in_version_number
),

parts as (
    select
        changes.system_name,
        changes.contract_id,
        prices.contract_version_id,
        changes.version_number,
        changes.valid_from,
        prices.valid_before,
        changes.shared_in_version_number,
        obligations.performance_obligation_id,
        shared.allocation_method,
        shared.weight,
        changes.price_to_share,
        cast(0 as decimal(18, 2)) as recognised_before_amount
    from changes
    inner join prices
        on
            changes.system_name = prices.system_name
            and changes.contract_id = prices.contract_id
            and changes.version_number = prices.version_number
            and changes.valid_from = prices.valid_from
    inner join versions as modifications
        on
            changes.system_name = modifications.system_name
            and changes.contract_id = modifications.contract_id
            and changes.settled_in_version_number = modifications.version_number
    inner join shared
        on
            changes.system_name = shared.system_name
            and changes.contract_id = shared.contract_id
            and changes.shared_in_version_number = shared.version_number
            and {{ plus_days('modifications.in_force_from', -1) }} >= shared.valid_from
            and {{ plus_days('modifications.in_force_from', -1) }} < shared.valid_before
    inner join obligations
        on
            prices.system_name = obligations.system_name
            and prices.contract_version_id = obligations.contract_version_id
            and shared.performance_obligation_id = obligations.performance_obligation_id
),

{{ share_prices('cut', 'parts', apart=['shared_in_version_number']) }},

summed as (
    select
        system_name,
        contract_version_id,
        performance_obligation_id,
        valid_from,
        sum(shared_price_amount) as changed_price_amount
    from cut
    group by system_name, contract_version_id, performance_obligation_id, valid_from
)

select * from summed
