{#- Revenue to date of each performance obligation at each point, in the contract's currency, half up to
    the cent (decision 15). What is paid by time comes to that time, at most its cap, and what else was judged of
    its price, and to nothing at least. Empty where a price can not be shared, progress has no measure, or work
    that it is measured by has no cost. -#}
with

progress as (
    select * from {{ ref('int_progress__measured') }}
),

allocated as (
    select * from {{ ref('int_obligation_prices__allocated') }}
),

time_prices as (
    select * from {{ ref('int_time_prices__judged') }}
),

priced as (
    select
        progress.*,
        coalesce(time_prices.judged_amount, 0) as judged_amount,
        allocated.allocated_amount,
        allocated.recognised_before_amount,
        allocated.shared_price_amount,
        allocated.own_price_amount,
        allocated.refunded_amount
    from progress
    left join allocated
        on
            progress.system_name = allocated.system_name
            and progress.contract_id = allocated.contract_id
            and progress.performance_obligation_id = allocated.performance_obligation_id
            and progress.known_on >= allocated.valid_from
            and progress.known_on < allocated.valid_before
    left join time_prices
        on
            progress.system_name = time_prices.system_name
            and progress.contract_id = time_prices.contract_id
            and progress.performance_obligation_id = time_prices.performance_obligation_id
            and progress.known_on >= time_prices.valid_from
            and progress.known_on < time_prices.valid_before
),

-- Since a prospective modification, what is shared and what is an obligation's own have a progress
-- each; they are rounded together.
parted as (
    select
        priced.*,
        {{ uninstalled_share('shared_price_amount', 'priced') }} as material_amount,
        progress_part = all_progress_part and progress_whole = all_progress_whole
            as has_one_progress
    from priced
),

earned as (
    select
        parted.*,
        case
            when applied_method = 'zero_margin' and progress_part = 0
                then cost_amount + uninstalled_amount
            when has_one_progress or own_price_amount = 0
                then
                    {{ posted_share(
                        'shared_price_amount + own_price_amount - material_amount',
                        'progress_part',
                        'progress_whole',
                    ) }} + material_amount
            else
                {{ posted_amount(
                    exact_quotient(
                        '(shared_price_amount - material_amount) * progress_part', 'progress_whole', 9
                    ) ~ ' + ' ~ exact_quotient(
                        'own_price_amount * all_progress_part', 'all_progress_whole', 9
                    )
                ) }} + material_amount
        end as progress_amount
    from parted
),

-- A price that falls after a prospective modification may have been earned before; revenue to date lies
-- between nothing and the price that is allocated (IFRS 15.46).
capped as (
    select
        earned.*,
        case
            when progress_amount is not null
                then least(
                    greatest(
                        progress_amount,
                        least(-recognised_before_amount, shared_price_amount + own_price_amount)
                    ),
                    greatest(-recognised_before_amount, shared_price_amount + own_price_amount)
                )
        end as capped_amount
    from earned
),

accumulated as (
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
        currency_code,
        allocated_amount,
        case when applied_method <> 'right_to_invoice' then progress_share end as progress_share,
        measured_from,
        progress_done,
        progress_expected,
        unpriced_rows,
        uncosted_rows,
        cast(
            case
                when uncosted_rows > 0 then null
                when applied_method = 'right_to_invoice'
                    then greatest(least(earned_amount, not_to_exceed_amount) + judged_amount, 0)
                else recognised_before_amount + capped_amount + refunded_amount
            end as decimal(18, 2)
        ) as revenue_to_date_amount
    from capped
)

select * from accumulated
