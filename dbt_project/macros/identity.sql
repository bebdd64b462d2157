{#- The rank in which rows of one identity are asked for its attributes: those that describe it
    before those that only name it, then by the domain of their system: finance, crm, time. It
    reads the CTEs `identities` and `systems`. Rows where `last_where` holds come last. -#}
{% macro attribute_precedence(last_where='false') -%}
    row_number() over (
        partition by identities.crosswalk_key
        order by
            case when {{ last_where }} then 1 else 0 end,
            identities.is_inferred,
            case
                when systems.domains like '%finance%' then 1
                when systems.domains like '%crm%' then 2
                else 3
            end,
            identities.system_name,
            identities.source_id
    )
{%- endmacro %}
