{#- What the projects of each contract cost until the end of each accounting period, and what the estimate
    known then says remains, in the currency of the contract's entity. All cost counts, material that is
    not installed, what was wasted and time that was rejected too; what was done since the estimate is taken
    off what it says, at least nothing remains. Only where all that is promised is delivered by projects of no
    other contract for a price that use does not decide, each has an estimate and all work a cost
    (decision 18). -#}
with

obligations as (
    select * from {{ ref('int_obligations__dated') }}
    where contract_key is not null
),

days as (
    select * from {{ ref('int_project_days__worked') }}
),

estimates as (
    select * from {{ ref('int_estimates__dated') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

project_contracts as (
    select
        project_key,
        count(distinct contract_key) as contracts
    from obligations
    where project_key is not null
    group by project_key
),

period_ends as (
    select
        periods.period_code,
        least(periods.period_end_date, run.as_of_date) as known_on
    from periods
    cross join run
    where run.as_of_date >= periods.period_start_date
),

in_force as (
    select
        obligations.contract_key,
        obligations.project_key,
        obligations.functional_currency_code,
        obligations.start_date,
        period_ends.period_code,
        period_ends.known_on,
        case
            when obligations.is_paid_by_use or obligations.project_key is null then 1
            when project_contracts.contracts > 1 then 1
            else 0
        end as is_apart
    from obligations
    inner join period_ends
        on
            obligations.in_force_from <= period_ends.known_on
            and obligations.in_force_before > period_ends.known_on
    left join project_contracts on obligations.project_key = project_contracts.project_key
),

delivered_by_projects as (
    select
        contract_key,
        period_code
    from in_force
    group by contract_key, period_code
    having max(is_apart) = 0
),

delivering as (
    select
        in_force.contract_key,
        in_force.period_code,
        in_force.known_on,
        in_force.project_key,
        in_force.functional_currency_code,
        min(in_force.start_date) as start_date
    from in_force
    inner join delivered_by_projects
        on
            in_force.contract_key = delivered_by_projects.contract_key
            and in_force.period_code = delivered_by_projects.period_code
    group by
        in_force.contract_key,
        in_force.period_code,
        in_force.known_on,
        in_force.project_key,
        in_force.functional_currency_code
),

books as (
    select distinct
        project_key,
        functional_currency_code
    from delivering
),

spent as (
    select
        days.project_key,
        days.work_date,
        days.uncosted_rows + days.uncosted_wasted_rows as uncosted_rows,
        {{ in_currency(
            'days.cost_amount',
            'days.currency_code',
            'books.functional_currency_code',
            'to_functional',
        ) }} as estimated_cost_amount,
        {{ in_currency(
            '(days.uninstalled_amount + days.wasted_amount)',
            'days.currency_code',
            'books.functional_currency_code',
            'to_functional',
        ) }} as other_cost_amount
    from days
    inner join books on days.project_key = books.project_key
    {{ join_fx_rate(
        'to_functional', 'days.currency_code', 'books.functional_currency_code', 'days.work_date'
    ) }}
),

spent_by_day as (
    select
        project_key,
        work_date,
        sum(estimated_cost_amount) as estimated_cost_amount,
        sum(estimated_cost_amount + other_cost_amount) as cost_amount,
        sum(
            case
                when uncosted_rows > 0 then 1
                when estimated_cost_amount is null or other_cost_amount is null then 1
                else 0
            end
        ) as uncosted_days
    from spent
    group by project_key, work_date
),

-- What was spent until each day, from it until the next.
cumulated as (
    select
        project_key,
        work_date as valid_from,
        lead(work_date, 1, cast('9999-12-31' as date)) over until_now as valid_before,
        cast(sum(estimated_cost_amount) over until_now as decimal(28, 6)) as estimated_cost_amount,
        cast(sum(cost_amount) over until_now as decimal(28, 6)) as cost_amount,
        sum(uncosted_days) over until_now as uncosted_days
    from spent_by_day
    window until_now as (
        partition by project_key
        order by work_date
    )
),

known as (
    select
        delivering.*,
        estimates.worked_until,
        {{ in_currency(
            'estimates.remaining_cost_amount',
            'estimates.currency_code',
            'delivering.functional_currency_code',
            'to_functional',
        ) }} as estimated_amount
    from delivering
    inner join estimates
        on
            delivering.project_key = estimates.project_key
            and delivering.known_on >= estimates.valid_from
            and delivering.known_on < estimates.valid_before
    {{ join_fx_rate(
        'to_functional',
        'estimates.currency_code',
        'delivering.functional_currency_code',
        'estimates.valid_from',
    ) }}
),

worked as (
    select
        known.contract_key,
        known.period_code,
        known.known_on,
        known.functional_currency_code,
        known.estimated_amount,
        case
            when known.start_date > known.known_on then 0
            else coalesce(until_known.cost_amount, 0) - coalesce(until_start.cost_amount, 0)
        end as cost_amount,
        coalesce(until_known.estimated_cost_amount, 0) - coalesce(until_estimate.estimated_cost_amount, 0)
            as since_estimate_amount,
        coalesce(until_known.uncosted_days, 0) as uncosted_days
    from known
    left join cumulated as until_known
        on
            known.project_key = until_known.project_key
            and known.known_on >= until_known.valid_from
            and known.known_on < until_known.valid_before
    left join cumulated as until_start
        on
            known.project_key = until_start.project_key
            and known.start_date > until_start.valid_from
            and known.start_date <= until_start.valid_before
    left join cumulated as until_estimate
        on
            known.project_key = until_estimate.project_key
            and known.worked_until >= until_estimate.valid_from
            and known.worked_until < until_estimate.valid_before
),

promised_projects as (
    select
        contract_key,
        period_code,
        count(*) as projects
    from delivering
    group by contract_key, period_code
),

estimated as (
    select
        worked.contract_key,
        worked.period_code,
        worked.known_on,
        min(worked.functional_currency_code) as functional_currency_code,
        {{ posted_amount('sum(worked.cost_amount)') }} as cost_to_date_functional_amount,
        {{ posted_amount(
            'sum(greatest(worked.estimated_amount - worked.since_estimate_amount, 0))'
        ) }} as remaining_cost_functional_amount
    from worked
    inner join promised_projects
        on
            worked.contract_key = promised_projects.contract_key
            and worked.period_code = promised_projects.period_code
    group by
        worked.contract_key, worked.period_code, worked.known_on, promised_projects.projects
    having
        count(worked.estimated_amount) = promised_projects.projects
        and sum(worked.uncosted_days) = 0
)

select * from estimated
