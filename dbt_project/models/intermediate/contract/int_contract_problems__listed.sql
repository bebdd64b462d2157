{#- Why no revenue can be computed of a contract. Nothing is guessed: such a contract is left out of
    revenue, and each of these is a finding. -#}
with

contracts as (
    select * from {{ ref('int_contracts__unioned') }}
),

contract_versions as (
    select * from {{ ref('int_contract_versions__unioned') }}
    where approved_date is not null
),

obligations as (
    select * from {{ ref('int_obligations__dated') }}
),

allocated as (
    select * from {{ ref('int_obligation_prices__allocated') }}
),

accumulated as (
    select * from {{ ref('int_revenue__accumulated') }}
),

estimates as (
    select * from {{ ref('int_obligation_estimates__dated') }}
),

components as (
    select * from {{ ref('int_price_components__unioned') }}
),

milestones as (
    select * from {{ ref('int_milestones__unioned') }}
    where state <> 'cancelled'
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

prospective as (
    select * from {{ ref('int_contract_prices__dated') }}
    where modification_type = 'prospective' and valid_from = in_force_from
),

prospective_counted as (
    select
        system_name,
        contract_id,
        count(*) as modifications
    from prospective
    group by system_name, contract_id
),

of_unknown_entity as (
    select
        'contract_entity_unknown' as finding_code,
        contracts.system_name,
        'contracts' as table_name,
        contracts.contract_id as source_id,
        contracts.contract_id,
        concat('entity ', contracts.entity_code) as found,
        'an entity of the configuration' as expected
    from contracts
    left join entities on contracts.entity_code = entities.entity_code
    where contracts.entity_code is not null and entities.entity_code is null
),

without_standalone_price as (
    select
        'standalone_price_missing' as finding_code,
        allocated.system_name,
        'contract_versions' as table_name,
        allocated.contract_version_id as source_id,
        allocated.contract_id,
        concat(
            count(distinct allocated.performance_obligation_id),
            ' obligations share a price, without a stand-alone price of each'
        ) as found,
        'a stand-alone price above zero of each' as expected
    from allocated
    left join prospective_counted
        on
            allocated.system_name = prospective_counted.system_name
            and allocated.contract_id = prospective_counted.contract_id
    where
        allocated.allocation_method = 'not_allocated'
        and coalesce(prospective_counted.modifications, 0) <= {{ most_prospective_modifications() }}
    group by allocated.system_name, allocated.contract_id, allocated.contract_version_id
),

too_many_modifications as (
    select
        'prospective_modifications_too_many' as finding_code,
        system_name,
        'contracts' as table_name,
        contract_id as source_id,
        contract_id,
        concat(modifications, ' prospective modifications') as found,
        'at most {{ most_prospective_modifications() }}' as expected
    from prospective_counted
    where modifications > {{ most_prospective_modifications() }}
),

version_repeated as (
    select
        'contract_version_repeated' as finding_code,
        system_name,
        'contract_versions' as table_name,
        max(contract_version_id) as source_id,
        contract_id,
        concat('version ', version_number, ', as ', count(*) - 1, ' other') as found,
        'a number that no other approved version of its contract has' as expected
    from contract_versions
    group by system_name, contract_id, version_number
    having count(*) > 1
),

ending_before_they_start as (
    select
        'contract_ends_before_start' as finding_code,
        system_name,
        'contracts' as table_name,
        contract_id as source_id,
        contract_id,
        concat('ends on ', end_date) as found,
        concat('on or after its first day, ', start_date) as expected
    from contracts
    where end_date < start_date
    union all
    select
        'obligation_ends_before_start' as finding_code,
        system_name,
        'performance_obligations' as table_name,
        concat(contract_version_id, ' ', performance_obligation_id) as source_id,
        contract_id,
        concat('ends on ', end_date) as found,
        concat('on or after its first day, ', start_date) as expected
    from obligations
    where end_date < start_date
),

promised as (
    select
        system_name,
        contract_id,
        performance_obligation_id,
        recognition_method,
        project_id,
        min(end_date) as end_date
    from obligations
    group by
        system_name, contract_id, performance_obligation_id, recognition_method, project_id
),

weighed as (
    select
        promised.system_name,
        promised.contract_id,
        promised.performance_obligation_id,
        promised.recognition_method,
        min(promised.end_date) as end_date,
        count(milestones.milestone_id) as milestones,
        sum(milestones.weight_share) as weight_share
    from promised
    left join milestones
        on
            promised.system_name = milestones.system_name
            and promised.project_id = milestones.project_id
            and promised.performance_obligation_id = milestones.performance_obligation_id
    group by
        promised.system_name,
        promised.contract_id,
        promised.performance_obligation_id,
        promised.recognition_method
),

weights_off as (
    select
        'milestone_weights_off' as finding_code,
        system_name,
        'milestones' as table_name,
        concat(contract_id, ' ', performance_obligation_id) as source_id,
        contract_id,
        concat('weights add up to ', coalesce(weight_share, 0)) as found,
        '1' as expected
    from weighed
    where
        case recognition_method
            when 'milestones' then coalesce(weight_share, 0) <> 1
            when 'units_delivered' then coalesce(weight_share, 0) <> 1
            else milestones > 0 and coalesce(weight_share, 0) <> 1
        end
),

without_end as (
    select
        'obligation_end_missing' as finding_code,
        system_name,
        'performance_obligations' as table_name,
        concat(contract_id, ' ', performance_obligation_id) as source_id,
        contract_id,
        'no last day' as found,
        concat('the last day of what is earned by ', recognition_method) as expected
    from weighed
    where
        end_date is null
        and (recognition_method = 'ratable' or (recognition_method = 'point_in_time' and milestones = 0))
),

below_cost as (
    select
        'estimate_below_cost' as finding_code,
        system_name,
        'estimates' as table_name,
        concat(contract_id, ' ', source_id) as source_id,
        contract_id,
        concat(
            min(remaining_hours), ' hours and ', min(remaining_cost_functional_amount), ' cost remain'
        ) as found,
        'nothing below zero' as expected
    from estimates
    where remaining_hours < 0 or remaining_cost_functional_amount < 0
    group by system_name, contract_id, source_id
),

versions as (
    select * from {{ ref('int_contract_prices__dated') }}
    where valid_from = in_force_from
),

dropped as (
    select
        'obligation_dropped' as finding_code,
        obligations.system_name,
        'contract_versions' as table_name,
        versions.contract_version_id as source_id,
        obligations.contract_id,
        concat('does not hold ', min(obligations.performance_obligation_id)) as found,
        'every obligation of the version before' as expected
    from obligations
    inner join versions
        on
            obligations.system_name = versions.system_name
            and obligations.contract_id = versions.contract_id
            and obligations.in_force_before = versions.in_force_from
    left join obligations as kept
        on
            versions.system_name = kept.system_name
            and versions.contract_version_id = kept.contract_version_id
            and obligations.performance_obligation_id = kept.performance_obligation_id
    where kept.performance_obligation_id is null
    group by obligations.system_name, versions.contract_version_id, obligations.contract_id
),

without_project as (
    select
        'obligation_project_missing' as finding_code,
        system_name,
        'performance_obligations' as table_name,
        concat(contract_id, ' ', performance_obligation_id) as source_id,
        contract_id,
        concat('project ', coalesce(min(project_id), 'none')) as found,
        concat('a project whose work is measured by ', min(recognition_method)) as expected
    from obligations
    where
        project_key is null
        and recognition_method in ('cost_to_cost', 'hours', 'zero_margin', 'right_to_invoice')
    group by system_name, contract_id, performance_obligation_id
),

cap_of_several as (
    select
        'cap_of_several_obligations' as finding_code,
        system_name,
        'contract_versions' as table_name,
        contract_version_id as source_id,
        contract_id,
        concat('a cap for ', count(*), ' obligations that are paid by time') as found,
        'one obligation that is paid by time' as expected
    from obligations
    where recognition_method = 'right_to_invoice' and not_to_exceed_amount is not null
    group by system_name, contract_version_id, contract_id
    having count(*) > 1
),

moved_components as (
    select
        system_name,
        price_component_id,
        concat(
            'versions: ', count(distinct contract_version_id), ', obligations or all: ',
            count(distinct coalesce(performance_obligation_id, ''))
        ) as found
    from components
    group by system_name, price_component_id
    having
        count(distinct contract_version_id) > 1
        or count(distinct coalesce(performance_obligation_id, '')) > 1
),

component_moved as (
    select distinct
        'price_component_moved' as finding_code,
        components.system_name,
        'price_components' as table_name,
        concat(contract_versions.contract_id, ' ', components.price_component_id) as source_id,
        contract_versions.contract_id,
        moved_components.found,
        'the same version, and obligation or none, in each judgement' as expected
    from moved_components
    inner join components
        on
            moved_components.system_name = components.system_name
            and moved_components.price_component_id = components.price_component_id
    inner join contract_versions
        on
            components.system_name = contract_versions.system_name
            and components.contract_version_id = contract_versions.contract_version_id
),

obligations_counted as (
    select
        system_name,
        contract_version_id,
        max(contract_id) as contract_id,
        count(*) as obligations,
        sum(case when recognition_method = 'right_to_invoice' then 1 else 0 end) as obligations_by_time,
        sum(case when is_paid_by_use then 0 else 1 end) as priced_obligations
    from obligations
    group by system_name, contract_version_id
),

component_of_none as (
    select
        'price_component_of_none' as finding_code,
        components.system_name,
        'price_components' as table_name,
        components.price_component_id as source_id,
        obligations_counted.contract_id,
        concat(
            'a ', min(components.component_type), ' of ',
            coalesce(components.performance_obligation_id, concat(min(obligations_counted.obligations), ' obligations')),
            ', paid by time or use'
        ) as found,
        'a part of a price, or of one obligation that is paid by time' as expected
    from components
    inner join obligations_counted
        on
            components.system_name = obligations_counted.system_name
            and components.contract_version_id = obligations_counted.contract_version_id
    left join obligations
        on
            components.system_name = obligations.system_name
            and components.contract_version_id = obligations.contract_version_id
            and components.performance_obligation_id = obligations.performance_obligation_id
    where
        components.component_type <> 'usage'
        and components.constrained_amount <> 0
        and (
            obligations.recognition_method = 'usage'
            or (
                components.performance_obligation_id is null
                and obligations_counted.priced_obligations = 0
                and obligations_counted.obligations_by_time <> 1
            )
        )
    group by
        components.system_name, components.price_component_id, obligations_counted.contract_id,
        components.performance_obligation_id
),

other_currency as (
    select
        'price_currency_differs' as finding_code,
        components.system_name,
        'price_components' as table_name,
        components.price_component_id as source_id,
        versions.contract_id,
        concat('an amount in ', min(components.currency_code)) as found,
        concat('an amount in ', min(versions.currency_code)) as expected
    from components
    inner join versions
        on
            components.system_name = versions.system_name
            and components.contract_version_id = versions.contract_version_id
    where components.currency_code <> versions.currency_code
    group by components.system_name, components.price_component_id, versions.contract_id
),

named as (
    select * from of_unknown_entity
    union all
    select * from without_standalone_price
    union all
    select * from too_many_modifications
    union all
    select * from version_repeated
    union all
    select * from ending_before_they_start
    union all
    select * from weights_off
    union all
    select * from without_end
    union all
    select * from below_cost
    union all
    select * from dropped
    union all
    select * from without_project
    union all
    select * from cap_of_several
    union all
    select * from component_moved
    union all
    select * from component_of_none
    union all
    select * from other_currency
),

unmeasured as (
    select
        case when max(accumulated.uncosted_rows) > 0 then 'work_without_cost' else 'revenue_not_measurable' end
            as finding_code,
        accumulated.system_name,
        'performance_obligations' as table_name,
        concat(accumulated.contract_id, ' ', accumulated.performance_obligation_id) as source_id,
        accumulated.contract_id,
        concat(
            'no revenue from ', min(accumulated.known_on), ' on, ', max(accumulated.uncosted_rows),
            ' rows of work without a cost'
        ) as found,
        'a cost rate and an exchange rate of all work that it is measured by' as expected
    from accumulated
    left join named
        on
            accumulated.system_name = named.system_name
            and accumulated.contract_id = named.contract_id
    where accumulated.revenue_to_date_amount is null and named.contract_id is null
    group by
        accumulated.system_name, accumulated.contract_id, accumulated.performance_obligation_id
),

listed as (
    select * from named
    union all
    select * from unmeasured
)

select * from listed
