{#- Corrections of who is whom that have no effect, or split what they were to join: what they name is not there. -#}
with

corrections as (
    select * from {{ ref('stg_evenkeel__crosswalk_corrections') }}
),

identities as (
    select * from {{ ref('int_identities__listed') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

looked_up as (
    select
        corrections.*,
        corrected.source_id is null as is_of_nothing,
        corrections.same_as_source_id is not null and same.source_id is null as is_to_nothing
    from corrections
    left join identities as corrected
        on
            corrections.entity_type = corrected.entity_type
            and corrections.system_name = corrected.system_name
            and corrections.source_id = corrected.source_id
    left join identities as same
        on
            corrections.entity_type = same.entity_type
            and corrections.same_as_system_name = same.system_name
            and corrections.same_as_source_id = same.source_id
),

found_all as (
    select
        'correction_of_nothing' as finding_code,
        system_name,
        concat(entity_type, ' ', source_id) as source_id,
        concat(entity_type, ' ', system_name, ':', source_id) as found
    from looked_up
    where is_of_nothing
    union all
    select
        'correction_to_nothing' as finding_code,
        system_name,
        concat(entity_type, ' ', source_id) as source_id,
        concat(entity_type, ' ', min(same_as_system_name), ':', min(same_as_source_id)) as found
    from looked_up
    where is_to_nothing and not is_of_nothing
    group by entity_type, system_name, source_id
),

described as (
    select distinct
        found_all.finding_code,
        found_all.system_name,
        'crosswalk_corrections' as table_name,
        found_all.source_id,
        systems.entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        found_all.found,
        'what a system delivers' as expected,
        cast(null as decimal(38, 6)) as hours_at_stake,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from found_all
    left join systems on found_all.system_name = systems.system_name
)

select * from described
