{#- The approved plans of each project, each in force from the day it was approved until the next one
    was. Of two that were approved on one day the later version counts. -#}
with

baselines as (
    select * from {{ ref('int_baselines__unioned') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'project'
),

books as (
    select * from {{ ref('int_project_books__assigned') }}
),

dated as (
    select
        {{ surrogate_key(['baselines.system_name', 'baselines.baseline_id']) }} as baseline_key,
        identities.crosswalk_key as project_key,
        baselines.system_name,
        baselines.baseline_id,
        baselines.version_number,
        baselines.approved_date,
        baselines.approved_by,
        baselines.reason,
        books.entity_code,
        books.functional_currency_code,
        books.reporting_currency_code,
        lead(baselines.approved_date, 1, cast('9999-12-31' as date)) over in_order as valid_before,
        row_number() over in_order = 1 as is_original
    from baselines
    inner join identities
        on
            baselines.system_name = identities.system_name
            and baselines.project_id = identities.source_id
    left join books on identities.crosswalk_key = books.project_key
    window in_order as (
        partition by identities.crosswalk_key
        order by
            baselines.approved_date, baselines.version_number, baselines.system_name, baselines.baseline_id
    )
)

select * from dated
