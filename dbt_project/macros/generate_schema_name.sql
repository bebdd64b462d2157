{#- A model's schema is its layer's own name, so that asset keys read `marts/fct_...`. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
