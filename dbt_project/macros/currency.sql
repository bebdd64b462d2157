{#- Conversion between currencies. A missing rate makes the amount null: it is never guessed. -#}

{#- The currency that the company reports in, as a value. -#}
{% macro reporting_currency() -%}
    cast('{{ var("reporting_currency") }}' as {{ dbt.type_string() }})
{%- endmacro %}

{#- The join that brings the spot rate of a day from one currency to another as `alias`. It reads
    the CTE `fx_rates`, whose validity spans do not overlap, so it can not multiply a row. -#}
{% macro join_fx_rate(alias, from_currency, to_currency, day) -%}
    left join fx_rates as {{ alias }}
        on
            {{ from_currency }} = {{ alias }}.from_currency_code
            and {{ to_currency }} = {{ alias }}.to_currency_code
            and {{ day }} >= {{ alias }}.valid_from
            and {{ day }} < {{ alias }}.valid_before
{%- endmacro %}

{#- The join that brings the average rate of an accounting period as `alias`. It reads the CTE
    `fx_rates`, which has one rate of a pair and period. -#}
{% macro join_average_rate(alias, from_currency, to_currency, period) -%}
    left join fx_rates as {{ alias }}
        on
            {{ from_currency }} = {{ alias }}.from_currency_code
            and {{ to_currency }} = {{ alias }}.to_currency_code
            and {{ period }} = {{ alias }}.period_code
{%- endmacro %}

{#- The join that brings the closing rate of an accounting period as `alias`. It reads the CTE
    `closing_rates`, which has one rate of a pair and period. -#}
{% macro join_closing_rate(alias, from_currency, to_currency, period) -%}
    left join closing_rates as {{ alias }}
        on
            {{ from_currency }} = {{ alias }}.from_currency_code
            and {{ to_currency }} = {{ alias }}.to_currency_code
            and {{ period }} = {{ alias }}.period_code
{%- endmacro %}

{#- An amount in another currency, by the rate that was joined as `alias`. Zero needs
    no rate; an amount that is in that currency already is left as it is. -#}
{% macro in_currency(amount, from_currency, to_currency, alias) -%}
    case
        when {{ amount }} = 0 then cast(0 as decimal(28, 6))
        when {{ from_currency }} = {{ to_currency }} then {{ amount }}
        else {{ converted_amount(amount, alias ~ '.fx_rate') }}
    end
{%- endmacro %}

{#- What is known in several currencies, in another one: as it is known in that, else the first of them by the
    rate that was joined as `alias`. Nothing is converted twice. -#}
{% macro known_in_currency(amounts, to_currency, alias) -%}
    case
        {%- for amount, currency in amounts %}
        when {{ currency }} = {{ to_currency }} then {{ amount }}
        {%- endfor %}
        else {{ in_currency(amounts[0][0], amounts[0][1], to_currency, alias) }}
    end
{%- endmacro %}

{#- The day of the rate that `in_currency` used: none within one currency. -#}
{% macro rate_date_used(from_currency, to_currency, alias) -%}
    case when {{ from_currency }} <> {{ to_currency }} then {{ alias }}.rate_date end
{%- endmacro %}

{#- The rate that `in_currency` used: 1 within one currency. -#}
{% macro rate_used(from_currency, to_currency, alias) -%}
    case when {{ from_currency }} = {{ to_currency }} then cast(1 as decimal(18, 9)) else {{ alias }}.fx_rate end
{%- endmacro %}

{#- A rate turned round. Of none it is not known, nor of the least one: no rate can hold a thousand millions. -#}
{% macro inverted_rate(rate) -%}
    {{ exact_quotient('1', 'nullif(' ~ rate ~ ', 0.000000001)', 9) }}
{%- endmacro %}

{#- Delivered exchange rates, and each turned round: `is_inverted` says which, so that one as delivered comes
    first. -#}
{% macro rates_both_ways(delivered) -%}
    select
        from_currency_code,
        to_currency_code,
        rate_date,
        system_name,
        fx_rate_id,
        fx_rate,
        0 as is_inverted
    from {{ delivered }}
    union all
    select
        to_currency_code as from_currency_code,
        from_currency_code as to_currency_code,
        rate_date,
        system_name,
        fx_rate_id,
        {{ inverted_rate('fx_rate') }} as fx_rate,
        1 as is_inverted
    from {{ delivered }}
{%- endmacro %}
