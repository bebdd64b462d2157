{#- A model's schema is its layer's own name, so that asset keys read `marts/fct_...`. A release's file has one schema
    for all its tables. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (target.schema if target.name in ['portfolio', 'finance', 'people'] else custom_schema_name or target.schema) | trim }}
{%- endmacro %}
