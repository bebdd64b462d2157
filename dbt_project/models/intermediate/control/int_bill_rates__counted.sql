{#- The bill half of C17: every billable hour has one bill rate of the card or is known to have none, and no
    span of the card overlaps another for the same hours. -#}
with

time_entries as (
    select * from {{ ref('fct_time_entry') }}
    where is_billable
),

rates as (
    select * from {{ ref('int_bill_rates__assigned') }}
),

card as (
    select * from {{ ref('int_bill_rates__dated') }}
),

spans as (
    select
        rate_context_key,
        valid_from,
        valid_before,
        max(valid_before) over (
            partition by rate_context_key
            order by valid_from, valid_before
            rows between unbounded preceding and 1 preceding
        ) as covered_before
    from rates
),

-- Days for which one span more says a rate.
doubled_days as (
    select
        rate_context_key,
        valid_from,
        least(valid_before, covered_before) as valid_before
    from spans
    where covered_before > valid_from
),

hours_with_rates as (
    select distinct
        time_entries.time_entry_key,
        time_entries.entity_code,
        time_entries.accounting_period,
        time_entries.hours
    from time_entries
    inner join doubled_days
        on
            {{ surrogate_key([
                'time_entries.project_key',
                'time_entries.client_key',
                'time_entries.person_key',
                'time_entries.bill_currency_code',
            ]) }} = doubled_days.rate_context_key
            and time_entries.service_date >= doubled_days.valid_from
            and time_entries.service_date < doubled_days.valid_before
),

all_hours as (
    select
        entity_code,
        accounting_period,
        hours,
        hours as hours_with_one_rate
    from time_entries
    union all
    select
        entity_code,
        accounting_period,
        0 as hours,
        -hours as hours_with_one_rate
    from hours_with_rates
),

hours_compared as (
    select
        'billable hours = hours with one bill rate of the card, or none' as check_name,
        entity_code,
        accounting_period,
        coalesce(entity_code, 'no entity') as subject,
        sum(hours) as a_value,
        sum(hours_with_one_rate) as b_value
    from all_hours
    group by entity_code, accounting_period
),

followed as (
    select
        card.*,
        lead(valid_from) over (
            partition by priority, project_key, client_key, person_key, role_name, currency_code
            order by valid_from
        ) as next_from
    from card
),

spans_compared as (
    select
        'spans of the card = spans that end before the next begins' as check_name,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        cast(null as {{ dbt.type_string() }}) as accounting_period,
        currency_code as subject,
        count(*) as a_value,
        sum(case when coalesce(next_from, valid_before) >= valid_before then 1 else 0 end) as b_value
    from followed
    group by currency_code
),

compared as (
    select * from hours_compared
    union all
    select * from spans_compared
),

counted as (
    select
        'C17' as control_id,
        check_name,
        entity_code,
        accounting_period,
        subject,
        cast(a_value as decimal(38, 9)) as a_value,
        cast(b_value as decimal(38, 9)) as b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from compared
)

select * from counted
