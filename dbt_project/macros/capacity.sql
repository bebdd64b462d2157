{#- What people's hours are measured by. -#}

{#- The configured target of a role, of `<role>:<share>`: which share of net capacity is to be billable. -#}
{% macro utilization_target(role) -%}
    cast(
        case
            {%- for target in var('utilization_targets') %}
            {%- set parts = target.rsplit(':', 1) %}
            when {{ role }} = '{{ parts | first | replace("'", "''") }}'
                then cast('{{ parts | last }}' as decimal(9, 6))
            {%- endfor %}
            when false then 0
        end as decimal(9, 6)
    )
{%- endmacro %}

{#- The share of full time that weekly hours are: a full-time equivalent. -#}
{% macro share_of_full_time(weekly_hours) -%}
    cast({{ exact_quotient(weekly_hours, var('full_time_hours')) }} as decimal(9, 6))
{%- endmacro %}
