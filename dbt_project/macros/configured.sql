{#- Whether a table of a kind of system is among those that are pulled. -#}
{% macro is_configured(kind, table) -%}
    {{ return(kind in var('systems') and table in var('systems')[kind]) }}
{%- endmacro %}
