{#- Cost rates, list prices and exchange rates that are missing, overlap, jump, say nothing or were changed when it was
    too late. -#}
with

entries as (
    select * from {{ ref('int_time_entries__valued') }}
),

cost_rates as (
    select * from {{ ref('int_cost_rates__unioned') }}
),

changes as (
    select * from {{ ref('int_cost_rates__changed') }}
),

systems as (
    select * from {{ ref('stg_evenkeel__systems') }}
),

purchases as (
    select * from {{ ref('int_purchases__valued') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__unioned') }}
),

fx_dated as (
    select * from {{ ref('int_fx_rates__dated') }}
),

invoice_lines as (
    select * from {{ ref('fct_invoice_line') }}
),

billable_time as (
    select * from {{ ref('int_billable_time__rated') }}
),

projects as (
    select * from {{ ref('dim_project') }}
),

payroll as (
    select * from {{ ref('int_payroll__allocated') }}
),

without_cost as (
    select
        'cost_rate_missing' as finding_code,
        system_name,
        'people' as table_name,
        person_id as source_id,
        min(entity_code) as entity_code,
        min(period_code) as accounting_period,
        concat(
            'no cost rate from ', min(work_date),
            ' to ', max(work_date)
        ) as found,
        'one cost rate for each day worked' as expected,
        sum(hours) as hours_at_stake,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from entries
    where cost_rate is null
    group by system_name, person_id
),

-- Time in another currency than its project's is a finding already.
without_list_price as (
    select
        'list_rate_missing' as finding_code,
        billable_time.system_name,
        'people' as table_name,
        billable_time.person_id as source_id,
        min(billable_time.entity_code) as entity_code,
        min(billable_time.period_code) as accounting_period,
        concat(
            'no list price from ', min(billable_time.work_date),
            ' to ', max(billable_time.work_date)
        ) as found,
        'one list price for each billable hour' as expected,
        sum(billable_time.hours) as hours_at_stake,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from billable_time
    left join projects on billable_time.project_key = projects.project_key
    where
        billable_time.list_rate is null
        and billable_time.agreed_amount is not null
        and billable_time.currency_code = coalesce(projects.currency_code, billable_time.currency_code)
    group by billable_time.system_name, billable_time.person_id
),

followed as (
    select
        system_name,
        person_id,
        cost_rate_id,
        valid_from,
        valid_to,
        lead(cost_rate_id) over (
            partition by system_name, person_id, role, practice, entity_code
            order by coalesce(valid_from, cast('1900-01-01' as date)), {{ issue_order('cost_rate_id') }}
        ) as next_cost_rate_id,
        lead(valid_from) over (
            partition by system_name, person_id, role, practice, entity_code
            order by coalesce(valid_from, cast('1900-01-01' as date)), {{ issue_order('cost_rate_id') }}
        ) as next_valid_from
    from cost_rates
),

overlapping as (
    select
        'cost_rates_overlap' as finding_code,
        followed.system_name,
        'cost_rates' as table_name,
        followed.next_cost_rate_id as source_id,
        systems.entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat('begins on ', coalesce(cast(followed.next_valid_from as {{ dbt.type_string() }}), 'no day')) as found,
        concat(
            'after ', coalesce(cast(followed.valid_to as {{ dbt.type_string() }}), 'an end'),
            ' of ', followed.cost_rate_id
        ) as expected,
        cast(null as decimal(18, 6)) as hours_at_stake,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from followed
    left join systems on followed.system_name = systems.system_name
    where
        followed.next_cost_rate_id is not null
        and coalesce(followed.next_valid_from, cast('1900-01-01' as date))
        <= coalesce(followed.valid_to, cast('9999-12-30' as date))
),

changed_hours as (
    select
        system_name,
        cost_rate_id,
        min(closed_entity_code) as entity_code,
        min(closed_period_code) as accounting_period,
        max(closed_hours) as hours
    from changes
    where closed_hours <> 0
    group by system_name, cost_rate_id
),

changed_late as (
    select
        'cost_rate_changed_after_close' as finding_code,
        system_name,
        'cost_rates' as table_name,
        cost_rate_id as source_id,
        entity_code,
        accounting_period,
        'another rate for hours of closed periods' as found,
        'the rate as when they closed' as expected,
        hours as hours_at_stake,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from changed_hours
),

conversions as (
    select
        currency_code as from_currency_code,
        functional_currency_code as to_currency_code,
        work_date as converted_on
    from entries
    where is_billable and currency_code <> functional_currency_code
    union all
    select
        currency_code,
        reporting_currency_code,
        work_date
    from entries
    where is_billable and currency_code <> reporting_currency_code
    union all
    select
        cost_currency_code,
        functional_currency_code,
        work_date
    from entries
    where cost_currency_code <> functional_currency_code
    union all
    select
        cost_currency_code,
        reporting_currency_code,
        work_date
    from entries
    where cost_currency_code <> reporting_currency_code
    union all
    select
        transaction_currency_code,
        functional_currency_code,
        service_date
    from invoice_lines
    where transaction_currency_code <> functional_currency_code
    union all
    select
        transaction_currency_code,
        reporting_currency_code,
        service_date
    from invoice_lines
    where transaction_currency_code <> reporting_currency_code
    union all
    select
        currency_code,
        functional_currency_code,
        service_date
    from purchases
    where currency_code <> functional_currency_code
    union all
    select
        currency_code,
        reporting_currency_code,
        service_date
    from purchases
    where currency_code <> reporting_currency_code
),

needed as (
    select distinct
        from_currency_code,
        to_currency_code,
        converted_on
    from conversions
),

unknown_pairs as (
    select
        'fx_rate_missing' as finding_code,
        cast(null as {{ dbt.type_string() }}) as system_name,
        'fx_rates' as table_name,
        concat(needed.from_currency_code, needed.to_currency_code) as source_id,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat('no rate until ', max(needed.converted_on)) as found,
        concat('a rate on or before ', min(needed.converted_on)) as expected,
        cast(null as decimal(18, 6)) as hours_at_stake,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from needed
    left join fx_dated
        on
            needed.from_currency_code = fx_dated.from_currency_code
            and needed.to_currency_code = fx_dated.to_currency_code
            and needed.converted_on >= fx_dated.valid_from
            and needed.converted_on < fx_dated.valid_before
    where fx_dated.valid_from is null
    group by needed.from_currency_code, needed.to_currency_code
),

-- Pay is converted at the average rate of its period.
unconverted_pay as (
    {%- for books in ['functional', 'reporting'] %}
        select
            transaction_currency_code as from_currency_code,
            {{ books }}_currency_code as to_currency_code,
            period_code,
            hours
        from payroll
        where
            labour_cost_actual_{{ books }}_amount is null
            and transaction_currency_code <> {{ books }}_currency_code
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

unknown_averages as (
    select
        'fx_rate_missing' as finding_code,
        cast(null as {{ dbt.type_string() }}) as system_name,
        'fx_rates' as table_name,
        concat(from_currency_code, to_currency_code, ' average') as source_id,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        min(period_code) as accounting_period,
        concat('no average rate from ', min(period_code), ' to ', max(period_code)) as found,
        'an average rate, or spot rates, of each period that people are paid for' as expected,
        sum(hours) as hours_at_stake,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from unconverted_pay
    group by from_currency_code, to_currency_code
),

{%- set others = ['lag(fx_rate, 2)', 'lag(fx_rate, 1)', 'lead(fx_rate, 1)', 'lead(fx_rate, 2)'] %}
neighbours as (
    select
        fx_rates.*,
        {%- for other in others %}
            {{ other }} over (
                partition by system_name, from_currency_code, to_currency_code, rate_type
                order by rate_date, fx_rate_id
            ) as other_rate_{{ loop.index }},
        {%- endfor %}
        lead(rate_date) over (
            partition by system_name, from_currency_code, to_currency_code, rate_type
            order by rate_date, fx_rate_id
        ) as next_rate_date
    from fx_rates
    where rate_type = 'spot'
),

compared as (
    select
        neighbours.*,
    {%- for outcome in ['>', '<='] %}
        {%- for other in others %}
            case when abs(fx_rate - other_rate_{{ loop.index }}) * 5 {{ outcome }} other_rate_{{ loop.index }} then 1 else 0 end
            {%- if not loop.last %} +{% endif %}
        {%- endfor %} as {{ 'others_away' if outcome == '>' else 'others_near' }}{{ ',' if not loop.last }}
    {%- endfor %}
    from neighbours
),

-- Monthly rates are 31 days apart at most; a week is left for whoever keeps them.
gaps as (
    select
        'fx_rate_missing' as finding_code,
        system_name,
        'fx_rates' as table_name,
        fx_rate_id as source_id,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat('no rate after ', rate_date, ' until ', next_rate_date) as found,
        'a rate at least every 38 days' as expected,
        cast(null as decimal(18, 6)) as hours_at_stake,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from neighbours
    where {{ days_between('rate_date', 'next_rate_date') }} > 38
),

jumping as (
    select
        'fx_rate_jumps' as finding_code,
        system_name,
        'fx_rates' as table_name,
        fx_rate_id as source_id,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat('rate ', fx_rate, ' on ', rate_date) as found,
        'within a fifth of most of the two rates before and the two after' as expected,
        cast(null as decimal(18, 6)) as hours_at_stake,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from compared
    where others_away > others_near
),

of_one_currency as (
    select
        'fx_rate_of_one_currency' as finding_code,
        system_name,
        'fx_rates' as table_name,
        fx_rate_id as source_id,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        concat('rate ', fx_rate, ' from ', from_currency_code, ' to ', to_currency_code) as found,
        'two currencies, or a rate of 1' as expected,
        cast(null as decimal(18, 6)) as hours_at_stake,
        cast(null as decimal(28, 6)) as reporting_amount_at_stake
    from fx_rates
    where from_currency_code = to_currency_code and fx_rate <> 1
),

broken as (
    select * from without_cost
    union all
    select * from without_list_price
    union all
    select * from overlapping
    union all
    select * from changed_late
    union all
    select * from unknown_pairs
    union all
    select * from unknown_averages
    union all
    select * from gaps
    union all
    select * from jumping
    union all
    select * from of_one_currency
)

select * from broken
