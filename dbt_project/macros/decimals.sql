{#- Exact arithmetic. Money and hours never become floating point numbers. One factor is wider than
    18 digits, because DuckDB multiplies two narrow decimals in 64 bits and overflows. -#}

{#- The exact product of two decimals of at most 12 whole digits, to 6 places, half up. -#}
{% macro exact_product(left, right) -%}
    {{ rounded_product(left, 'decimal(20, 6)', right, 'decimal(18, 6)') }}
{%- endmacro %}

{#- An amount converted at a rate of up to 9 places, to 6 places, half up. -#}
{% macro converted_amount(amount, fx_rate) -%}
    {{ rounded_product(amount, 'decimal(20, 6)', fx_rate, 'decimal(18, 9)') }}
{%- endmacro %}

{#- A sum as it is posted: zero where nothing was summed, which `present` tells by being null, and
    empty where no amount of what was summed is known. -#}
{% macro posted_sum(amount, present) -%}
    case
        when {{ present }} is null then cast(0 as decimal(18, 2))
        else {{ posted_amount(amount) }}
    end
{%- endmacro %}

{#- How many rows of a group lack one of two amounts. -#}
{% macro count_unknown(amount, other_amount) -%}
    cast(
        sum(case when {{ amount }} is null or {{ other_amount }} is null then 1 else 0 end)
        as bigint
    )
{%- endmacro %}
