{#- What is wrong around each cost rate: days until the next one of its subject that none before that covers, days
    that both claim, and changes after hours were worked. Of two rates of one day the later one counts (decision 22). -#}
{%- set subject = ['person_id', 'role', 'practice', 'entity_code'] -%}
with

cost_rates as (
    select * from {{ ref('int_cost_rates__unioned') }}
),

changes as (
    select * from {{ ref('int_cost_rates__changed') }}
),

time_entries as (
    select * from {{ ref('int_time_entries__valued') }}
),

terms as (
    select * from {{ ref('int_people__employed') }}
),

people as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'person'
),

run as (
    select * from {{ ref('stg_evenkeel__run') }}
),

followed as (
    select
        system_name,
        {{ subject | join(',\n        ') }},
        cost_rate_id,
        valid_from,
        valid_to,
        cost_rate,
        currency_code,
        lead(cost_rate_id) over (
            partition by system_name, {{ subject | join(', ') }}
            order by coalesce(valid_from, cast('1900-01-01' as date)), {{ issue_order('cost_rate_id') }}
        ) as next_cost_rate_id,
        lead(coalesce(valid_from, cast('1900-01-01' as date))) over (
            partition by system_name, {{ subject | join(', ') }}
            order by coalesce(valid_from, cast('1900-01-01' as date)), {{ issue_order('cost_rate_id') }}
        ) as next_valid_from,
        lead(coalesce(valid_to, cast('9999-12-30' as date))) over (
            partition by system_name, {{ subject | join(', ') }}
            order by coalesce(valid_from, cast('1900-01-01' as date)), {{ issue_order('cost_rate_id') }}
        ) as next_valid_to,
        lead(cost_rate) over (
            partition by system_name, {{ subject | join(', ') }}
            order by coalesce(valid_from, cast('1900-01-01' as date)), {{ issue_order('cost_rate_id') }}
        ) as next_cost_rate,
        max(valid_to) over (
            partition by system_name, {{ subject | join(', ') }}
            order by coalesce(valid_from, cast('1900-01-01' as date)), {{ issue_order('cost_rate_id') }}
            rows between unbounded preceding and current row
        ) as covered_to
    from cost_rates
),

-- A gap of the last rate is open: it ends on the as-of day.
bounded as (
    select
        followed.system_name,
        followed.person_id,
        followed.role,
        followed.practice,
        followed.entity_code,
        followed.cost_rate_id,
        followed.valid_from,
        followed.valid_to,
        followed.cost_rate,
        followed.currency_code,
        followed.next_cost_rate_id,
        followed.next_cost_rate,
        people.crosswalk_key as person_key,
        case
            when followed.valid_to is null then null
            when followed.covered_to < coalesce({{ plus_days('followed.next_valid_from', -1) }}, run.as_of_date)
                then {{ plus_days('followed.covered_to', 1) }}
        end as gap_from,
        coalesce({{ plus_days('followed.next_valid_from', -1) }}, run.as_of_date) as gap_to,
        case
            when followed.next_valid_from <= coalesce(followed.valid_to, cast('9999-12-30' as date))
                then followed.next_valid_from
        end as overlap_from,
        least(
            coalesce(followed.valid_to, run.as_of_date),
            coalesce(followed.next_valid_to, run.as_of_date),
            run.as_of_date
        ) as overlap_to
    from followed
    cross join run
    left join people
        on
            followed.system_name = people.system_name
            and followed.person_id = people.source_id
),

hours_of_rates as (
    select
        cost_rate_system_name as system_name,
        cost_rate_id,
        sum(hours) as hours
    from time_entries
    where cost_rate_id is not null
    group by cost_rate_system_name, cost_rate_id
),

uncosted as (
    select
        time_entries.person_key,
        time_entries.work_date,
        time_entries.hours,
        terms.role,
        terms.practice,
        terms.entity_code
    from time_entries
    left join terms
        on
            time_entries.person_key = terms.person_key
            and time_entries.work_date >= terms.valid_from
            and time_entries.work_date < terms.valid_before
    where time_entries.cost_rate_id is null
),

in_gaps as (
    select
        bounded.system_name,
        bounded.cost_rate_id,
        sum(uncosted.hours) as hours
    from bounded
    inner join uncosted
        on
            bounded.gap_from <= uncosted.work_date
            and bounded.gap_to >= uncosted.work_date
            and coalesce(bounded.person_key = uncosted.person_key, bounded.person_id is null)
            and coalesce(bounded.role = uncosted.role, bounded.role is null)
            and coalesce(bounded.practice = uncosted.practice, bounded.practice is null)
            and coalesce(bounded.entity_code = uncosted.entity_code, bounded.entity_code is null)
    group by bounded.system_name, bounded.cost_rate_id
),

in_overlaps as (
    select
        bounded.system_name,
        bounded.cost_rate_id,
        sum(time_entries.hours) as hours,
        sum({{ exact_product('time_entries.hours', '(bounded.next_cost_rate - bounded.cost_rate)') }})
            as effect_transaction_amount,
        sum({{ converted_amount(
            exact_product('time_entries.hours', '(bounded.next_cost_rate - bounded.cost_rate)'),
            'time_entries.cost_reporting_fx_rate',
        ) }}) as effect_reporting_amount
    from bounded
    inner join time_entries
        on
            bounded.system_name = time_entries.cost_rate_system_name
            and bounded.next_cost_rate_id = time_entries.cost_rate_id
            and bounded.overlap_from <= time_entries.work_date
            and bounded.overlap_to >= time_entries.work_date
    group by bounded.system_name, bounded.cost_rate_id
),

in_changes as (
    select
        system_name,
        cost_rate_id,
        count(*) as changes,
        max(hours) as hours,
        max(closed_hours) as closed_hours,
        sum(effect_transaction_amount) as effect_transaction_amount,
        sum(effect_reporting_amount) as effect_reporting_amount
    from changes
    group by system_name, cost_rate_id
),

measured as (
    select
        {{ surrogate_key(['bounded.system_name', 'bounded.cost_rate_id']) }} as rate_audit_key,
        bounded.system_name,
        bounded.cost_rate_id as rate_id,
        bounded.person_key,
        bounded.role,
        bounded.practice,
        bounded.entity_code,
        bounded.valid_from as valid_from_date,
        bounded.valid_to as valid_to_date,
        bounded.cost_rate,
        bounded.currency_code as transaction_currency_code,
        {{ reporting_currency() }} as reporting_currency_code,
        cast(coalesce(hours_of_rates.hours, 0) as decimal(18, 6)) as hours,
        cast(
            case
                when bounded.gap_from is null then 0
                else {{ days_between('bounded.gap_from', 'bounded.gap_to') }} + 1
            end as bigint
        ) as gap_days,
        cast(coalesce(in_gaps.hours, 0) as decimal(18, 6)) as gap_hours,
        cast(
            case
                when bounded.overlap_from is null then 0
                else greatest({{ days_between('bounded.overlap_from', 'bounded.overlap_to') }} + 1, 0)
            end as bigint
        ) as overlap_days,
        cast(coalesce(in_overlaps.hours, 0) as decimal(18, 6)) as overlap_hours,
        cast(coalesce(in_changes.changes, 0) as bigint) as retroactive_changes,
        cast(coalesce(in_changes.hours, 0) as decimal(18, 6)) as retroactive_hours,
        cast(coalesce(in_changes.closed_hours, 0) as decimal(18, 6)) as retroactive_closed_hours,
        {{ posted_amount('coalesce(in_overlaps.effect_transaction_amount, 0)') }}
            as overlap_effect_transaction_amount,
        {{ posted_sum('in_overlaps.effect_reporting_amount', 'in_overlaps.hours') }}
            as overlap_effect_reporting_amount,
        {{ posted_amount('coalesce(in_changes.effect_transaction_amount, 0)') }}
            as retroactive_effect_transaction_amount,
        {{ posted_sum('in_changes.effect_reporting_amount', 'in_changes.hours') }}
            as retroactive_effect_reporting_amount
    from bounded
    left join hours_of_rates
        on
            bounded.system_name = hours_of_rates.system_name
            and bounded.cost_rate_id = hours_of_rates.cost_rate_id
    left join in_gaps
        on
            bounded.system_name = in_gaps.system_name
            and bounded.cost_rate_id = in_gaps.cost_rate_id
    left join in_overlaps
        on
            bounded.system_name = in_overlaps.system_name
            and bounded.cost_rate_id = in_overlaps.cost_rate_id
    left join in_changes
        on
            bounded.system_name = in_changes.system_name
            and bounded.cost_rate_id = in_changes.cost_rate_id
)

select * from measured
