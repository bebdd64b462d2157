{#- How each milestone stood at the end of each of its project's accounting periods, from the one in which the
    project's first plan was approved, in which it is promised, to that of its last news: what is accepted or invoiced
    after a project is over is told, too. The days on which it was
    reached and accepted are facts of their own; the day it was expected on is known from what had
    landed until then, and not at all before its first delivery. Nobody says which invoice is of which
    milestone: it is the project's line of its amount, each used once, in order. -#}
with

milestone_versions as (
    {{ canonical_versions('milestones') }}
),

identities as (
    select * from {{ ref('int_identities__matched') }}
    where entity_type = 'project'
),

project_periods as (
    select * from {{ ref('int_project_periods__listed') }}
),

baselines as (
    select * from {{ ref('int_baselines__dated') }}
    where is_original
),

period_ends as (
    select * from {{ ref('int_period_ends__listed') }}
),

invoice_lines as (
    select * from {{ ref('fct_invoice_line') }}
    where is_posted and net_transaction_amount > 0 and project_key is not null
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

last_of_day as (
    select
        *,
        cast(landed_at as date) as known_from,
        row_number() over (
            partition by system_name, milestone_id, cast(landed_at as date)
            order by delivery_number desc, landed_at desc
        ) as recency
    from milestone_versions
),

dated as (
    select
        *,
        lead(known_from, 1, cast('9999-12-31' as date)) over of_milestone as known_before,
        row_number() over of_milestone as place
    from last_of_day
    where recency = 1
    window of_milestone as (partition by system_name, milestone_id order by known_from)
),

-- Before its first delivery a milestone is what its own days say.
spans as (
    select
        dated.system_name,
        dated.milestone_id,
        dated.milestone_name,
        dated.weight_share,
        dated.milestone_amount,
        dated.currency_code,
        dated.baseline_date,
        dated.forecast_date,
        dated.reached_date,
        dated.accepted_date,
        dated.state,
        dated.known_from,
        dated.known_before,
        identities.crosswalk_key as project_key,
        {{ surrogate_key(['dated.system_name', 'dated.milestone_id']) }} as milestone_key,
        case when dated.place = 1 then cast('1900-01-01' as date) else dated.known_from end as told_from
    from dated
    inner join identities
        on
            dated.system_name = identities.system_name
            and dated.project_id = identities.source_id
    where not dated.is_deleted
),

accepted as (
    select
        milestone_key,
        project_key,
        currency_code,
        milestone_amount,
        accepted_date,
        row_number() over (
            partition by project_key, currency_code, milestone_amount
            order by accepted_date, milestone_key
        ) as place
    from spans
    where known_before = cast('9999-12-31' as date) and accepted_date is not null and state <> 'cancelled'
),

invoiced as (
    select
        project_key,
        transaction_currency_code,
        net_transaction_amount,
        invoice_line_key,
        service_date as invoice_date,
        row_number() over (
            partition by project_key, transaction_currency_code, net_transaction_amount
            order by service_date, invoice_line_key
        ) as place
    from invoice_lines
),

paired as (
    select
        accepted.milestone_key,
        invoiced.invoice_line_key,
        invoiced.invoice_date
    from accepted
    inner join invoiced
        on
            accepted.project_key = invoiced.project_key
            and accepted.currency_code = invoiced.transaction_currency_code
            and accepted.milestone_amount = invoiced.net_transaction_amount
            and accepted.place = invoiced.place
),

last_news as (
    select
        spans.project_key,
        max(greatest(spans.reached_date, spans.accepted_date, paired.invoice_date)) as last_news_date
    from spans
    left join paired on spans.milestone_key = paired.milestone_key
    where spans.known_before = cast('9999-12-31' as date)
    group by spans.project_key
),

lives as (
    select
        project_key,
        entity_code,
        functional_currency_code,
        reporting_currency_code,
        min(period_start_date) as first_day,
        max(period_start_date) as last_day
    from project_periods
    group by project_key, entity_code, functional_currency_code, reporting_currency_code
),

told_periods as (
    select
        project_key,
        entity_code,
        period_code,
        as_of_date,
        is_running,
        is_latest,
        functional_currency_code,
        reporting_currency_code
    from project_periods
    union all
    select
        baselines.project_key,
        baselines.entity_code,
        period_ends.period_code,
        period_ends.as_of_date,
        period_ends.is_running,
        period_ends.is_running as is_latest,
        baselines.functional_currency_code,
        baselines.reporting_currency_code
    from baselines
    inner join period_ends on baselines.approved_date <= period_ends.as_of_date
    left join lives on baselines.project_key = lives.project_key
    where lives.first_day is null or period_ends.period_start_date < lives.first_day
    union all
    select
        lives.project_key,
        lives.entity_code,
        period_ends.period_code,
        period_ends.as_of_date,
        period_ends.is_running,
        period_ends.is_running as is_latest,
        lives.functional_currency_code,
        lives.reporting_currency_code
    from lives
    inner join last_news on lives.project_key = last_news.project_key
    inner join period_ends
        on
            lives.last_day < period_ends.period_start_date
            and last_news.last_news_date >= period_ends.period_start_date
),

known as (
    select
        spans.milestone_key,
        spans.system_name,
        spans.milestone_id,
        spans.milestone_name,
        spans.project_key,
        told_periods.entity_code,
        told_periods.period_code,
        told_periods.as_of_date,
        told_periods.is_running,
        told_periods.functional_currency_code,
        told_periods.reporting_currency_code,
        spans.currency_code as transaction_currency_code,
        spans.weight_share,
        spans.milestone_amount,
        spans.baseline_date,
        case when spans.reached_date <= told_periods.as_of_date then spans.reached_date end
            as reached_date,
        case when spans.accepted_date <= told_periods.as_of_date then spans.accepted_date end
            as accepted_date,
        case
            when told_periods.is_latest or told_periods.as_of_date >= spans.known_from
                then spans.forecast_date
        end as forecast_date,
        case
            when told_periods.is_latest or told_periods.as_of_date >= spans.known_from
                then spans.state in ('rejected', 'cancelled')
            else coalesce(spans.state = 'cancelled', false)
        end as is_stopped,
        spans.state
    from spans
    inner join told_periods
        on
            spans.project_key = told_periods.project_key
            and case
                when told_periods.is_latest then cast('9999-12-30' as date)
                else told_periods.as_of_date
            end >= spans.told_from
            and case
                when told_periods.is_latest then cast('9999-12-30' as date)
                else told_periods.as_of_date
            end < spans.known_before
),

compared as (
    select
        known.milestone_key,
        known.system_name,
        known.milestone_id,
        known.milestone_name,
        known.project_key,
        known.entity_code,
        known.period_code,
        known.as_of_date,
        known.is_running,
        known.functional_currency_code,
        known.reporting_currency_code,
        known.transaction_currency_code,
        known.weight_share,
        known.milestone_amount,
        known.baseline_date,
        known.reached_date,
        known.accepted_date,
        known.forecast_date,
        known.is_stopped,
        known.state,
        case when paired.invoice_date <= known.as_of_date then paired.invoice_line_key end
            as invoice_line_key,
        case when paired.invoice_date <= known.as_of_date then paired.invoice_date end as invoice_date,
        coalesce(known.reached_date, known.accepted_date) as done_date,
        case when known.as_of_date > known.baseline_date then known.as_of_date end as overdue_on,
    {% for currency in ['functional', 'reporting'] %}
            {{ posted_amount(in_currency(
                'known.milestone_amount',
                'known.transaction_currency_code',
                'known.' ~ currency ~ '_currency_code',
                'to_' ~ currency,
            )) }} as milestone_{{ currency }}_amount{{ ',' if not loop.last }}
    {% endfor %}
    from known
    left join paired on known.milestone_key = paired.milestone_key
    {% for currency in ['functional', 'reporting'] %}
        {{ join_fx_rate(
            'to_' ~ currency,
            'known.transaction_currency_code',
            'known.' ~ currency ~ '_currency_code',
            'coalesce(known.accepted_date, known.as_of_date)',
        ) }}
    {% endfor %}
),

described as (
    select
        {{ surrogate_key(['milestone_key', 'period_code']) }} as milestone_status_key,
        milestone_key,
        system_name,
        milestone_id,
        milestone_name,
        project_key,
        entity_code,
        period_code as accounting_period,
        is_running as is_running_period,
        case
            when is_stopped then state
            when accepted_date is not null then 'accepted'
            when done_date is not null then 'reached'
            when overdue_on is not null then 'overdue'
            else 'planned'
        end as milestone_state,
        baseline_date,
        case when done_date is null then forecast_date end as forecast_date,
        reached_date,
        accepted_date,
        case
            when is_stopped then null
            when done_date is not null then {{ days_between('baseline_date', 'done_date') }}
            when forecast_date is null and overdue_on is null then null
            else {{ days_between(
                'baseline_date', 'greatest(coalesce(forecast_date, overdue_on), coalesce(overdue_on, forecast_date))'
            ) }}
        end as slip_days,
        {{ days_between('reached_date', 'accepted_date') }} as acceptance_lag_days,
        invoice_line_key,
        invoice_date,
        case
            when invoice_date is not null or not is_stopped
                then {{ days_between('accepted_date', 'coalesce(invoice_date, as_of_date)') }}
        end as invoice_lag_days,
        accepted_date is not null and invoice_date is null and not is_stopped as is_accepted_not_invoiced,
        weight_share,
        transaction_currency_code,
        cast(milestone_amount as decimal(18, 2)) as milestone_transaction_amount,
        functional_currency_code,
        milestone_functional_amount,
        reporting_currency_code,
        milestone_reporting_amount
    from compared
)

select * from described
