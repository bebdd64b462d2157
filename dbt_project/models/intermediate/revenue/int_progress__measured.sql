{#- The progress of each performance obligation at each point, at least 0 and at most 1, as a part of a
    whole that are both exact unless the variable progress_places rounds them: since the day it is
    measured from, and (`all_`) since its first day. Nothing remaining is completion, and where
    nothing was done nothing is earned until then (decision 15). -#}
{%- set bases = ['', 'all_'] -%}
with

counted as (
    select * from {{ ref('int_progress__counted') }}
),

capped as (
    select
        counted.*,
    {% for base in bases %}
        {{ counted_part(base ~ 'part', base ~ 'whole') }} as {{ base }}progress_part,
        {{ counted_whole(base ~ 'part', base ~ 'whole') }}
            as {{ base }}progress_whole{{ ',' if not loop.last }}
    {% endfor %}
    from counted
),

measured as (
    select
        system_name,
        contract_id,
        performance_obligation_id,
        measured_on,
        known_on,
        contract_version_id,
        version_number,
        recognition_method,
        applied_method,
        estimate_id,
        measured_from,
        case when applied_method <> 'zero_margin' then cast(part as decimal(28, 6)) end as progress_done,
        case when applied_method <> 'zero_margin' then cast(whole as decimal(28, 6)) end
            as progress_expected,
        currency_code,
        not_to_exceed_amount,
        {{ posted_amount('cost_amount') }} as cost_amount,
        {{ posted_amount('uninstalled_amount') }} as uninstalled_amount,
        {{ posted_amount('earned_amount') }} as earned_amount,
        case when applied_method in ('cost_to_cost', 'zero_margin') then uncosted_rows else 0 end
            as uncosted_rows,
        case when applied_method = 'right_to_invoice' then unpriced_rows else 0 end as unpriced_rows,
        progress_part,
        progress_whole,
        all_progress_part,
        all_progress_whole,
        {{ exact_quotient('progress_part', 'progress_whole', 9) }} as progress_share
    from capped
)

select * from measured
