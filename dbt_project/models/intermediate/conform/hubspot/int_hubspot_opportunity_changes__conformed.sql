{#- HubSpot keeps the history of each property by itself. A change of any of them is a change of the deal,
    with what the others were by then; its probability is the one that the stage has today. -#}
{%- set histories = [
    ('stage', 'stg_hubspot__deal_stage_changes', 'stage_id'),
    ('amount', 'stg_hubspot__deal_amount_changes', 'amount'),
    ('close_date', 'stg_hubspot__deal_close_date_changes', 'closes_at'),
] -%}
with

{% for property, changes, property_column in histories %}
    {{ property }}_changes as (
        {{ current_rows(ref(changes), ['deal_id', 'changed_at']) }}
    ),

    {{ property }}_spans as (
        select
            system_name,
            deal_id,
            changed_at as valid_from,
            lead(changed_at) over (partition by system_name, deal_id order by changed_at)
                as valid_before,
            {{ property_column }},
            delivery_id,
            landed_at
        from {{ property }}_changes
    ),

{% endfor %}
stages as (
    {{ current_rows(ref('stg_hubspot__pipeline_stages'), 'stage_id') }}
),

moments as (
    {%- for property, changes, property_column in histories %}
        select
            system_name,
            deal_id,
            changed_at
        from {{ property }}_changes
        {%- if not loop.last %}
            union
        {%- endif %}
    {%- endfor %}
),

conformed as (
    select
        moments.system_name,
        {{ surrogate_key(['moments.deal_id', 'moments.changed_at']) }} as opportunity_change_id,
        moments.deal_id as opportunity_id,
        moments.changed_at,
        coalesce(stages.stage_label, stage_spans.stage_id) as stage,
        amount_spans.amount,
        cast(nullif(stages.stage_probability, '') as decimal(9, 6)) as win_probability_share,
        cast(close_date_spans.closes_at as date) as close_date,
        stage_spans.delivery_id,
        stage_spans.landed_at,
        {{ surrogate_key([
            'moments.deal_id',
            'moments.changed_at',
            'stage_spans.stage_id',
            'amount_spans.amount',
            'close_date_spans.closes_at',
        ]) }} as row_hash
    from moments
    inner join stage_spans
        on
            moments.system_name = stage_spans.system_name
            and moments.deal_id = stage_spans.deal_id
            and moments.changed_at >= stage_spans.valid_from
            and (moments.changed_at < stage_spans.valid_before or stage_spans.valid_before is null)
    {%- for property in ['amount', 'close_date'] %}
        left join {{ property }}_spans
            on
                moments.system_name = {{ property }}_spans.system_name
                and moments.deal_id = {{ property }}_spans.deal_id
                and moments.changed_at >= {{ property }}_spans.valid_from
                and (
                    moments.changed_at < {{ property }}_spans.valid_before
                    or {{ property }}_spans.valid_before is null
                )
    {%- endfor %}
    left join stages
        on
            stage_spans.system_name = stages.system_name
            and stage_spans.stage_id = stages.stage_id
    where stage_spans.stage_id <> ''
)

select * from conformed
