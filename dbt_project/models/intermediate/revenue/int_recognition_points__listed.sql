{#- The points at which revenue to date is computed for each performance obligation (decision 15): the
    work until `measured_on` with what was known on `known_on`. One at the end of each accounting
    period, at the as-of day in the running one; and around each day on which something changed that
    is not work, the work until the day before with what was known before and after. -#}
with

obligations as (
    select * from {{ ref('int_obligations__dated') }}
    where recognition_method <> 'usage'
),

prices as (
    select * from {{ ref('int_contract_prices__dated') }}
),

estimates as (
    select * from {{ ref('int_obligation_estimates__dated') }}
),

periods as (
    select * from {{ ref('stg_evenkeel__fiscal_periods') }}
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

lives as (
    select
        system_name,
        contract_id,
        performance_obligation_id,
        min(in_force_from) as begins_on
    from obligations
    group by system_name, contract_id, performance_obligation_id
),

changes as (
    select
        lives.system_name,
        lives.contract_id,
        lives.performance_obligation_id,
        prices.valid_from as changed_on
    from lives
    inner join prices
        on
            lives.system_name = prices.system_name
            and lives.contract_id = prices.contract_id
            and lives.begins_on <= prices.valid_from
    union
    select
        lives.system_name,
        lives.contract_id,
        lives.performance_obligation_id,
        estimates.valid_from as changed_on
    from lives
    inner join estimates
        on
            lives.system_name = estimates.system_name
            and lives.contract_id = estimates.contract_id
            and lives.performance_obligation_id = estimates.performance_obligation_id
            and lives.begins_on < estimates.valid_from
),

days as (
    select
        lives.system_name,
        lives.contract_id,
        lives.performance_obligation_id,
        least(periods.period_end_date, run.as_of_date) as measured_on,
        least(periods.period_end_date, run.as_of_date) as known_on
    from lives
    cross join run
    inner join periods
        on
            lives.begins_on <= periods.period_end_date
            and run.as_of_date >= periods.period_start_date
            and lives.begins_on <= run.as_of_date
    union
    select
        system_name,
        contract_id,
        performance_obligation_id,
        {{ plus_days('changed_on', -1) }} as measured_on,
        {{ plus_days('changed_on', -1) }} as known_on
    from changes
    union
    select
        system_name,
        contract_id,
        performance_obligation_id,
        {{ plus_days('changed_on', -1) }} as measured_on,
        changed_on as known_on
    from changes
),

listed as (
    select
        obligations.*,
        days.measured_on,
        days.known_on
    from days
    cross join run
    inner join obligations
        on
            days.system_name = obligations.system_name
            and days.contract_id = obligations.contract_id
            and days.performance_obligation_id = obligations.performance_obligation_id
            and days.known_on >= obligations.in_force_from
            and days.known_on < obligations.in_force_before
    where days.known_on <= run.as_of_date
)

select * from listed
