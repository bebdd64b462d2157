{#- Amounts shared among rows so that the parts are the whole: everybody gets the whole units below their
    part, and the units left go to the largest remainders (decision 14). -#}

{#- The CTEs from `<name>_weighed` to `<name>`: the rows of `relation` with each of `shares` cut by `weight`,
    not below zero and with at most 6 places, within the groups of `within`. Where a group weighs nothing,
    its first row in the order of `order` gets all of it.

    shares: the column of a part, and what is shared with its decimal places. -#}
{% macro share_among(name, relation, within, order, weight, shares) -%}
    {%- set group = 'partition by ' ~ within | join(', ') %}
{{ name }}_weighed as (
    select
        parts_of.*,
        case
            when sum({{ weight }}) over ({{ group }}) > 0 then cast({{ weight }} * 1000000 as decimal(18, 0))
            when row_number() over ({{ group }} order by {{ order }}) = 1 then cast(1 as decimal(18, 0))
            else cast(0 as decimal(18, 0))
        end as share_weight
        {%- for part, (whole, places) in shares.items() %},
        cast(abs({{ whole }}) * {{ 10 ** places }} as decimal(18, 0)) as {{ part }}_units
        {%- endfor %}
    from {{ relation }} as parts_of
),

{{ name }}_summed as (
    select
        *,
        cast(sum(share_weight) over ({{ group }}) as decimal(18, 0)) as all_weights
    from {{ name }}_weighed
),

{{ name }}_floored as (
    select
        *
        {%- for part in shares %},
        {{ whole_share(part ~ '_units', 'share_weight', 'all_weights') }} as {{ part }}_floor,
        {{ rest_of_share(part ~ '_units', 'share_weight', 'all_weights') }} as {{ part }}_rest
        {%- endfor %}
    from {{ name }}_summed
),

{{ name }} as (
    select
        *
        {%- for part, (whole, places) in shares.items() %},
        cast(
            {{ sign_of(whole) }}
            * (
                {{ part }}_floor
                + case
                    when
                        row_number() over ({{ group }} order by {{ part }}_rest desc, {{ order }})
                        <= {{ part }}_units - sum({{ part }}_floor) over ({{ group }})
                        then 1
                    else 0
                end
            )
            * cast({{ "%.*f" | format(places, 10 ** -places) }} as decimal({{ places + 1 }}, {{ places }}))
            as decimal(18, {{ places }})
        ) as {{ part }}
        {%- endfor %}
    from {{ name }}_floored
)
{%- endmacro %}
