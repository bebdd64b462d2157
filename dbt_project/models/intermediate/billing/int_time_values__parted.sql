{#- Where the agreed value of time that is paid by the hour went, in whole cents of the currency of its rates.
    What a project's approved time comes to beyond the contract's maximum is lost to it as far as it was
    not billed, that which no invoice has first. What invoices charge less than their time is agreed at
    and not for the maximum was written down on them; what was credited later or cancelled, written off. Time
    on invoices of which it is unknown what they charge for it is neither. -#}
with

time_values as (
    select * from {{ ref('int_time_values__summed') }}
    where is_paid_by_time
),

matched as (
    select * from {{ ref('int_invoiced_time__matched') }}
),

unlinked as (
    select * from {{ ref('int_unlinked_time__covered') }}
),

terms as (
    select * from {{ ref('int_project_terms__gathered') }}
),

billed as (
    select
        time_values.*,
        unlinked.time_value_key is not null as is_billing_assumed,
        case when time_values.currency_code = terms.cap_currency_code then terms.not_to_exceed_amount end
            as cap_amount,
        time_values.invoiced_amount + coalesce(unlinked.covered_amount, 0) as released_amount,
        coalesce(unlinked.covered_amount, 0) as covered_amount,
        case
            when matched.charged_amount is null then time_values.invoiced_amount
            else coalesce(matched.unknown_amount, 0)
        end as unknown_amount,
        coalesce(matched.charged_amount, 0) + coalesce(unlinked.covered_amount, 0) as charged_amount,
        coalesce(matched.credited_amount, 0) as credited_amount,
        coalesce(matched.collected_amount, 0) + coalesce(unlinked.collected_amount, 0)
            as collected_amount,
        sum(time_values.approved_amount) over in_order as approved_until_amount
    from time_values
    left join terms on time_values.project_key = terms.project_key
    left join matched on time_values.time_value_key = matched.time_value_key
    left join unlinked on time_values.time_value_key = unlinked.time_value_key
    window in_order as (
        partition by time_values.project_key, time_values.currency_code
        order by time_values.period_code, time_values.time_value_key
    )
),

capped as (
    select
        billed.*,
        expired_amount - least(covered_amount, expired_amount) as uncovered_expired_amount,
        open_amount - covered_amount + least(covered_amount, expired_amount) as uncovered_open_amount,
        case
            when cap_amount is null then 0
            else
                greatest(approved_until_amount - cap_amount, 0)
                - greatest(approved_until_amount - approved_amount - cap_amount, 0)
        end as excess_amount
    from billed
),

unbilled as (
    select
        capped.*,
        least(
            excess_amount,
            approved_open_amount - covered_amount,
            uncovered_open_amount + uncovered_expired_amount
        ) as excess_unbilled_amount
    from capped
),

cut as (
    select
        unbilled.*,
        least(excess_unbilled_amount, uncovered_open_amount) as excess_open_amount,
        greatest(
            least(
                excess_amount - excess_unbilled_amount,
                released_amount - unknown_amount - charged_amount
            ),
            0
        ) as excess_invoiced_amount
    from unbilled
),

parted as (
    select
        time_value_key,
        entity_code,
        project_key,
        client_key,
        contract_key,
        period_code,
        currency_code,
        functional_currency_code,
        reporting_currency_code,
        is_billing_assumed,
        hours,
        case when not is_billing_assumed then invoiced_hours end as billed_hours,
        unpriced_hours,
        unlisted_hours,
        standard_amount,
        agreed_amount,
        cast(released_amount + voided_amount as decimal(18, 2)) as released_amount,
        cast(charged_amount + credited_amount as decimal(18, 2)) as billed_amount,
        cast(unknown_amount as decimal(18, 2)) as unknown_amount,
        cast(uncovered_open_amount - excess_open_amount as decimal(18, 2)) as wip_open_amount,
        cast(standard_amount - agreed_amount as decimal(18, 2)) as rate_discount_amount,
        cast(
            released_amount - unknown_amount - charged_amount - excess_invoiced_amount as decimal(18, 2)
        ) as write_down_amount,
        cast(voided_amount - credited_amount as decimal(18, 2)) as write_off_amount,
        cast(excess_unbilled_amount + excess_invoiced_amount as decimal(18, 2)) as over_cap_amount,
        rejected_amount as reclass_amount,
        cast(
            uncovered_expired_amount - excess_unbilled_amount + excess_open_amount as decimal(18, 2)
        ) as expired_amount,
        cast(collected_amount as decimal(18, 2)) as collected_amount
    from cut
)

select * from parted
