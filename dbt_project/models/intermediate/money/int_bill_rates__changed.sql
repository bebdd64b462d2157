{#- Who may have other list prices on which projects than in the last build: those of time that may be otherwise,
    people with other roles, and all where the card is another. No rows where all are rebuilt. -#}
{%- set looked_up = [
    ref('int_time_entries__valued'), ref('int_bill_rates__dated'), ref('int_people__employed')
] -%}
with

work as (
    select * from {{ ref('int_work__changed') }}
),

{%- if follows_last_build() %}

    card as (
        select * from {{ ref('int_bill_rates__dated') }}
    ),

    changed_roles as (
        {{ changed_rows_of('int_people__employed', ['person_key', 'valid_from', 'valid_before', 'role']) }}
    ),

    card_before as (
        select * from {{ as_built('int_bill_rates__dated') }}
    ),

    changed_card as (
        {{ difference_of('select * from card', 'select * from card_before') }}
    ),

    time_entries as (
        select * from {{ ref('int_time_entries__valued') }}
    ),

    changed as (
        select
            project_key,
            person_key
        from work
        union
        select
            time_entries.project_key,
            time_entries.person_key
        from time_entries
        inner join changed_roles on time_entries.person_key = changed_roles.person_key
        union
        select
            time_entries.project_key,
            time_entries.person_key
        from time_entries
        where exists (select 1 from changed_card)
    )
{%- else %}

    changed as (
        select
            project_key,
            person_key
        from work
        where 1 = 0
    )
{%- endif %}

select * from changed
