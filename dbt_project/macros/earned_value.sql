{#- Forecasts by performance so far (decision 23). -#}

{#- An amount times a part of a whole, to 6 places, half up; null where the whole is not above zero. -#}
{% macro performance_share(amount, part, whole) -%}
    case
        when {{ whole }} > 0 and {{ part }} >= 0
            then cast(
                {{ posted_share('cast((' ~ amount ~ ') * 10000 as decimal(28, 6))', part, whole) }}
                * cast(0.0001 as decimal(5, 4)) as decimal(28, 6)
            )
    end
{%- endmacro %}
