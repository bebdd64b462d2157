{#- The currencies that anything is stated in: what systems deliver, the books of entities, and what the company
    reports in. -#}
{%- set stated = [] -%}
{%- for thing, shape in conformed_things().items() -%}
    {%- for column in shape['columns'] if column.endswith('currency_code') -%}
        {%- do stated.append((thing, column)) -%}
    {%- endfor -%}
{%- endfor -%}
with

entities as (
    select * from {{ ref('stg_evenkeel__entities') }}
),

all_codes as (
    {% for thing, column in stated %}
        select {{ column }} as currency_code from {{ ref('int_' ~ thing ~ '__unioned') }}
        union
    {% endfor %}
    select functional_currency_code as currency_code from entities
    union
    select {{ reporting_currency() }} as currency_code
),

used as (
    select currency_code
    from all_codes
    where currency_code is not null
)

select * from used
