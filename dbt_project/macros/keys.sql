{#- A hashed key of the given columns; an absent value differs from an empty one. -#}
{% macro surrogate_key(columns) -%}
    md5(concat_ws('|',
        {%- for column in columns %}
        coalesce(cast({{ column }} as {{ dbt.type_string() }}), '~')
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    ))
{%- endmacro %}

{#- A hashed key that is empty where the last of the given columns is. -#}
{% macro optional_key(columns) -%}
    case when {{ columns | last }} is not null then {{ surrogate_key(columns) }} end
{%- endmacro %}

{#- Whether the columns of two relations are equal, two absent values included. -#}
{% macro same(left, right, columns) -%}
    {%- for column in columns %}
    coalesce({{ left }}.{{ column }}, '~') = coalesce({{ right }}.{{ column }}, '~')
    {%- if not loop.last %} and{% endif %}
    {%- endfor %}
{%- endmacro %}

{#- What one row of fct_cost_month is about: cost is rounded once for each, so that whoever rounds it by client starts
    from the same rows. -#}
{% macro cost_month_keys() -%}
    {{ return([
        'entity_code', 'accounting_period', 'project_key', 'product_key', 'cost_pool', 'cost_class',
        'functional_currency_code', 'reporting_currency_code',
    ]) }}
{%- endmacro %}

{#- The order in which a system gave out ids, for where nothing else says which of two is later: a longer one comes after
    a shorter one (99, 100), of two as long the one that sorts after the other. -#}
{% macro issue_order(id, direction='asc') -%}
    length({{ id }}) {{ direction }}, {{ id }} {{ direction }}
{%- endmacro %}
