{#- Whether a table of a kind of system is among those that are pulled. -#}
{% macro is_configured(kind, table) -%}
    {{ return(kind in var('systems') and table in var('systems')[kind]) }}
{%- endmacro %}

{#- Whether the contract calls a column of a delivered table personal or confidential: the audience
    people may read what it holds, no other. -#}
{% macro is_hidden(table_name, column_name) -%}
    concat({{ table_name }}, '.', {{ column_name }}) in ('{{ var("hidden_columns") | join("', '") }}')
{%- endmacro %}
