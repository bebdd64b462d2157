{#- Versions of cost rates that are another than the one before, with the hours that they rate and that were
    worked by the day they landed, and what the change made of their cost. -#}
with

rate_versions as (
    {{ canonical_versions('cost_rates') }}
),

entries as (
    select * from {{ ref('int_time_entries__valued') }}
),

periods as (
    select * from {{ ref('dim_accounting_period') }}
),

-- A version of a rate, beside the one that it replaced.
replaced as (
    select
        system_name,
        cost_rate_id,
        delivery_number,
        landed_at,
        valid_from,
        cost_rate,
        lag(cost_rate) over (
            partition by system_name, cost_rate_id order by delivery_number, landed_at
        ) as earlier_cost_rate,
        lag(valid_from) over (
            partition by system_name, cost_rate_id order by delivery_number, landed_at
        ) as earlier_valid_from
    from rate_versions
    where not is_deleted
),

changed as (
    select
        replaced.system_name,
        replaced.cost_rate_id,
        replaced.delivery_number,
        replaced.earlier_cost_rate,
        replaced.cost_rate,
        min(case when replaced.landed_at > periods.closed_at then entries.entity_code end)
            as closed_entity_code,
        min(case when replaced.landed_at > periods.closed_at then entries.period_code end)
            as closed_period_code,
        sum(entries.hours) as hours,
        coalesce(sum(case when replaced.landed_at > periods.closed_at then entries.hours end), 0)
            as closed_hours,
        sum({{ exact_product('entries.hours', '(replaced.cost_rate - replaced.earlier_cost_rate)') }})
            as effect_transaction_amount,
        sum({{ converted_amount(
            exact_product('entries.hours', '(replaced.cost_rate - replaced.earlier_cost_rate)'),
            'entries.cost_reporting_fx_rate',
        ) }}) as effect_reporting_amount
    from replaced
    inner join entries
        on
            replaced.system_name = entries.cost_rate_system_name
            and replaced.cost_rate_id = entries.cost_rate_id
            and entries.work_date <= cast(replaced.landed_at as date)
    left join periods
        on
            entries.entity_code = periods.entity_code
            and entries.period_code = periods.period_code
    where
        replaced.earlier_cost_rate is not null
        and (
            replaced.cost_rate <> replaced.earlier_cost_rate
            or coalesce(replaced.valid_from, cast('1900-01-01' as date))
            <> coalesce(replaced.earlier_valid_from, cast('1900-01-01' as date))
        )
    group by
        replaced.system_name,
        replaced.cost_rate_id,
        replaced.delivery_number,
        replaced.earlier_cost_rate,
        replaced.cost_rate
)

select * from changed
