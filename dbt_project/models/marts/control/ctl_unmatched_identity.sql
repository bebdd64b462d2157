with

identities as (
    select * from {{ ref('int_identities__matched') }}
    where match_method in ('unmatched', 'inferred')
),

time_entries as (
    select * from {{ ref('fct_time_entry') }}
),

invoice_lines as (
    select * from {{ ref('fct_invoice_line') }}
    where is_posted
),

hours_at_stake as (
    {%- for entity_type in ['client', 'person', 'project'] %}
        select
            {{ entity_type }}_key as crosswalk_key,
            sum(hours) as hours
        from time_entries
        group by {{ entity_type }}_key
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

amounts_at_stake as (
    {%- for entity_type in ['client', 'contract', 'project'] %}
        select
            {{ entity_type }}_key as crosswalk_key,
            sum(net_reporting_amount) as amount
        from invoice_lines
        group by {{ entity_type }}_key
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

described as (
    select
        identities.identity_key,
        identities.entity_type,
        identities.system_name,
        identities.source_id,
        case when identities.entity_type <> 'person' then identities.display_name end
            as display_name,
        identities.match_method as finding,
        cast(coalesce(hours_at_stake.hours, 0) as decimal(18, 6)) as hours_at_stake,
        {{ posted_sum('amounts_at_stake.amount', 'amounts_at_stake.crosswalk_key') }}
            as billed_at_stake_reporting_amount
    from identities
    left join hours_at_stake on identities.crosswalk_key = hours_at_stake.crosswalk_key
    left join amounts_at_stake on identities.crosswalk_key = amounts_at_stake.crosswalk_key
)

select * from described
