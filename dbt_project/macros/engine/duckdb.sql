{#- DuckDB divides whole numbers of 128 bits bit by bit. The whole part of a quotient of floating point numbers
    is taken once its exact rest, not below zero and below the divisor, proves that it is the whole part
    (decision 33). What is divided: the whole numbers `dividend` and `divisor`, `near`, their whole part as a
    floating point number, and whether naming them several times is cheap. -#}

{#- `amount * weight` divided by `weights`, whole numbers not below zero. -#}
{% macro share_of_whole_numbers(amount, weight, weights) -%}
    {{ return({
        'dividend': 'cast(' ~ amount ~ ' as hugeint) * cast(' ~ weight ~ ' as hugeint)',
        'divisor': 'cast(' ~ weights ~ ' as hugeint)',
        'near': floor_near(
            'cast(' ~ amount ~ ' as double) * cast(' ~ weight ~ ' as double) / cast(' ~ weights ~ ' as double)'
        ),
        'is_cheap': are_cheap([amount, weight, weights]),
    }) }}
{%- endmacro %}

{#- The whole part, and not one less where a whole number came out a last bit too small. -#}
{% macro floor_near(quotient) -%}
    floor(({{ quotient }}) * cast('1.000000000000001' as double))
{%- endmacro %}

{% macro whole_part_near(of) -%}
    cast({{ of.near }} as bigint)
{%- endmacro %}

{% macro rest_near(of) -%}
    ({{ of.dividend }} - cast({{ whole_part_near(of) }} as hugeint) * {{ of.divisor }})
{%- endmacro %}

{#- `of_near` where the whole part that is near is proved, else `exact`. -#}
{% macro where_proven(of, of_near, exact) -%}
    {%- if not of.is_cheap -%}
        {{ exact }}
    {%- else -%}
        case
            when
                case
                    when {{ of.near }} between 0 and 100000000000000
                        then {{ rest_near(of) }} >= 0 and {{ rest_near(of) }} < {{ of.divisor }}
                end
                then {{ of_near }}
            else {{ exact }}
        end
    {%- endif -%}
{%- endmacro %}
