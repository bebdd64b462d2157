{#- The list price and the rate of the card for each kind of billable hour: a person's on a project in a
    currency. Spans end wherever any rate that fits begins or ends, or the person's role does; in each the
    most specific rate counts, and of list prices the most specific. A day has one row, so a join of hours
    with it can not multiply one. -#}
{%- set context = ['project_key', 'client_key', 'person_key', 'currency_code'] -%}
with

time_entries as (
    {{ rows_to_rebuild(
        ref('int_time_entries__valued'), ref('int_bill_rates__changed'), ['project_key', 'person_key']
    ) }}
),

card as (
    select * from {{ ref('int_bill_rates__dated') }}
),

roles as (
    select
        person_key,
        lower(trim(role)) as role_name,
        valid_from,
        valid_before
    from {{ ref('int_people__employed') }}
),

contexts as (
    select
        {{ surrogate_key(context) }} as rate_context_key,
        project_key,
        client_key,
        person_key,
        currency_code
    from time_entries
    where is_billable and currency_code is not null
    group by project_key, client_key, person_key, currency_code
),

in_roles as (
    select
        contexts.rate_context_key,
        contexts.project_key,
        contexts.client_key,
        contexts.person_key,
        contexts.currency_code,
        roles.role_name,
        coalesce(roles.valid_from, cast('1900-01-01' as date)) as valid_from,
        coalesce(roles.valid_before, cast('9999-12-31' as date)) as valid_before
    from contexts
    left join roles on contexts.person_key = roles.person_key
),

fitting as (
    {%- for level in card_levels() %}
        select
            in_roles.rate_context_key,
            card.priority,
            card.is_list_price,
            card.bill_rate_id,
            card.bill_rate,
            greatest(in_roles.valid_from, card.valid_from) as valid_from,
            least(in_roles.valid_before, card.valid_before) as valid_before
        from in_roles
        inner join card
            on
                in_roles.currency_code = card.currency_code
                {%- if level['scope'] != 'list' %}
                    and in_roles.{{ level['scope'] }}_key = card.{{ level['scope'] }}_key
                {%- endif %}
                {%- if level['whose'] == 'person' %}
                    and in_roles.person_key = card.person_key
                {%- elif level['whose'] == 'role' %}
                    and in_roles.role_name = card.role_name
                {%- endif %}
                and in_roles.valid_from < card.valid_before
                and in_roles.valid_before > card.valid_from
        where card.priority = {{ level['priority'] }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

edges as (
    select
        rate_context_key,
        valid_from as edge_date
    from fitting
    union
    select
        rate_context_key,
        valid_before as edge_date
    from fitting
),

spans as (
    select
        rate_context_key,
        edge_date as valid_from,
        lead(edge_date) over (partition by rate_context_key order by edge_date) as valid_before
    from edges
),

ranked as (
    select
        spans.rate_context_key,
        spans.valid_from,
        spans.valid_before,
        fitting.is_list_price,
        fitting.bill_rate_id,
        fitting.bill_rate,
        row_number() over (
            partition by spans.rate_context_key, spans.valid_from
            order by fitting.priority, fitting.bill_rate_id
        ) as place,
        row_number() over (
            partition by spans.rate_context_key, spans.valid_from, fitting.is_list_price
            order by fitting.priority, fitting.bill_rate_id
        ) as place_of_kind
    from spans
    inner join fitting
        on
            spans.rate_context_key = fitting.rate_context_key
            and spans.valid_from >= fitting.valid_from
            and spans.valid_from < fitting.valid_before
),

assigned as (
    select
        rate_context_key,
        valid_from,
        min(valid_before) as valid_before,
        max(case when is_list_price and place_of_kind = 1 then bill_rate_id end) as list_rate_id,
        max(case when is_list_price and place_of_kind = 1 then bill_rate end) as list_rate,
        max(case when place = 1 then bill_rate_id end) as card_rate_id,
        max(case when place = 1 then bill_rate end) as card_rate
    from ranked
    group by rate_context_key, valid_from
),

placed as (
    select
        assigned.*,
        contexts.project_key,
        contexts.person_key
    from assigned
    inner join contexts on assigned.rate_context_key = contexts.rate_context_key
)

select * from placed
