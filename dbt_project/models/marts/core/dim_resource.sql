{#- Whom the company has on which terms from when to when. dim_person has each person once, as they are
    now, so that a fact joined with it keeps its rows; this has their history. -#}
with

terms as (
    select * from {{ ref('int_person_terms__dated') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

described as (
    select
        {{ surrogate_key(['terms.person_key', 'terms.valid_from']) }} as person_terms_key,
        terms.person_key,
        case when terms.valid_from > cast('1900-01-01' as date) then terms.valid_from end as employed_from_date,
        case
            when terms.valid_before < cast('9999-12-31' as date) then {{ plus_days('terms.valid_before', -1) }}
        end as employed_to_date,
        terms.entity_code,
        terms.role,
        terms.practice,
        terms.region,
        terms.weekly_hours as weekly_capacity_hours,
        {{ share_of_full_time('terms.weekly_hours') }} as full_time_share,
        terms.terms_source,
        run.as_of_date >= terms.valid_from and run.as_of_date < terms.valid_before as is_in_force
    from terms
    cross join run
)

select * from described
