{#- What each obligation gets of the price that its version shares, on each day that price changes, in
    whole cents by largest remainder (decision 14). A prospective modification shares what is not
    recognised yet (IFRS 15.21(a)) by the stand-alone price of what remains: revenue until then
    needs the prices before it, so the modifications are taken one after the other. What can not be
    shared has no row. -#}
{%- set most = most_prospective_modifications() -%}
{%- set modifications = range(1, most + 1) -%}
with

weighed as (
    select * from {{ ref('int_price_shares__weighed') }}
    where allocation_method <> 'not_allocated'
),

progress as (
    select * from {{ ref('int_progress__measured') }}
),

obligations as (
    select * from {{ ref('int_obligations__dated') }}
    where not is_paid_by_use
),

whole_prices as (
    select
        weighed.*,
        price_amount as price_to_share,
        cast(0 as decimal(18, 2)) as recognised_before_amount,
        case when sharing_obligations = 1 then cast(1 as decimal(18, 0)) else standalone_cents end
            as weight
    from weighed
    where prospective_number = 0
),

{{ share_prices('shared_0', 'whole_prices') }},
{%- for number in modifications %}

    shared_until_{{ number }} as (
        {%- for earlier in range(number) %}
            select * from shared_{{ earlier }}
            {%- if not loop.last %}
                union all
            {%- endif %}
        {%- endfor %}
    ),

    modified_{{ number }} as (
        select distinct
            system_name,
            contract_id,
            contract_version_id,
            in_force_from,
            {{ plus_days('in_force_from', -1) }} as day_before
        from weighed
        where prospective_number = {{ number }}
    ),

    recognised_{{ number }} as (
        select
            modified.system_name,
            modified.contract_version_id,
            progress.performance_obligation_id,
            shared.recognised_before_amount + shared.shared_price_amount as shared_amount,
            shared.recognised_before_amount
            + {{ recognised_share('shared.shared_price_amount', 'progress') }} as amount
        from modified_{{ number }} as modified
        inner join progress
            on
                modified.system_name = progress.system_name
                and modified.contract_id = progress.contract_id
                and modified.day_before = progress.measured_on
                and modified.day_before = progress.known_on
        inner join obligations
            on
                progress.system_name = obligations.system_name
                and progress.contract_version_id = obligations.contract_version_id
                and progress.performance_obligation_id = obligations.performance_obligation_id
        left join shared_until_{{ number }} as shared
            on
                obligations.system_name = shared.system_name
                and obligations.contract_id = shared.contract_id
                and obligations.performance_obligation_id = shared.performance_obligation_id
                and obligations.shared_in_version_number = shared.version_number
                and modified.day_before >= shared.valid_from
                and modified.day_before < shared.valid_before
    ),

    recognised_in_all_{{ number }} as (
        select
            system_name,
            contract_version_id,
            sum(amount) as amount,
            sum(case when amount is null then 1 else 0 end) as unknown_amounts
        from recognised_{{ number }}
        group by system_name, contract_version_id
    ),

    remaining_{{ number }} as (
        select
            weighed.*,
            weighed.price_amount - coalesce(recognised_in_all.amount, 0) as price_to_share,
            coalesce(recognised.amount, 0) as recognised_before_amount,
            case
                when progress.performance_obligation_id is null then weighed.standalone_cents
                when progress.applied_method = 'zero_margin' and progress.all_progress_part = 0
                    then coalesce(
                        {{ posted_share(
                            'cast(weighed.standalone_cents as decimal(18, 2))',
                            'recognised.shared_amount - recognised.amount',
                            'recognised.shared_amount',
                        ) }},
                        weighed.standalone_cents
                    )
                else {{ posted_share(
                'cast(weighed.standalone_cents as decimal(18, 2))',
                'progress.all_progress_whole - progress.all_progress_part',
                'progress.all_progress_whole',
            ) }}
            end as remaining_cents
        from weighed
        inner join modified_{{ number }} as modified
            on
                weighed.system_name = modified.system_name
                and weighed.contract_version_id = modified.contract_version_id
        left join recognised_in_all_{{ number }} as recognised_in_all
            on
                weighed.system_name = recognised_in_all.system_name
                and weighed.contract_version_id = recognised_in_all.contract_version_id
        left join recognised_{{ number }} as recognised
            on
                weighed.system_name = recognised.system_name
                and weighed.contract_version_id = recognised.contract_version_id
                and weighed.performance_obligation_id = recognised.performance_obligation_id
        left join progress
            on
                weighed.system_name = progress.system_name
                and weighed.contract_id = progress.contract_id
                and weighed.performance_obligation_id = progress.performance_obligation_id
                and modified.day_before = progress.measured_on
                and weighed.in_force_from = progress.known_on
        where coalesce(recognised_in_all.unknown_amounts, 0) = 0
    ),

    remaining_prices_{{ number }} as (
        select
            remaining.*,
            case
                when sharing_obligations = 1 then cast(1 as decimal(18, 0))
                when
                    sum(round(remaining_cents, 0)) over (
                        partition by system_name, contract_version_id, valid_from
                    ) > 0
                    then cast(round(remaining_cents, 0) as decimal(18, 0))
                else standalone_cents
            end as weight
        from remaining_{{ number }} as remaining
    ),

    {{ share_prices('shared_' ~ number, 'remaining_prices_' ~ number) }},
{%- endfor %}

shared as (
    {%- for number in range(most + 1) %}
        select * from shared_{{ number }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
)

select * from shared
