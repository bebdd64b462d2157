{#- A subsidiary is the legal entity whose code is its external id or the prefix of its documents, or
    whose name is its own; of several, the first of these. One that is none of the configured has no
    code, and what it posts belongs to the system's own entity. -#}
with

subsidiaries as (
    {{ current_rows(ref('stg_netsuite__subsidiaries'), 'subsidiary_id') }}
),

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

candidates as (
    select
        subsidiaries.system_name,
        subsidiaries.subsidiary_id,
        entities.entity_code,
        case
            when upper(trim(subsidiaries.external_id)) = upper(entities.entity_code) then 1
            when upper(trim(subsidiaries.transaction_prefix)) = upper(entities.entity_code) then 2
            when
                {{ normalised_name('subsidiaries.subsidiary_name') }}
                = {{ normalised_name('entities.entity_name') }}
                then 3
            when
                {{ normalised_name('subsidiaries.legal_name') }}
                = {{ normalised_name('entities.entity_name') }}
                then 4
        end as match_rank
    from subsidiaries
    cross join entities
),

ranked as (
    select
        system_name,
        subsidiary_id,
        entity_code,
        row_number() over (
            partition by system_name, subsidiary_id
            order by match_rank, entity_code
        ) as precedence
    from candidates
    where match_rank is not null
),

mapped as (
    select
        subsidiaries.system_name,
        subsidiaries.subsidiary_id,
        subsidiaries.subsidiary_name,
        ranked.entity_code
    from subsidiaries
    left join ranked
        on
            subsidiaries.system_name = ranked.system_name
            and subsidiaries.subsidiary_id = ranked.subsidiary_id
            and ranked.precedence = 1
)

select * from mapped
