{#- The first day on which somebody of an entity recorded time while employed: before it nobody could record any. -#}
with

time_entries as (
    select * from {{ ref('int_time_entries__classed') }}
    where not is_ahead
),

terms as (
    select * from {{ ref('int_person_terms__dated') }}
    where weekly_hours is not null
),

started as (
    select
        terms.entity_code,
        min(time_entries.work_date) as first_date
    from time_entries
    inner join terms
        on
            time_entries.person_key = terms.person_key
            and time_entries.work_date >= terms.valid_from
            and time_entries.work_date < terms.valid_before
    group by terms.entity_code
)

select * from started
