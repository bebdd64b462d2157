{#- Where each open opportunity stood, from the day it was moved there until the next move or the day it was
    decided: that of the move to the stage that it closed in, whatever else was changed since. One without a history
    is known from the day it landed. A day has the last of its moves. -#}
with

opportunities as (
    select * from {{ ref('fct_opportunity') }}
),

changes as (
    select * from {{ ref('int_opportunity_changes__unioned') }}
),

fx_rates as (
    select * from {{ ref('int_fx_rates__dated') }}
),

-- How many changes, from each on, were to another stage or probability than it has now: one that is lost may keep
-- its stage.
seen_backwards as (
    select
        opportunities.opportunity_key,
        changes.changed_at,
        sum(
            case
                when changes.stage <> opportunities.stage then 1
                when changes.win_probability_share <> opportunities.win_probability_share then 1
                else 0
            end
        ) over (
            partition by opportunities.opportunity_key
            order by changes.changed_at desc, {{ issue_order('changes.opportunity_change_id', 'desc') }}
            rows between unbounded preceding and current row
        ) as elsewhere_since
    from opportunities
    inner join changes
        on
            opportunities.system_name = changes.system_name
            and opportunities.opportunity_id = changes.opportunity_id
),

last_moves as (
    select
        opportunity_key,
        min(changed_at) as moved_at
    from seen_backwards
    where elsewhere_since = 0
    group by opportunity_key
),

decided as (
    select
        opportunities.opportunity_key,
        opportunities.system_name,
        opportunities.opportunity_id,
        opportunities.opportunity_type,
        opportunities.project_key,
        opportunities.is_won,
        opportunities.transaction_currency_code,
        case
            when opportunities.is_closed
                then coalesce(
                    cast(coalesce(last_moves.moved_at, opportunities.last_changed_at) as date),
                    opportunities.close_date,
                    cast(opportunities.known_at as date)
                )
            else cast('9999-12-31' as date)
        end as decided_date
    from opportunities
    left join last_moves on opportunities.opportunity_key = last_moves.opportunity_key
),

moves as (
    select
        decided.opportunity_key,
        cast(changes.changed_at as date) as valid_from,
        changes.changed_at as moved_at,
        changes.opportunity_change_id as source_id,
        changes.stage,
        changes.amount,
        changes.win_probability_share,
        changes.close_date
    from decided
    inner join changes
        on
            decided.system_name = changes.system_name
            and decided.opportunity_id = changes.opportunity_id
    union all
    select
        opportunity_key,
        cast(known_at as date) as valid_from,
        known_at as moved_at,
        opportunity_id as source_id,
        stage,
        transaction_amount as amount,
        win_probability_share,
        close_date
    from opportunities
    where changes = 0
),

ranked as (
    select
        *,
        row_number() over (
            partition by opportunity_key, valid_from
            order by moved_at desc, {{ issue_order('source_id', 'desc') }}
        ) as recency
    from moves
),

dated as (
    select
        ranked.opportunity_key,
        decided.opportunity_type,
        decided.project_key,
        ranked.stage,
        ranked.amount,
        ranked.win_probability_share,
        ranked.close_date,
        decided.transaction_currency_code,
        decided.decided_date,
        decided.is_won,
        ranked.valid_from,
        least(
            lead(ranked.valid_from, 1, cast('9999-12-31' as date)) over (
                partition by ranked.opportunity_key
                order by ranked.valid_from
            ),
            decided.decided_date
        ) as valid_before
    from ranked
    inner join decided on ranked.opportunity_key = decided.opportunity_key
    where ranked.recency = 1
),

described as (
    select
        dated.opportunity_key,
        dated.opportunity_type,
        dated.project_key,
        dated.stage,
        dated.win_probability_share,
        dated.close_date,
        dated.decided_date,
        dated.is_won,
        dated.valid_from,
        dated.valid_before,
        {{ posted_amount(in_currency(
            'dated.amount', 'dated.transaction_currency_code', reporting_currency(), 'to_reporting'
        )) }} as opportunity_reporting_amount
    from dated
    {{ join_fx_rate(
        'to_reporting', 'dated.transaction_currency_code', reporting_currency(), 'dated.valid_from'
    ) }}
    where dated.valid_from < dated.valid_before
)

select * from described
