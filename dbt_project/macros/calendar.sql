{#- Days and spans of days. A join by a day or a month finds its rows at once; a join by a span alone compares
    every row with every span. -#}

{#- The CTEs `calendar` and `period_days`: each day that an accounting period may have, and the period it is in. They
    read the CTE `periods`. -#}
{% macro period_days() -%}
calendar as (
    {{ all_days('1989-01-01', '2151-12-31') }}
),

period_days as (
    {{ days_of_periods() }}
)
{%- endmacro %}

{#- The CTEs until `relation`_months: a row of the relation for each calendar month that its span
    touches, with the month's first day. -#}
{% macro months_of(relation, first_date, last_date) -%}
calendar as (
    {{ all_days('1989-01-01', '2151-12-31') }}
),

months as (
    select distinct {{ month_of('calendar_date') }} as month_start_date
    from calendar
),

{{ relation }}_months as (
    select
        {{ relation }}.*,
        months.month_start_date
    from {{ relation }}
    inner join months
        on
            {{ relation }}.{{ last_date }} >= months.month_start_date
            and {{ month_of(relation ~ '.' ~ first_date) }} <= months.month_start_date
)
{%- endmacro %}

{#- The first day of the calendar month that a day is in. -#}
{% macro month_of(day) -%}
    cast({{ dbt.date_trunc('month', day) }} as date)
{%- endmacro %}

{#- A day, or the Monday after it where it is a Saturday or a Sunday. -#}
{% macro working_day_from(day) -%}
    greatest({{ day }}, {{ week_of(plus_days(day, 2)) }})
{%- endmacro %}

{#- The Monday of the week that a day is in. -#}
{% macro week_of(day) -%}
    cast({{ dbt.date_trunc('week', day) }} as date)
{%- endmacro %}
