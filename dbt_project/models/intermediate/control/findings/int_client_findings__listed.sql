{#- Clients whose names are damaged or alike, or whose parent changed; deals that went back a stage. -#}
{%- set damage = ["%Ã%", "%Â%", "%â€%", "%�%"] -%}
with

clients as (
    select * from {{ ref('int_clients__unioned') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'client'
),

client_versions as (
    {{ canonical_versions('clients') }}
),

changes as (
    select * from {{ ref('int_opportunity_changes__unioned') }}
),

opportunities as (
    select * from {{ ref('fct_opportunity') }}
),

damaged as (
    select
        'name_damaged' as finding_code,
        system_name,
        'clients' as table_name,
        client_id as source_id,
        client_name as found,
        'a name without wrongly decoded letters' as expected,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from clients
    where
        {%- for text in damage %}
            client_name like '{{ text }}'{% if not loop.last %} or{% endif %}
        {%- endfor %}
),

spelled as (
    select
        clients.system_name,
        clients.client_id,
        clients.client_name,
        identities.crosswalk_key,
        {{ normalised_name('clients.client_name') }} as spelling
    from clients
    left join identities
        on clients.system_name = identities.system_name and clients.client_id = identities.source_id
),

-- Numbers tell clients apart, one letter does not.
alike as (
    select
        'client_names_alike' as finding_code,
        one.system_name,
        'clients' as table_name,
        one.client_id as source_id,
        min(one.client_name) as found,
        concat('the same as ', min(other.client_name), ', or a name of its own') as expected,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from spelled as one
    inner join spelled as other
        on
            substr(one.spelling, 1, 2) = substr(other.spelling, 1, 2)
            and one.crosswalk_key <> other.crosswalk_key
            and levenshtein(one.spelling, other.spelling) = 1
            and {{ without_digits('one.spelling') }} <> {{ without_digits('other.spelling') }}
    where length(one.spelling) > 5
    group by one.system_name, one.client_id
),

parents as (
    select
        system_name,
        client_id,
        delivery_number,
        landed_at,
        coalesce(parent_client_id, 'none') as parent_client_id,
        lag(coalesce(parent_client_id, 'none')) over (
            partition by system_name, client_id order by delivery_number, landed_at
        ) as earlier_parent_client_id
    from client_versions
    where not is_deleted
),

moved as (
    select
        parents.*,
        row_number() over (
            partition by system_name, client_id order by delivery_number desc, landed_at desc
        ) as place
    from parents
    where parent_client_id <> earlier_parent_client_id
),

reparented as (
    select
        'client_reparented' as finding_code,
        system_name,
        'clients' as table_name,
        client_id as source_id,
        concat('parent ', parent_client_id) as found,
        concat(earlier_parent_client_id, ', as before') as expected,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from moved
    where place = 1
),

followed as (
    select
        changes.*,
        lag(win_probability_share) over (
            partition by system_name, opportunity_id order by changed_at, opportunity_change_id
        ) as earlier_share,
        lag(stage) over (
            partition by system_name, opportunity_id order by changed_at, opportunity_change_id
        ) as earlier_stage
    from changes
),

-- A chance of nothing is a deal lost, not a stage.
backwards as (
    select
        'stage_moved_backwards' as finding_code,
        followed.system_name,
        'opportunity_changes' as table_name,
        followed.opportunity_change_id as source_id,
        concat('to ', followed.stage) as found,
        concat('on from ', followed.earlier_stage) as expected,
        cast(opportunities.reporting_amount as decimal(28, 6)) as reporting_amount_at_stake
    from followed
    left join opportunities
        on
            followed.system_name = opportunities.system_name
            and followed.opportunity_id = opportunities.opportunity_id
    where followed.win_probability_share > 0 and followed.win_probability_share < followed.earlier_share
),

broken as (
    select * from damaged
    union all
    select * from alike
    union all
    select * from reparented
    union all
    select * from backwards
),

described as (
    select
        finding_code,
        system_name,
        table_name,
        source_id,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        found,
        expected,
        cast(null as decimal(18, 6)) as hours_at_stake,
        reporting_amount_at_stake
    from broken
)

select * from described
