{#- A hashed key of the given columns; an absent value differs from an empty one. -#}
{% macro surrogate_key(columns) -%}
    md5(concat_ws('|',
        {%- for column in columns %}
        coalesce(cast({{ column }} as {{ dbt.type_string() }}), '~')
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    ))
{%- endmacro %}

{#- Whether two values are equal, two absent ones included. -#}
{% macro same(left, right) -%}
    coalesce({{ left }}, '~') = coalesce({{ right }}, '~')
{%- endmacro %}
