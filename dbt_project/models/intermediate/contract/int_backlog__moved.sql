{#- What was booked, judged anew and recognised of each performance obligation with a price in each
    accounting period, and what is left of it. A contract is booked when its first version is
    approved, a modification when its version is, at what it changes of the obligation's part of the
    price; a version that is approved before it is in force is backlog already. Contracts with a
    problem have no price. Amounts are the contract's currency, converted at the spot rate of the day
    they were booked or judged, the average rate they were recognised at, and the closing rate. -#}
{%- set kinds = ['booked_new', 'booked_modification', 'judged_anew'] -%}
with

allocated as (
    select * from {{ ref('int_obligation_prices__allocated') }}
    where valid_from < valid_before
),

versions as (
    select * from {{ ref('int_contract_versions__unioned') }}
),

obligations as (
    select * from {{ ref('int_obligations__dated') }}
),

postings as (
    select * from {{ ref('int_revenue__posted') }}
),

problems as (
    select distinct
        system_name,
        contract_id
    from {{ ref('int_contract_problems__listed') }}
),

period_ends as (
    select * from {{ ref('int_period_ends__listed') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

closing_rates as (
    select * from {{ ref('int_closing_rates__dated') }}
),

latest as (
    select
        *,
        row_number() over (
            partition by system_name, contract_id, performance_obligation_id
            order by version_number desc
        ) as recency
    from obligations
),

described as (
    select * from latest
    where recency = 1
),

chained as (
    select
        allocated.system_name,
        allocated.contract_id,
        allocated.performance_obligation_id,
        allocated.version_number,
        allocated.modification_type,
        allocated.valid_from,
        versions.approved_date,
        allocated.allocated_amount,
        lag(allocated.allocated_amount, 1, cast(0 as decimal(18, 2))) over in_order as amount_before,
        lag(allocated.version_number) over in_order as version_number_before
    from allocated
    inner join versions
        on
            allocated.system_name = versions.system_name
            and allocated.contract_version_id = versions.contract_version_id
    left join problems
        on
            allocated.system_name = problems.system_name
            and allocated.contract_id = problems.contract_id
    where problems.contract_id is null
    window in_order as (
        partition by allocated.system_name, allocated.contract_id, allocated.performance_obligation_id
        order by allocated.valid_from, allocated.version_number
    )
),

changed as (
    select
        chained.system_name,
        chained.contract_id,
        chained.performance_obligation_id,
        chained.valid_from,
        described.currency_code,
        described.functional_currency_code,
        {{ reporting_currency() }} as reporting_currency_code,
        case
            when chained.version_number = chained.version_number_before then 'judged_anew'
            when chained.modification_type = 'original' then 'booked_new'
            else 'booked_modification'
        end as change_type,
        case
            when chained.version_number = chained.version_number_before then chained.valid_from
            else least(chained.valid_from, chained.approved_date)
        end as changed_on,
        chained.allocated_amount - chained.amount_before as amount
    from chained
    inner join described
        on
            chained.system_name = described.system_name
            and chained.contract_id = described.contract_id
            and chained.performance_obligation_id = described.performance_obligation_id
),

converted as (
    select
        changed.*,
    {% for books in ['functional', 'reporting'] %}
        {{ posted_amount(in_currency(
            'changed.amount',
            'changed.currency_code',
            'changed.' ~ books ~ '_currency_code',
            'to_' ~ books,
        )) }} as {{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from changed
    {% for books in ['functional', 'reporting'] %}
        {{ join_fx_rate(
            'to_' ~ books,
            'changed.currency_code',
            'changed.' ~ books ~ '_currency_code',
            'changed.changed_on',
        ) }}
    {% endfor %}
),

moved as (
    select
        system_name,
        contract_id,
        performance_obligation_id,
        changed_on as moved_on,
        {% for kind in kinds %}
            case when change_type = '{{ kind }}' then amount end as {{ kind }}_amount,
            case when change_type = '{{ kind }}' then functional_amount end as {{ kind }}_functional_amount,
            case when change_type = '{{ kind }}' then reporting_amount end as {{ kind }}_reporting_amount,
        {% endfor %}
        case when valid_from > changed_on then amount end as not_in_force_amount,
        case when functional_amount is null or reporting_amount is null then 1 else 0 end
            as unconverted_rows
    from converted
    union all
    select
        system_name,
        contract_id,
        performance_obligation_id,
        valid_from as moved_on,
        {% for kind in kinds %}
            null as {{ kind }}_amount,
            null as {{ kind }}_functional_amount,
            null as {{ kind }}_reporting_amount,
        {% endfor %}
        -amount as not_in_force_amount,
        0 as unconverted_rows
    from converted
    where valid_from > changed_on
),

moved_in_periods as (
    select
        moved.system_name,
        moved.contract_id,
        moved.performance_obligation_id,
        period_ends.period_code,
        period_ends.period_start_date,
        {% for kind in kinds %}
            sum(moved.{{ kind }}_amount) as {{ kind }}_amount,
            sum(moved.{{ kind }}_functional_amount) as {{ kind }}_functional_amount,
            sum(moved.{{ kind }}_reporting_amount) as {{ kind }}_reporting_amount,
        {% endfor %}
        sum(moved.not_in_force_amount) as not_in_force_amount,
        sum(moved.unconverted_rows) as unconverted_rows
    from moved
    inner join period_ends
        on moved.moved_on between period_ends.period_start_date and period_ends.as_of_date
    group by
        moved.system_name,
        moved.contract_id,
        moved.performance_obligation_id,
        period_ends.period_code,
        period_ends.period_start_date
),

first_periods as (
    select
        system_name,
        contract_id,
        performance_obligation_id,
        min(period_start_date) as first_day
    from moved_in_periods
    group by system_name, contract_id, performance_obligation_id
),

recognised as (
    select
        system_name,
        contract_id,
        performance_obligation_id,
        period_code,
        sum(revenue_amount) as recognised_amount,
        sum(revenue_functional_amount) as recognised_functional_amount,
        sum(revenue_reporting_amount) as recognised_reporting_amount,
        {{ count_unknown('revenue_functional_amount', 'revenue_reporting_amount') }} as unconverted_rows
    from postings
    group by system_name, contract_id, performance_obligation_id, period_code
),

followed as (
    select
        described.system_name,
        described.contract_id,
        described.performance_obligation_id,
        described.contract_key,
        described.entity_code,
        described.revenue_stream,
        described.currency_code,
        described.functional_currency_code,
        {{ reporting_currency() }} as reporting_currency_code,
        period_ends.period_code,
        period_ends.period_start_date,
        period_ends.is_over,
        period_ends.is_running
    from first_periods
    inner join described
        on
            first_periods.system_name = described.system_name
            and first_periods.contract_id = described.contract_id
            and first_periods.performance_obligation_id = described.performance_obligation_id
    inner join period_ends on first_periods.first_day <= period_ends.period_start_date
),

totalled as (
    select
        followed.*,
        {% for kind in kinds %}
            cast(coalesce(moved.{{ kind }}_amount, 0) as decimal(18, 2)) as {{ kind }}_amount,
            cast(coalesce(moved.{{ kind }}_functional_amount, 0) as decimal(18, 2))
                as {{ kind }}_functional_amount,
            cast(coalesce(moved.{{ kind }}_reporting_amount, 0) as decimal(18, 2))
                as {{ kind }}_reporting_amount,
        {% endfor %}
        cast(coalesce(recognised.recognised_amount, 0) as decimal(18, 2)) as recognised_amount,
        cast(coalesce(recognised.recognised_functional_amount, 0) as decimal(18, 2))
            as recognised_functional_amount,
        cast(coalesce(recognised.recognised_reporting_amount, 0) as decimal(18, 2))
            as recognised_reporting_amount,
        coalesce(moved.not_in_force_amount, 0) as not_in_force_amount,
        cast(coalesce(moved.unconverted_rows, 0) + coalesce(recognised.unconverted_rows, 0) as bigint)
            as unconverted_rows
    from followed
    left join moved_in_periods as moved
        on
            followed.system_name = moved.system_name
            and followed.contract_id = moved.contract_id
            and followed.performance_obligation_id = moved.performance_obligation_id
            and followed.period_code = moved.period_code
    left join recognised
        on
            followed.system_name = recognised.system_name
            and followed.contract_id = recognised.contract_id
            and followed.performance_obligation_id = recognised.performance_obligation_id
            and followed.period_code = recognised.period_code
),

cumulated as (
    select
        totalled.*,
        cast(
            sum(booked_new_amount + booked_modification_amount + judged_anew_amount - recognised_amount)
                over until_now
            as decimal(18, 2)
        ) as closing_amount,
        cast(sum(not_in_force_amount) over until_now as decimal(18, 2)) as closing_not_in_force_amount
    from totalled
    window until_now as (
        partition by system_name, contract_id, performance_obligation_id
        order by period_start_date
        rows between unbounded preceding and current row
    )
),

closed as (
    select
        cumulated.*,
        cast(
            cumulated.closing_amount
            - cumulated.booked_new_amount
            - cumulated.booked_modification_amount
            - cumulated.judged_anew_amount
            + cumulated.recognised_amount
            as decimal(18, 2)
        ) as opening_amount,
    {% for books in ['functional', 'reporting'] %}
        {{ posted_amount(in_currency(
            'cumulated.closing_amount',
            'cumulated.currency_code',
            'cumulated.' ~ books ~ '_currency_code',
            'closing_' ~ books,
        )) }} as closing_{{ books }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from cumulated
    {% for books in ['functional', 'reporting'] %}
        {{ join_closing_rate(
            'closing_' ~ books,
            'cumulated.currency_code',
            'cumulated.' ~ books ~ '_currency_code',
            'cumulated.period_code',
        ) }}
    {% endfor %}
)

select * from closed
