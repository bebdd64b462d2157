{#- Which part of a day is off for whom: a holiday of an entity, of a region, or of an entity's people in
    a region. Of several on one day the longest counts. -#}
with

holidays as (
    select * from {{ ref('int_holidays__unioned') }}
    where day_share > 0
),

terms as (
    select * from {{ ref('int_person_terms__dated') }}
),

places as (
    select distinct
        entity_code,
        region
    from terms
),

placed as (
    select
        places.entity_code,
        places.region,
        holidays.holiday_date,
        max(holidays.day_share) as day_share
    from places
    inner join holidays
        on
            coalesce(holidays.entity_code, places.entity_code) = places.entity_code
            and (holidays.region is null or places.region = holidays.region)
    group by places.entity_code, places.region, holidays.holiday_date
)

select * from placed
