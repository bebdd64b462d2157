{#- How prices are shared and revenue is accumulated (decisions 14 and 15). -#}

{#- How many prospective modifications a contract may have: each is shared after the one before it. -#}
{% macro most_prospective_modifications() -%}
    {{ return(3) }}
{%- endmacro %}

{#- The CTEs `<name>_floored`, `<name>_ranked` and `<name>` that share `price_to_share` among the rows of
    `relation` of each contract version and day, and of each value of the columns `apart`, by `weight`,
    in whole cents by largest remainder. -#}
{% macro share_prices(name, relation, apart=[]) -%}
    {%- set version = 'partition by ' ~ (['system_name', 'contract_version_id', 'valid_from'] + apart) | join(', ') %}
{{ name }}_weighed as (
    select
        *,
        cast(abs(price_to_share) * 100 as decimal(18, 0)) as price_cents,
        sum(weight) over ({{ version }}) as all_weights
    from {{ relation }}
),

{{ name }}_floored as (
    select
        *,
        {{ whole_share('price_cents', 'weight', 'all_weights') }} as whole_cents,
        {{ rest_of_share('price_cents', 'weight', 'all_weights') }} as rest_of_cent
    from {{ name }}_weighed
),

{{ name }}_ranked as (
    select
        *,
        price_cents - sum(whole_cents) over ({{ version }}) as cents_left,
        row_number() over ({{ version }} order by rest_of_cent desc, performance_obligation_id asc)
            as place
    from {{ name }}_floored
),

{{ name }} as (
    select
        system_name,
        contract_id,
        contract_version_id,
        version_number,
        valid_from,
        valid_before,
        performance_obligation_id,
        allocation_method,
        weight,
        cast(recognised_before_amount as decimal(18, 2)) as recognised_before_amount,
        cast({{ exact_quotient('weight', 'all_weights', 9) }} as decimal(18, 9)) as allocation_share,
        cast(
            {{ sign_of('price_to_share') }}
            * (whole_cents + {{ exact_quotient('rest_of_cent', 'all_weights', 4) }})
            * cast(0.01 as decimal(3, 2)) as decimal(18, 6)
        ) as unrounded_price_amount,
        cast(
            {{ sign_of('price_to_share') }}
            * case when place <= cents_left then 1 else 0 end
            * cast(0.01 as decimal(3, 2)) as decimal(18, 2)
        ) as rounding_cent_amount,
        cast(
            {{ sign_of('price_to_share') }}
            * (whole_cents + case when place <= cents_left then 1 else 0 end)
            * cast(0.01 as decimal(3, 2)) as decimal(18, 2)
        ) as shared_price_amount
    from {{ name }}_ranked
)
{%- endmacro %}

{#- The part of a price that material which is not installed earns as it is delivered (IFRS 15.B19). -#}
{% macro uninstalled_share(price, progress) -%}
    least(greatest({{ price }}, 0), {{ progress }}.uninstalled_amount)
{%- endmacro %}

{#- What is recognised of an obligation's part of a price since it was shared: cost where progress is
    not measured (IFRS 15.45), else progress of what is not material. -#}
{% macro recognised_share(price, progress) -%}
    case
        when {{ progress }}.applied_method = 'zero_margin' and {{ progress }}.progress_part = 0
            then least({{ price }}, {{ progress }}.cost_amount + {{ progress }}.uninstalled_amount)
        else
            {{ posted_share(
                price ~ ' - ' ~ uninstalled_share(price, progress),
                progress ~ '.progress_part',
                progress ~ '.progress_whole',
            ) }}
            + {{ uninstalled_share(price, progress) }}
    end
{%- endmacro %}

{#- Progress as it counts, at least 0 and at most 1: its part and its whole, as they are or rounded to
    the variable progress_places. -#}
{% macro counted_part(part, whole) -%}
    {%- set capped -%}
        cast(
            case
                when is_finished then 1
                when {{ part }} <= 0 then 0
                when {{ part }} >= {{ whole }} then 1
                else {{ part }}
            end as decimal(28, 6)
        )
    {%- endset -%}
    {%- if var('progress_places') is none -%}
        {{ capped }}
    {%- else -%}
        cast(
            {{ exact_quotient(capped, counted_whole(part, whole, rounded=false), var('progress_places')) }}
            as decimal(28, 6)
        )
    {%- endif -%}
{%- endmacro %}

{% macro counted_whole(part, whole, rounded=true) -%}
    {%- if rounded and var('progress_places') is not none -%}
        cast(1 as decimal(28, 6))
    {%- else -%}
        cast(
            case
                when is_finished then 1
                when {{ part }} <= 0 then 1
                when {{ part }} >= {{ whole }} then 1
                else {{ whole }}
            end as decimal(28, 6)
        )
    {%- endif -%}
{%- endmacro %}
